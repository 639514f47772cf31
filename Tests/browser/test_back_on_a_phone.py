"""The customer's page on a phone shows the list or a ticket: Back goes from one to the other, and the address says which."""

import re

from harness.pages import SLOW_MS, expect

PHONE = {"viewport": {"width": 360, "height": 700}, "has_touch": True, "is_mobile": True}
LIST = re.compile(r"/#/tickets$")
TICKET = re.compile(r"/#/t/[\w.-]+$")


def is_at_list(portal, rows):
    expect(portal.page).to_have_url(LIST, timeout=SLOW_MS)
    expect(portal.get("ticket-row").filter(visible=True)).to_have_count(rows, timeout=SLOW_MS)
    expect(portal.get("ticket-number")).to_be_hidden()


def is_at_ticket(portal):
    expect(portal.page).to_have_url(TICKET, timeout=SLOW_MS)
    expect(portal.get("ticket-number")).to_contain_text(re.compile(r"\d{4}"), timeout=SLOW_MS)


def test_back_from_a_new_ticket_is_the_list(town):
    portal = town.portal(**PHONE)
    portal.says("Asked on a phone")
    is_at_ticket(portal)
    portal.page.go_back()
    is_at_list(portal, 1)
    portal.get("ticket-row").click()
    is_at_ticket(portal)
    portal.page.go_back()
    is_at_list(portal, 1)
    portal.get("new-ticket").click()
    portal.says("And another one")
    is_at_ticket(portal)
    portal.page.go_back()
    is_at_list(portal, 2)
    town.picture(portal, "list")


def test_the_address_follows_what_is_in_sight(town):
    portal = town.portal(**PHONE)
    portal.says("Asked on a phone")
    is_at_ticket(portal)
    entries = portal.page.evaluate("history.length")
    portal.get("back").click()
    is_at_list(portal, 1)
    portal.page.reload()
    is_at_list(portal, 1)
    portal.get("ticket-row").click()
    is_at_ticket(portal)
    # To and fro piles nothing up.
    portal.get("show-tickets").click()
    is_at_list(portal, 1)
    portal.get("ticket-row").click()
    is_at_ticket(portal)
    assert portal.page.evaluate("history.length") == entries
    portal.page.reload()
    is_at_ticket(portal)
    portal.get("back").click()
    is_at_list(portal, 1)


def test_a_visit_begins_at_the_list_and_goes_on_where_somebody_answers(town):
    portal = town.portal(**PHONE)
    portal.says("Is anybody there?")
    number = portal.number
    portal.page.goto(town.server.base + "/")
    is_at_list(portal, 1)
    town.desk().pick(number)
    portal.page.goto("about:blank")
    portal.page.goto(town.server.base + "/")
    is_at_ticket(portal)
    portal.page.go_back()
    is_at_list(portal, 1)


def test_in_a_wide_window_the_ticket_stays_in_sight(town):
    portal = town.portal()
    portal.says("Asked at a desk")
    is_at_ticket(portal)
    portal.page.evaluate("location.hash = '#/tickets'")
    expect(portal.get("composer-input")).to_be_visible()
    expect(portal.get("ticket-row")).to_be_visible()


def test_back_holds_although_something_arrives_in_the_same_moment(town):
    """Back changes the address at once, and tells the page a moment later: what comes between the two must not undo it."""
    portal = town.portal(**PHONE)
    portal.says("Is anybody there?")
    desk = town.desk()
    desk.pick(portal.number)
    is_at_ticket(portal)
    # Stands before the page's own listeners, which it lets wait.
    portal.page.add_init_script(
        "addEventListener('hashchange', (e) => { if (window.holding) e.stopImmediatePropagation(); }, true)"
    )
    portal.page.reload()
    is_at_ticket(portal)
    portal.page.evaluate("window.holding = true")
    portal.page.go_back()
    expect(portal.page).to_have_url(LIST, timeout=SLOW_MS)
    desk.says("I am")
    portal.sees("I am")
    assert LIST.search(portal.page.url)
    portal.page.evaluate("window.holding = false; dispatchEvent(new HashChangeEvent('hashchange'))")
    is_at_list(portal, 1)
