"""Impatient people: they type at once after every click, click twice, press Enter twice, and hit what they did not mean."""

import itertools
import json
import re

import pytest

from harness.company import PASSWORD, Company
from harness.pages import SLOW_MS, Desk, expect
from harness.waiting import until

WORDS = "Hello, yes we do"
HELD = """() => Object.keys(localStorage).filter(key => key.startsWith('beckon:outbox:'))
  .map(key => JSON.parse(localStorage.getItem(key)).frame.type)"""


def waiting(town, text="Do you mend tents?"):
    customer = town.customer()
    customer.says(text)
    return customer, customer.number


def by_row(desk, number):
    desk.row(number).hover()
    desk.row(number).get_by_test_id("row-pick").click()


def by_header(desk, number):
    desk.row(number).get_by_role("button").first.click()
    desk.get("pick").click()


def by_composer(desk, number):
    desk.row(number).get_by_role("button").first.click()
    desk.get("remedy").click()


def by_key(desk, number):
    desk.page.keyboard.press("j")
    desk.page.keyboard.press("p")
    expect(desk.input).to_be_focused()  # it might have been a word: the next letter would have taken it back


@pytest.mark.parametrize("pick", [by_row, by_header, by_composer, by_key])
def test_who_picks_types_at_once(town, pick):
    """What is typed stands in the composer: no letter of it is a shortcut, also while the pick is on its way."""
    customer, number = waiting(town)
    held = []

    def hold(socket):
        server = socket.connect_to_server()
        pass_on = lambda frame: held.append(frame) if json.loads(frame)["type"] == "pick_ticket" else server.send(frame)
        socket.on_message(pass_on)
        held.append(server)

    desk = town.desk(online=False)
    desk.page.route_web_socket(re.compile("/ws/staff/"), hold)
    desk.page.reload()
    desk.online().list("waiting")
    expect(desk.row(number)).to_be_visible(timeout=SLOW_MS)
    pick(desk, number)
    desk.page.keyboard.type(WORDS)
    expect(desk.input).to_have_value(WORDS)
    expect(desk.input).to_be_focused()
    server, asked = held[-2], held[-1]
    server.send(asked)
    customer.sees_line("staff_joined")
    expect(desk.get("composer-send")).to_be_enabled(timeout=SLOW_MS)
    expect(desk.input).to_have_value(WORDS)
    expect(desk.get("mode-reply")).to_have_attribute("aria-pressed", "true")
    assert desk.page.evaluate(HELD) == []
    desk.page.keyboard.press("Enter")
    customer.sees(WORDS)


def test_who_comes_second_keeps_the_words_and_runs_no_shortcut(town):
    """Sam was faster: what Dana types on neither resolves nor opens a note, and stands in her draft."""
    customer, number = waiting(town)
    desk, sam = town.desk().list("waiting"), town.desk("sam").list("waiting")
    expect(desk.row(number)).to_be_visible(timeout=SLOW_MS)
    sam.pick(number)
    # As if the button was pressed before the page heard of it.
    desk.page.evaluate("""() => {
      const app = document.querySelector('desk-app');
      app.pick([...app.session.store.tickets.keys()][0]);
    }""")
    desk.page.keyboard.type("Hello, e n e n")
    expect(desk.get("toast").first).to_be_visible(timeout=SLOW_MS)
    expect(desk.get("mode-reply")).to_have_attribute("aria-pressed", "true")
    assert desk.page.evaluate(HELD) == []


@pytest.mark.parametrize("place", ["header", "row"])
def test_a_double_click_on_pick_does_nothing_else(town, place):
    first, number = waiting(town, "First in the queue")
    second, other = waiting(town, "Second in the queue")
    desk = town.desk().list("waiting")
    expect(desk.row(other)).to_be_visible(timeout=SLOW_MS)
    if place == "header":
        desk.row(number).get_by_role("button").first.click()
        desk.get("pick").dblclick()
    else:
        desk.row(number).hover()
        desk.row(number).get_by_test_id("row-pick").dblclick()
    first.sees_line("staff_joined")
    desk.may_write()
    expect(desk.input).to_be_focused()
    assert desk.page.evaluate(HELD) == []
    expect(desk.page.locator("dialog[open]")).to_have_count(0)
    expect(desk.row(other)).to_have_attribute("data-chat", "waiting")
    expect(second.line("staff_joined")).to_have_count(0)
    desk.says("Only you")
    first.sees("Only you")


