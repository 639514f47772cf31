"""Two agents, one ticket."""

import re

from harness.pages import SLOW_MS, expect


def test_both_pick_at_once_and_one_has_it(town):
    customer = town.customer()
    customer.says("Who is first?")
    number = customer.number
    desks = [town.desk("dana").list("waiting"), town.desk("sam").list("waiting")]
    for desk in desks:
        expect(desk.row(number)).to_be_visible(timeout=SLOW_MS)
    # Both presses are on their way before either is answered.
    for desk in desks:
        desk.row(number).get_by_test_id("row-pick").dispatch_event("click", timeout=SLOW_MS)
    customer.sees_line("staff_joined")
    said = re.compile("dana|sam", re.IGNORECASE)
    losers = [desk for desk in desks if not desk.get("composer-input").is_visible()]
    if len(losers) == 2:
        expect(desks[0].get("composer-input").or_(desks[1].get("composer-input")).first).to_be_visible()
    for desk in desks:
        town.picture(desk, "after-the-race")
    told = [desk for desk in desks if desk.page.get_by_text(said).count()]
    assert told
    assert customer.line("staff_joined").count() == 1


def test_who_comes_second_is_told_who_has_it(town):
    customer, desk, number = town.chat(agent="dana")
    sam = town.desk("sam")
    expect(sam.list("waiting").row(number)).to_have_count(0)
    sam.open(number)
    sam.may_not_write()
    expect(sam.get("pick")).to_be_hidden()
    expect(sam.get("locked")).to_contain_text(re.compile("dana", re.IGNORECASE))
    expect(desk.get("viewing")).to_contain_text(re.compile("sam", re.IGNORECASE), timeout=SLOW_MS)
    town.picture(sam, "taken")


def test_a_ticket_is_handed_over(town):
    customer, desk, number = town.chat(agent="dana")
    sam = town.desk("sam")
    desk.get("action-transfer").click()
    desk.root.locator('[data-testid="transfer-to"][data-staff="sam"]').click()
    desk.may_not_write()
    sam.open(number, list="mine")
    sam.says("Sam here")
    customer.sees("Sam here")


def test_a_released_ticket_waits_again(town):
    customer, desk, number = town.chat()
    desk.get("action-release").click()
    customer.sees_line("staff_left")
    expect(desk.list("waiting").row(number)).to_be_visible(timeout=SLOW_MS)
    customer.may_write()


def test_newer_messages_stop_an_answer(town):
    customer, desk, number = town.chat()
    # Two messages that the agent's page has not got: it is offline while they are written.
    desk.input.fill("I sent you a new tent")
    seen = desk.texts()
    assert seen
    desk.page.evaluate("window.dispatchEvent(new Event('blur'))")
    desk.page.context.set_offline(True)
    customer.says("Stop, I found it")
    customer.says("It was under the bed")
    desk.page.context.set_offline(False)
    # Either the page caught up, and shows them before the agent can send, or sending is stopped once.
    desk.get("composer-send").click()
    stopped_or_seen = desk.get("newer-messages").or_(desk.message("It was under the bed"))
    expect(stopped_or_seen.first).to_be_visible(timeout=SLOW_MS)
    town.picture(desk, "newer-messages")
