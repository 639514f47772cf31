"""Two agents, one ticket."""

import re

from harness.pages import SLOW_MS, expect
from harness.waiting import until


PRESS_AT = """([number, at]) => {
  setTimeout(() => document.querySelector(`[data-number="${number}"] [data-testid="row-pick"]`)?.click(), at - Date.now());
}"""


def test_both_pick_at_once_and_one_has_it(town):
    customer = town.customer()
    customer.says("Who is first?")
    number = customer.number
    desks = {name: town.desk(name).list("waiting") for name in ("dana", "sam")}
    for desk in desks.values():
        expect(desk.row(number)).to_be_visible(timeout=SLOW_MS)
    at = desks["dana"].page.evaluate("Date.now() + 500")
    for desk in desks.values():
        desk.page.evaluate(PRESS_AT, [number, at])
    customer.sees_line("staff_joined")

    def writers():
        free = '[data-testid="composer-input"]:visible:enabled'
        return [name for name, desk in desks.items() if desk.root.locator(free).count()]

    (winner,) = until("one of them may write", writers)
    loser = next(name for name in desks if name != winner)
    expect(desks[loser].page.get_by_text(re.compile(winner, re.IGNORECASE)).first).to_be_visible(timeout=SLOW_MS)
    town.picture(desks[winner], "winner")
    town.picture(desks[loser], "loser")
    desks[winner].says("I am first")
    customer.sees("I am first")
    assert writers() == [winner]
    customer.sees_line("staff_joined", times=1)


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
    desk.page.context.set_offline(True)
    customer.says("Stop, I found it")
    customer.says("It was under the bed")
    desk.page.context.set_offline(False)
    # Either the page caught up, and shows them before the agent can send, or sending is stopped once.
    desk.get("composer-send").click()
    desk.sees("It was under the bed")
    if not desk.get("newer-messages").is_visible():
        customer.sees("I sent you a new tent")
    town.picture(desk, "newer-messages")