def test_enter_twice_on_pick_does_not_send_the_draft(town):
    first, number = waiting(town)
    desk = town.desk().list("waiting")
    expect(desk.row(number)).to_be_visible(timeout=SLOW_MS)
    desk.page.evaluate("""() => {
      const { session } = document.querySelector('desk-app');
      session.drafts.set([...session.store.tickets.keys()][0], 'reply', 'Not finished');
    }""")
    desk.row(number).get_by_role("button").first.click()
    desk.get("pick").focus()
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.press("Enter")
    first.sees_line("staff_joined")
    desk.may_write()
    expect(desk.input).to_have_value("Not finished")
    expect(desk.get("message").filter(has_text="Not finished")).to_have_count(0)


def test_a_change_of_status_can_be_taken_back(town):
    customer, desk, number = town.chat()
    desk.get("action-resolve").click()
    card = desk.get("undo-card")
    expect(card).to_contain_text(number)
    town.picture(desk, "undo")
    desk.get("undo").click()
    expect(card).to_have_count(0)
    assert desk.page.evaluate(HELD) == []
    desk.input.focus()
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("e")
    expect(card).to_be_visible()
    desk.page.keyboard.press("z")
    expect(card).to_have_count(0)
    desk.page.keyboard.press("e")
    expect(card).to_be_visible()
    desk.page.keyboard.press("Control+z")
    expect(card).to_have_count(0)
    assert desk.page.evaluate(HELD) == []
    desk.says("Still open")
    customer.sees("Still open")
    expect(customer.line("ticket_resolved")).to_have_count(0)


def test_a_page_that_goes_sends_what_waits(town):
    customer, desk, number = town.chat()
    desk.get("action-resolve").click()
    expect(desk.get("undo-card")).to_be_visible()
    desk.page.goto("about:blank")
    customer.sees_line("ticket_resolved")


def test_who_signs_out_sends_what_waits(make_town):
    town = make_town(mode="serve")
    Company(town.server).hire("Dana", role="supervisor")
    customer = town.portal()
    customer.says("My tent has a hole")
    desk = Desk(town.context().new_page(), town.server.base)
    desk.get("login-email").fill("dana@shop.example")
    desk.get("login-password").fill(PASSWORD)
    desk.get("login-submit").click()
    desk.online().pick(customer.number)
    desk.get("action-resolve").click()
    expect(desk.get("undo-card")).to_be_visible()
    desk.get("account").click()
    desk.get("logout").click()
    expect(desk.get("login-email")).to_be_visible(timeout=SLOW_MS)
    customer.sees_line("ticket_resolved")


def test_closing_asks_first(town):
    customer, desk, number = town.chat()
    desk.get("action-close").click()
    expect(desk.get("ask-close")).to_be_visible()
    expect(desk.get("ask-no")).to_be_focused()
    town.picture(desk, "ask-close")
    desk.page.keyboard.press("Enter")
    expect(desk.get("ask-close")).to_have_count(0)
    assert desk.page.evaluate(HELD) == []
    # A person who changes their mind is slower than a double click.
    desk.page.evaluate("new Promise((done) => setTimeout(done, 450))")
    desk.get("action-close").click()
    desk.get("ask-yes").click()
    expect(desk.get("undo-card")).to_be_visible()
    customer.sees_line("ticket_closed")


