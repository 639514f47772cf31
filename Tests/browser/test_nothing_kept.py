"""A browser that keeps storage from the widget's frame: what the widget says is true all the same."""

import pytest

from harness.pages import SLOW_MS, Portal, Widget, expect

LOST = "This browser keeps nothing for this chat. Open the page with your tickets before you leave."


@pytest.fixture
def forgetful(town, site):
    """The address of a page on another site."""
    return site(town.server.base, host="localhost")


def on_the_page_of_ones_own(context, customer):
    with context.expect_page() as opened:
        customer.get("to-portal").click()
    portal = Portal.__new__(Portal)
    portal.page = portal.root = opened.value
    return portal


def test_nothing_is_promised_that_a_reload_would_break(town, forgetful):
    context = town.context()
    customer = Widget(context.new_page(), forgetful).open()
    expect(customer.get("where")).to_have_text(LOST, timeout=SLOW_MS)
    customer.says("Where will I find this?")
    number = customer.number
    expect(customer.get("where")).to_have_text(LOST, timeout=SLOW_MS)
    expect(customer.get("status-line")).not_to_contain_text("here in")
    expect(customer.get("status-line")).not_to_contain_text("we answer here")
    town.picture(customer, "nobody-there")
    portal = on_the_page_of_ones_own(context, customer)
    expect(portal.get("ticket-row")).to_contain_text(number, timeout=SLOW_MS)
    expect(portal.get("where")).to_contain_text("keeps your tickets in this browser", timeout=SLOW_MS)
    customer.page.close()
    portal.page.reload()
    expect(portal.get("ticket-row")).to_contain_text(number, timeout=SLOW_MS)


def test_it_is_said_also_while_somebody_is_there(town, forgetful):
    context = town.context()
    desk = town.desk()
    customer = Widget(context.new_page(), forgetful).open()
    customer.says("Is anybody there?")
    expect(customer.get("where")).to_have_text(LOST, timeout=SLOW_MS)
    expect(customer.get("email-form")).to_have_count(0)
    desk.pick(customer.number)
    customer.sees_line("staff_joined")
    expect(customer.get("where")).to_have_text(LOST)
    town.picture(customer, "live")
    desk.get("action-resolve").click()
    expect(customer.get("close-ticket")).to_be_visible(timeout=40_000)
    expect(customer.get("where")).to_have_text(LOST)
    town.picture(customer, "resolved")


def test_where_the_browser_keeps_the_chat_it_says_so(town, site):
    customer = Widget(town.context().new_page(), site(town.server.base)).open()
    customer.says("And here?")
    expect(customer.get("where")).to_contain_text("here in this chat", timeout=SLOW_MS)
    town.desk().pick(customer.number)
    customer.sees_line("staff_joined")
    expect(customer.get("where")).to_be_hidden()
