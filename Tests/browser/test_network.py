"""The network goes and comes back; the pages say so, and catch up by themselves."""

from harness.pages import SLOW_MS, expect


def test_the_customers_network_goes_and_comes_back(town):
    customer, desk, number = town.chat()
    customer.page.context.set_offline(True)
    expect(customer.get("connection")).to_be_visible(timeout=SLOW_MS)
    customer.say("Written in the tunnel")
    town.picture(customer, "in-the-tunnel")
    customer.page.context.set_offline(False)
    expect(customer.get("connection")).to_be_hidden(timeout=30_000)
    desk.sees("Written in the tunnel")
    expect(customer.message("Written in the tunnel")).to_have_count(1)


def test_the_server_dies_and_the_customer_goes_on(town):
    customer = town.customer()
    customer.says("First")
    number = customer.number
    town.server.kill()
    expect(customer.get("connection")).to_be_visible(timeout=SLOW_MS)
    message = customer.say("Second")
    expect(message).to_have_attribute("data-state", "sending")
    town.picture(customer, "sending")
    town.server.start(town.server.port)
    expect(message).not_to_have_attribute("data-state", "sending", timeout=30_000)
    expect(customer.get("connection")).to_be_hidden(timeout=SLOW_MS)
    desk = town.desk().pick(number)
    desk.sees("First")
    desk.sees("Second")


def test_what_came_while_away_is_there_without_a_reload(town):
    customer, desk, number = town.chat()
    customer.page.route_web_socket(lambda url: True, lambda socket: None)
    town.server.stop()
    expect(desk.get("connection")).to_be_visible()
    customer.page.unroute_all()
    town.server.start(town.server.port)
    other = town.desk("sam")
    other.open(number)
    if other.get("pick").is_visible():
        other.get("pick").click()
        other.says("While you were away")
        customer.sees("While you were away")


def test_a_first_question_asked_without_a_network(town):
    customer = town.customer()
    town.server.kill()
    customer.say("Is this thing on?")
    expect(customer.message("Is this thing on?")).to_have_attribute("data-state", "sending")
    town.picture(customer, "first-question-unsent")
    town.server.start(town.server.port)
    expect(customer.message("Is this thing on?")).not_to_have_attribute("data-state", "sending", timeout=40_000)
    assert customer.number
