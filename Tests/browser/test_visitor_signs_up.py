"""A visitor in the middle of a chat gets an account: the visitor's session ends, the chat goes on."""

import pytest

from harness.company import PASSWORD, Company
from harness.pages import SLOW_MS, expect
from harness.waiting import until

ME = "(token) => fetch('/api/v1/me', { headers: { Authorization: `Bearer ${token}` } }).then((answer) => answer.status)"


@pytest.fixture
def town(make_town):
    town = make_town(mode="serve")
    town.company = Company(town.server)
    return town


def fill(portal, mode, **fields):
    portal.get("account").click()
    portal.get(mode).click()
    for name, value in {"password": PASSWORD, **fields}.items():
        portal.get(f"field-{name}").fill(value)


def goes_on(portal, number, text, name="Mia"):
    expect(portal.get("account")).to_contain_text(name, timeout=SLOW_MS)
    assert portal.number == number
    portal.says(text)


def test_registers_and_goes_on(town):
    portal = town.portal()
    portal.says("Asked as a visitor")
    number = portal.number
    fill(portal, "register", name="Mia", email="mia@mail.example")
    portal.get("submit").click()
    goes_on(portal, number, "Said with an account")
    portal.page.reload()
    goes_on(portal, number, "Said after a reload")
    portal.sees("Asked as a visitor")


def test_the_session_ends_before_its_answer_is_here(town):
    portal = town.portal()
    portal.says("Asked as a visitor")
    number = portal.number
    token = portal.page.evaluate("JSON.parse(localStorage.getItem('beckon:me')).token")
    held = []
    portal.page.route("**/customers/register", lambda route: held.append((route, route.fetch())))
    fill(portal, "register", name="Mia", email="mia@mail.example")
    portal.get("submit").click()
    until("the visitor's session has ended", lambda: portal.page.evaluate(ME, token) == 401)
    (route, response), = held
    route.fulfill(response=response)
    goes_on(portal, number, "Said with an account")
    portal.sees("Asked as a visitor")


def test_a_refusal_leaves_the_visitor_where_they_were(town):
    portal = town.portal()
    portal.says("Asked as a visitor")
    fill(portal, "login", email="nobody@mail.example")
    portal.get("submit").click()
    expect(portal.page.get_by_role("alert").filter(has_text="not right")).to_be_visible(timeout=SLOW_MS)
    portal.page.keyboard.press("Escape")
    portal.says("Still a visitor")


def test_logs_in_and_goes_on(town):
    other = town.portal()
    fill(other, "register", name="Mia", email="mia@mail.example")
    other.get("submit").click()
    expect(other.get("account")).to_contain_text("Mia", timeout=SLOW_MS)
    portal = town.portal()
    portal.says("Asked as a visitor")
    number = portal.number
    fill(portal, "login", email="mia@mail.example")
    portal.get("submit").click()
    goes_on(portal, number, "Said with the account")
    portal.sees("Asked as a visitor")


def test_the_other_tab_goes_on_as_well(town):
    context = town.context()
    portal = town.portal(context)
    portal.says("Asked as a visitor")
    number = portal.number
    other = town.portal(context)
    other.get("ticket-row").click()
    other.sees("Asked as a visitor")
    # The ended session is known to the other tab before the new token is written down.
    held = []
    portal.page.route("**/customers/register", lambda route: held.append((route, route.fetch())))
    fill(portal, "register", name="Mia", email="mia@mail.example")
    with other.page.expect_response(lambda response: response.url.endswith("/api/v1/me") and response.status == 401):
        portal.get("submit").click()
    # The server's answer to the held request may still be on its way to this process.
    for _ in range(SLOW_MS // 20):
        if held:
            break
        portal.page.wait_for_timeout(20)
    (route, response), = held
    route.fulfill(response=response)
    goes_on(portal, number, "Said in the first tab")
    goes_on(other, number, "Said in the second tab")
    portal.sees("Said in the second tab")