def test_rows_keep_their_order_under_the_pointer(town):
    first, number = waiting(town, "I was here first")
    desk = town.desk().list("all")
    expect(desk.row(number)).to_be_visible(timeout=SLOW_MS)
    numbers = "[...document.querySelectorAll('[data-testid=\"ticket-row\"]')].map(row => row.dataset.number)"
    second = town.customer()
    box = desk.row(number).bounding_box()
    steps = itertools.cycle((20, 22))

    def point():
        """Somebody's hand on the mouse: a pointer that rests for long aims at nothing, and holds nothing."""
        desk.page.mouse.move(box["x"] + next(steps), box["y"] + 10)

    point()
    message = second.say("And I am newer")
    until("the customer's message is stored", lambda: point() or message.get_attribute("data-state") == "sent")
    until("the desk says so", lambda: point() or desk.get("news").inner_text() == "1 new")
    assert desk.page.evaluate(numbers) == [number]
    other = second.number
    town.picture(desk, "one-new")
    desk.page.mouse.move(900, 300)
    expect(desk.row(other)).to_be_visible(timeout=SLOW_MS)
    assert desk.page.evaluate(numbers) == [other, number]
    expect(desk.get("news")).to_be_empty()


def test_actions_stay_under_the_pointer(town):
    customer, desk, number = town.chat()
    close = desk.get("action-close")
    close.hover()
    before = close.bounding_box()
    desk.page.evaluate("document.querySelector('desk-app').session.act({ type: 'release', "
                       "ticket_id: document.querySelector('desk-app').session.openId })")
    expect(desk.get("action-release")).to_be_disabled(timeout=SLOW_MS)
    assert close.bounding_box() == before
    desk.page.mouse.move(640, 500)
    expect(desk.get("action-release")).to_be_hidden()


def test_digits_after_a_cleared_search_are_a_search(town):
    customer, number = waiting(town)
    desk = town.desk().list("all")
    expect(desk.row(number)).to_be_visible(timeout=SLOW_MS)
    keys = desk.page.keyboard
    keys.press("/")
    keys.type(number)
    keys.press("ArrowDown")
    expect(desk.row(number).get_by_role("button").first).to_be_focused(timeout=SLOW_MS)
    keys.press("Escape")
    keys.type("1234")
    expect(desk.get("search")).to_have_value("1234")
    expect(desk.get("list-mine")).to_have_attribute("aria-current", "false")


def test_a_row_that_left_stays_under_a_resting_pointer(town):
    """Whoever rests the hand on a row presses what stood there, not what slid under the pointer."""
    first, number = waiting(town, "I was here first")
    second, other = waiting(town, "I came after")
    desk, sam = town.desk().list("waiting"), town.desk("sam")
    expect(desk.row(other)).to_be_visible(timeout=SLOW_MS)
    desk.row(number).hover()
    before = desk.row(other).bounding_box()
    sam.pick(number)
    expect(desk.row(number)).to_have_attribute("data-left", "", timeout=SLOW_MS)
    desk.page.evaluate("new Promise((done) => setTimeout(done, 6000))")
    assert desk.row(other).bounding_box() == before
    desk.aside()
    expect(desk.row(number)).to_have_count(0)


def test_chips_of_a_row_keep_their_place(town):
    """A long name gives way: what the row is said to be stays in it."""
    customer, desk, number = town.chat()
    desk.get("action-pending").click()
    customer.sees_line("ticket_pending")
    sam = town.desk("sam").list("all").aside()
    desk.offline()
    customer.sees_line("staff_offline")
    desk.online()
    row = sam.row(number)
    expect(row).to_contain_text("is back", timeout=SLOW_MS)
    sam.page.evaluate("""number => document.querySelector('desk-app').session.store.tickets.forEach(ticket => {
      if (ticket.number == number) {
        const { store } = document.querySelector('desk-app').session;
        store.upsert({ ...ticket, assignee: { ...ticket.assignee, name: 'Dana Wilhelmina von Hohenstein-Weiss' } });
      }
    })""", number)
    expect(row).to_contain_text("Hohenstein-Weiss", timeout=SLOW_MS)
    town.picture(sam, "chips")
    inside = """row => {
      const tags = row.querySelector('.row-tags').getBoundingClientRect();
      return [...row.querySelectorAll('.tag')].every(tag => {
        const box = tag.getBoundingClientRect();
        return box.left >= tags.left - 1 && box.right <= tags.right + 1 && box.width > 20;
      });
    }"""
    assert row.locator(".tag").count() == 2
    assert row.evaluate(inside)
