"""What a customer is told before they ask: whether anybody is there, and where the answer will be found."""

import pytest

from harness.company import Company
from harness.pages import SLOW_MS, Portal, Widget, expect

THERE = "Someone is here now"
NOBODY = "Nobody is here right now"


def test_the_first_page_says_whether_anybody_is_there_and_goes_on_saying_it(town):
    customer = town.customer()
    expect(customer.get("there")).to_contain_text(NOBODY)
    expect(customer.get("where")).to_be_visible()
    town.picture(customer, "nobody")
    desk = town.desk()
    # There is no socket yet: the page asks now and then.
    expect(customer.get("there")).to_contain_text(THERE, timeout=40_000)
    expect(customer.get("email-form")).to_be_hidden()
    town.picture(customer, "somebody")
    customer.says("Hello")
    customer.get("show-tickets").click()
    customer.get("new-ticket").click()
    expect(customer.get("there")).to_contain_text(THERE)
    desk.offline()
    expect(customer.get("there")).to_contain_text(NOBODY, timeout=SLOW_MS)


def kept_addresses(town, context):
    """What pages ask to be kept. The route's own tests are the server's: here it answers as docs/api.md says."""
    kept = []

    def answer(route):
        kept.append(route.request.post_data_json["email"])
        me = route.fetch(url=town.server.base + "/api/v1/me", method="GET").json()
        route.fulfill(json={**me, "email": kept[-1], "email_verified": False, "registered": False})

    context.route("**/api/v1/me/email", answer)
    return kept


def test_an_address_left_before_the_first_message_is_kept_with_it(town):
    context = town.context()
    kept = kept_addresses(town, context)
    customer = town.customer(context)
    for mistaken in ["mia", "mia@exam"]:
        customer.get("email").fill(mistaken)
        customer.get("email-save").click()
        expect(customer.root.get_by_role("alert")).to_contain_text("check this email address")
        expect(customer.get("email-kept")).to_have_count(0)
    customer.get("email").fill("mia@mail.example")
    customer.get("email-save").click()
    expect(customer.get("email-kept")).to_contain_text("mia@mail.example")
    assert kept == []  # nobody yet whose address it would be
    customer.says("Please write to me")
    expect(customer.get("email-kept")).to_contain_text("mia@mail.example")
    town.picture(customer, "address-kept")
    customer.reload()
    expect(customer.get("email-kept")).to_contain_text("mia@mail.example", timeout=SLOW_MS)
    assert kept == ["mia@mail.example"]


def test_who_goes_on_to_the_message_meant_the_address(town):
    context = town.context()
    kept = kept_addresses(town, context)
    customer = town.customer(context)
    customer.get("email").fill("mia@mail.example")
    customer.says("And sent at once")
    expect(customer.get("email-kept")).to_contain_text("mia@mail.example", timeout=SLOW_MS)
    customer.reload()
    expect(customer.get("email-kept")).to_contain_text("mia@mail.example", timeout=SLOW_MS)
    assert kept == ["mia@mail.example"]


def test_the_address_may_be_left_out(town):
    customer = town.customer()
    expect(customer.get("email")).to_be_visible()
    customer.says("No address, thank you")
    expect(customer.get("status-line")).to_contain_text(NOBODY)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"], ids=["same-site", "another-site"])
def test_the_page_of_ones_own_shows_the_widgets_tickets(town, site, host):
    """On another site the browser keeps the frame's storage apart: the frame itself says who it is."""
    context = town.context()
    customer = Widget(context.new_page(), site(town.server.base, host=host)).open()
    customer.says("Where do I find the answer?")
    number = customer.number
    with context.expect_page() as opened:
        customer.get("to-portal").click()
    portal = Portal.__new__(Portal)
    portal.page = portal.root = opened.value
    expect(portal.get("ticket-row")).to_contain_text(number, timeout=SLOW_MS)
    assert portal.number == number
    assert portal.page.evaluate("window.opener") is None
    portal.says("Said on the page")
    customer.sees("Said on the page")
    town.picture(portal, "portal")


def test_somebody_else_at_home_in_the_browser_stays_so(town, site):
    context = town.context()
    first = town.portal(context)
    first.says("The first customer's")
    customer = Widget(context.new_page(), site(town.server.base, host="localhost")).open()
    customer.says("Another visitor's")
    with context.expect_page() as opened:
        customer.get("to-portal").click()
    portal = Portal.__new__(Portal)
    portal.page = portal.root = opened.value
    portal.sees("Another visitor's")
    portal.page.reload()
    portal.sees("Another visitor's")
    again = town.portal(context)
    expect(again.get("ticket-row")).to_contain_text("The first customer's")
    expect(again.get("ticket-row")).to_have_count(1)


def test_nobody_learns_from_the_way_in_who_a_customer_is(town, site):
    context = town.context()
    town.portal(context).says("Private")
    stranger = context.new_page()
    stranger.goto(site(town.server.base, host="localhost"))
    heard = stranger.evaluate("""(address) => new Promise((go) => {
        const heard = [];
        addEventListener('message', (e) => heard.push(e.data));
        const way = window.open(address + '/portal/enter', '_blank');
        const asking = setInterval(() => way.postMessage({ beckon: 1, type: 'identity', identity: { token: 'forged', me: { id: 'evil' } } }, '*'), 20);
        setTimeout(() => { clearInterval(asking); go(heard); }, 3000);
    })""", town.server.base)
    assert [each for each in heard if each.get("type") in ("who", "identity")] == []
    again = town.portal(context)
    expect(again.get("ticket-row")).to_contain_text("Private")


@pytest.fixture
def company(make_town):
    town = make_town(mode="serve")
    town.company = Company(town.server)
    return town


def test_signing_in_within_the_widget_brings_the_visitors_tickets_along(company, site):
    address = site(company.server.base)
    first = Widget(company.context().new_page(), address).open()
    first.says("Asked before there was an account")
    number = first.number
    account(first, "register", name="Mia", email="mia@mail.example")
    expect(first.get("account")).to_have_attribute("title", "Signed in as Mia", timeout=SLOW_MS)
    first.get("ticket-row").click()
    assert first.number == number
    first.says("Said with an account")

    other = Widget(company.context().new_page(), address).open()
    other.says("Asked on a phone")
    account(other, "login", email="mia@mail.example")
    expect(other.get("ticket-row")).to_have_count(2, timeout=SLOW_MS)
    company.picture(other, "signed-in")
    account_button(other).click()
    other.get("logout").click()
    expect(other.get("ticket-row")).to_have_count(0, timeout=SLOW_MS)


def test_a_wrong_password_is_said_in_the_widget(company, site):
    customer = Widget(company.context().new_page(), site(company.server.base)).open()
    account(customer, "login", email="nobody@mail.example")
    expect(customer.root.get_by_role("alert").filter(has_text="not right")).to_be_visible(timeout=SLOW_MS)
    expect(customer.get("field-email")).to_have_attribute("autocomplete", "username")
    company.picture(customer, "wrong-password")


def account_button(widget):
    if widget.get("account").count() == 0 or not widget.get("account").is_visible():
        widget.get("show-tickets").click()
    return widget.get("account")


def account(widget, mode, **fields):
    account_button(widget).click()
    widget.get(mode).click()
    for name, value in {"password": "correct horse battery staple", **fields}.items():
        widget.get(f"field-{name}").fill(value)
    widget.get("submit").click()
