"""A reload in the middle, on both sides, loses nothing and looks like no absence."""

import re

from harness.pages import SLOW_MS, expect
from harness.waiting import until


def test_the_customer_reloads(town):
    customer, desk, number = town.chat()
    customer.says("One")
    desk.says("Two")
    customer.sees("Two")
    before = customer.texts()
    customer.reload()
    customer.sees("Two")
    assert customer.number == number
    assert customer.texts() == before
    customer.says("Three")
    desk.sees("Three")


def test_the_agent_reloads(town):
    customer, desk, number = town.chat()
    customer.says("One")
    desk.sees("One")
    desk.page.reload()
    expect(desk.switch).to_have_attribute("aria-checked", "true", timeout=SLOW_MS)
    if not desk.get("conversation").is_visible():
        desk.open(number, list="mine")
    desk.sees("One")
    desk.may_write()
    desk.says("Two")
    customer.sees("Two")
    expect(customer.line("staff_offline")).to_have_count(0)


def test_a_draft_survives_a_reload(town):
    customer, desk, number = town.chat()
    customer.input.fill("I was about to")
    desk.input.fill("Let me just")
    customer.reload()
    expect(customer.input).to_have_value("I was about to", timeout=SLOW_MS)
    desk.page.reload()
    if not desk.get("conversation").is_visible():
        desk.open(number, list="mine")
    expect(desk.input).to_have_value("Let me just", timeout=SLOW_MS)


def test_an_unsent_message_survives_a_reload(town):
    customer, desk, number = town.chat()
    town.server.kill()
    message = customer.say("Written while nobody listens")
    expect(message).to_have_attribute("data-state", "sending")
    town.server.start(town.server.port)
    customer.reload()
    customer.sees("Written while nobody listens")
    person = town.desk("kim", online=False).open(number)
    person.sees("Written while nobody listens")


def test_the_presence_switch_waits_for_the_servers_word(town):
    customer = town.customer()
    customer.says("Are you there?")
    desk = town.desk()
    held = []
    desk.page.route_web_socket(re.compile("/ws/staff/"), lambda socket: held.append(socket))
    desk.page.reload()
    expect(desk.switch).to_have_attribute("aria-disabled", "true", timeout=SLOW_MS)
    until("the connection is asked for", lambda: desk.page.title() and held)
    town.picture(desk, "not-connected-yet")
    desk.switch.click(force=True)
    held[0].connect_to_server()
    expect(desk.switch).to_have_attribute("aria-disabled", "false", timeout=SLOW_MS)
    expect(desk.switch).to_have_attribute("aria-checked", "true", timeout=SLOW_MS)
    # Had the click counted, the agent would be offline by now.
    desk.pick(customer.number)
