"""Tickets outlive the staff's absence and the server's restart."""

from harness.pages import SLOW_MS, expect


def test_a_ticket_waits_for_staff_who_are_not_there(town):
    customer = town.customer()
    customer.says("Is anybody there?")
    customer.says("I will wait")
    number = customer.number
    customer.page.close()
    desk = town.desk()
    desk.pick(number)
    desk.sees("Is anybody there?")
    desk.sees("I will wait")


def test_a_restart_of_the_server_loses_nothing_and_needs_no_reload(town):
    customer, desk, number = town.chat()
    desk.says("Before the restart")
    customer.sees("Before the restart")
    town.server.stop()
    expect(customer.get("connection")).to_be_visible(timeout=SLOW_MS)
    town.picture(customer, "server-away")
    town.picture(desk, "desk-server-away")
    town.server.start(town.server.port)
    expect(customer.get("connection")).to_be_hidden(timeout=30_000)
    expect(desk.switch).to_have_attribute("aria-checked", "true", timeout=30_000)
    assert customer.number == number
    customer.sees("Before the restart")
    # Whether the agent was away longer than the grace is up to the machine; in both cases they go on by a pick at most.
    if desk.get("pick").is_visible():
        desk.get("pick").click()
    desk.may_write()
    desk.says("After the restart")
    customer.sees("After the restart")


def test_yesterdays_tickets_are_there(town):
    context = town.context()
    customer = town.customer(context)
    customer.says("First question")
    customer.page.close()
    town.server.restart()
    back = town.customer(context)
    back.sees("First question")
    back.get("show-tickets").click()
    expect(back.get("ticket-row")).to_have_count(1)


def test_the_portal_opens_the_chat_that_is_live(town):
    context = town.context()
    portal = town.portal(context)
    portal.says("One that waits")
    portal.get("new-ticket").click()
    portal.says("One that is answered")
    number = portal.number
    town.desk().pick(number)
    portal.sees_line("staff_joined")
    for more in ({}, {"viewport": {"width": 390, "height": 800}}):
        again = town.portal(town.context(storage_state=context.storage_state(), **more))
        again.sees("One that is answered")
        assert again.number == number
    expect(again.page.locator('a[href="/desk"]')).to_have_count(0)


def test_the_portal_lets_one_begin_something_else(town):
    context = town.context()
    portal = town.portal(context)
    portal.says("One that is answered")
    town.desk().pick(portal.number)
    portal.sees_line("staff_joined")
    portal.get("new-ticket").click()
    portal.input.fill("Something else, half written")
    portal.page.goto(town.server.base + "/")
    expect(portal.get("ticket-row")).to_have_count(1, timeout=SLOW_MS)
    expect(portal.input).to_have_value("Something else, half written")
