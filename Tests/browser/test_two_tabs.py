"""One customer, two tabs."""

from harness.pages import SLOW_MS, expect


def test_both_tabs_show_the_same(town):
    context = town.context()
    one = town.customer(context)
    one.says("Asked in the first tab")
    number = one.number
    two = town.customer(context)
    assert two.number == number
    two.sees("Asked in the first tab")
    desk = town.desk().pick(number)
    desk.says("Hello to both")
    one.sees("Hello to both")
    two.sees("Hello to both")
    two.says("From the second")
    one.sees("From the second")
    one.says("From the first")
    two.sees("From the first")
    assert one.texts() == two.texts()
    expect(desk.message("From the")).to_have_count(2, timeout=SLOW_MS)
    town.picture(one, "first-tab")
    town.picture(two, "second-tab")


def test_many_messages_from_both_tabs(town):
    """Each tab hears of its own message by the ack and of the other's by the entry, whichever comes first."""
    context = town.context()
    one = town.customer(context)
    one.says("Begin")
    two = town.customer(context)
    two.sees("Begin")
    for number in range(10):
        one.says(f"one-{number}.")
        two.says(f"two-{number}.")
    for tab in (one, two):
        expect(tab.get("message")).to_have_count(21, timeout=SLOW_MS)
    assert one.texts() == two.texts()


def test_widget_and_portal_are_one_customer(town):
    context = town.context()
    widget = town.customer(context)
    widget.says("Asked in the widget")
    number = widget.number
    portal = town.portal(context)
    row = portal.get("ticket-row").filter(has_text=number)
    expect(row).to_be_visible(timeout=SLOW_MS)
    row.click()
    expect(portal.get("ticket-number")).to_contain_text(number, timeout=SLOW_MS)
    portal.says("Continued in the portal")
    widget.sees("Continued in the portal")
    town.picture(portal, "portal")


def test_two_tabs_of_one_agent(town):
    context = town.context()
    one = town.desk(context=context)
    two = town.desk(context=context)
    customer = town.customer()
    customer.says("Hello")
    number = customer.number
    one.pick(number)
    two.open(number, list="mine")
    two.says("From the second tab")
    one.sees("From the second tab")
    two.page.close()
    one.says("And from the first")
    customer.sees("And from the first")
    expect(customer.line("staff_offline")).to_have_count(0)
