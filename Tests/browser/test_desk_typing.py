"""What agents type goes where they look: letters of a sentence are never commands to the desk."""

import pytest

from harness.pages import SLOW_MS, expect

SENTENCE = "Please wait a moment, new keys are on their way"
UNSENT = """() => Object.keys(localStorage).filter(key => key.startsWith('beckon:outbox:'))
  .map(key => JSON.parse(localStorage.getItem(key)).frame.type)"""

# At once, however busy the machine is: between two keys that go through it there may be seconds.
TYPE = """sentence => [...sentence].forEach((key) => document.activeElement.dispatchEvent(
  new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))"""


def pause(desk, ms):
    desk.page.evaluate("ms => new Promise((done) => setTimeout(done, ms))", ms)


def left(town):
    """(desk, number): a live ticket of one's own, which is not open any more."""
    customer, desk, number = town.chat()
    desk.list("mine")
    for _ in range(2):
        desk.page.keyboard.press("Escape")
    expect(desk.get("conversation")).to_be_hidden()
    return desk, number


@pytest.mark.parametrize("way", ["click", "enter", "enter on the row"])
def test_who_opens_their_own_ticket_types_the_reply(town, way):
    desk, number = left(town)
    if way == "click":
        desk.row(number).get_by_role("button").first.click()
    elif way == "enter":
        desk.page.keyboard.press("j")
        desk.page.keyboard.press("Enter")
    else:
        desk.row(number).get_by_role("button").first.focus()
        desk.page.keyboard.press("Enter")
    desk.page.keyboard.type(SENTENCE)
    expect(desk.input).to_have_value(SENTENCE)
    expect(desk.input).to_be_focused()
    expect(desk.get("mode-reply")).to_have_attribute("aria-pressed", "true")
    assert desk.page.evaluate(UNSENT) == []


def test_a_sentence_on_a_ticket_that_waits_picks_nothing(town):
    customer = town.customer()
    customer.says("Do you mend tents?")
    number = customer.number
    desk = town.desk().list("waiting")
    desk.row(number).get_by_role("button").first.click()
    expect(desk.get("conversation")).to_be_visible(timeout=SLOW_MS)
    for sentence in ("typed for jonas?", "please", "every note"):
        pause(desk, 450)
        desk.page.evaluate(TYPE, sentence)
    pause(desk, 450)
    expect(desk.row(number)).to_have_attribute("data-chat", "waiting")
    expect(desk.page.locator("dialog[open]")).to_have_count(0)
    expect(customer.line("staff_joined")).to_have_count(0)
    desk.page.keyboard.press("p")
    customer.sees_line("staff_joined")


def test_escape_in_the_reply_leaves_the_focus_on_the_open_row(town):
    customer, desk, number = town.chat()
    desk.list("mine")
    desk.input.focus()
    desk.page.keyboard.press("Escape")
    expect(desk.row(number).get_by_role("button").first).to_be_focused()
    desk.list("waiting")
    desk.input.focus()
    desk.page.keyboard.press("Escape")
    expect(desk.root.locator(".chat-subject")).to_be_focused()
