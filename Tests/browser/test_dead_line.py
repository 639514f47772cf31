"""A line that is dead and tells nobody: it is noticed where somebody waits, and while it is down nothing claims to know."""

import pytest

from harness.pages import Desk, Portal, Widget, expect
from harness.proxy import Proxy

# The promise is 10 s. What is more is for a machine that does other things as well; unnoticed, it took 30.
NOTICED_MS = 20_000


@pytest.fixture
def line(town):
    line = Proxy(town.server.port)
    yield line
    line.close()


def widget(town, line):
    return Widget(town.context().new_page(), line.base + "/demo/shop").open()


def chat(town, line):
    customer = widget(town, line)
    customer.says("My tent has a hole")
    desk = town.desk().pick(customer.number)
    customer.sees_line("staff_joined")
    expect(customer.get("status-line")).to_contain_text("is here with you")
    return customer, desk


def test_the_customers_line_freezes_while_an_agent_is_there(town, line):
    customer, desk = chat(town, line)
    line.freeze()
    expect(customer.get("connection")).to_be_visible(timeout=NOTICED_MS)
    expect(customer.get("connection")).to_contain_text("Reconnecting")
    expect(customer.get("status-line")).to_be_hidden()
    expect(customer.get("ticket-status")).to_be_hidden()
    town.picture(customer, "frozen")
    message = customer.say("Are you still there?")
    expect(message).to_contain_text("Not sent yet")
    desk.offline()
    line.thaw()
    expect(customer.get("connection")).to_be_hidden(timeout=40_000)
    expect(customer.get("status-line")).to_contain_text("went offline, and nobody is here right now")
    town.picture(customer, "thawed")


def test_the_customers_line_freezes_while_they_wait(town, line):
    customer = widget(town, line)
    customer.says("Is anybody there?")
    expect(customer.get("queue")).to_be_visible()
    customer.get("show-tickets").click()
    expect(customer.get("ticket-row")).to_contain_text("Waiting")
    customer.get("back").click()
    line.freeze()
    expect(customer.get("connection")).to_be_visible(timeout=NOTICED_MS)
    expect(customer.get("queue")).to_be_hidden()
    customer.get("show-tickets").click()
    expect(customer.get("as-of")).to_be_visible()
    expect(customer.get("ticket-row")).not_to_contain_text("Waiting")


def test_the_list_says_since_when_it_is_old(town, line):
    portal = Portal(town.context().new_page(), line.base)
    portal.says("Is anybody there?")
    expect(portal.get("ticket-row")).to_contain_text("Waiting")
    line.freeze()
    expect(portal.get("as-of")).to_be_visible(timeout=NOTICED_MS)
    expect(portal.get("ticket-row")).not_to_contain_text("Waiting")
    town.picture(portal, "portal-frozen")
    line.thaw()
    expect(portal.get("as-of")).to_be_hidden(timeout=40_000)
    expect(portal.get("ticket-row")).to_contain_text("Waiting")


def test_the_agents_line_freezes(town, line):
    customer = widget(town, line)
    customer.says("My tent has a hole")
    desk = Desk(town.context().new_page(), line.base, "dana").online().pick(customer.number)
    expect(desk.root.locator(".chat-facts")).to_contain_text("Live")
    line.freeze()
    expect(desk.get("connection")).to_have_attribute("data-state", "reconnecting", timeout=NOTICED_MS)
    expect(desk.root.locator(".chat-facts")).not_to_contain_text("Live")
    expect(desk.get("customer-online")).to_have_text("Presence unknown")
    expect(desk.switch).to_have_attribute("aria-checked", "false")
    town.picture(desk, "desk-frozen")
    line.thaw()
    expect(desk.get("connection")).to_have_attribute("data-state", "open", timeout=40_000)


def test_the_desks_line_freezes_in_the_middle_of_a_chat(town, line):
    customer = town.customer()
    customer.says("My tent has a hole")
    desk = Desk(town.context().new_page(), line.base, "dana").online().pick(customer.number)
    expect(desk.get("connection")).to_contain_text("Connected")
    line.freeze()
    expect(desk.get("connection")).to_have_attribute("data-state", "reconnecting", timeout=NOTICED_MS)
    expect(desk.get("connection")).not_to_contain_text("Connected")
    expect(desk.get("connection")).not_to_contain_text("Connected")
    town.picture(desk, "desk-frozen")
    line.thaw()
    expect(desk.get("connection")).to_contain_text("Connected", timeout=40_000)
