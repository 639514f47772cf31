"""Staff goes and comes back: the customer is told, cannot write into the void, and nothing resumes by itself."""

from harness.pages import SLOW_MS, expect


def test_staff_drops_while_chatting(town):
    customer, desk, number = town.chat()
    desk.says("Let me look")
    customer.sees("Let me look")
    desk.page.close()
    customer.sees_line("staff_offline")
    customer.may_not_write()
    expect(customer.get("status-line")).to_be_visible()
    town.picture(customer, "staff-dropped")


def test_the_customer_leaves_a_message(town):
    customer, desk, number = town.chat()
    desk.offline()
    customer.sees_line("staff_offline")
    customer.may_not_write()
    town.picture(customer, "locked")
    customer.get("leave-message").click()
    customer.may_write()
    customer.says("Please call me tomorrow")
    customer.may_not_write()
    town.picture(customer, "left-a-message")
    desk.sees("Please call me tomorrow")


def test_staff_returns_and_must_pick_again(town):
    customer, desk, number = town.chat()
    desk.offline()
    customer.sees_line("staff_offline")
    expect(desk.get("locked")).to_be_visible(timeout=SLOW_MS)
    desk.may_not_write()
    town.picture(desk, "desk-offline")
    desk.online()
    desk.may_not_write()
    customer.may_not_write()
    town.picture(desk, "desk-must-pick-again")
    expect(desk.get("pick")).to_be_enabled(timeout=SLOW_MS)
    desk.get("pick").click()
    desk.may_write()
    customer.sees_line("staff_reconnected")
    customer.may_write()
    desk.says("Here I am again")
    customer.sees("Here I am again")
    town.picture(customer, "staff-reconnected")


def test_another_agent_takes_over(town):
    customer, desk, number = town.chat()
    desk.offline()
    customer.sees_line("staff_offline")
    sam = town.desk("sam")
    sam.open(number)
    sam.get("pick").click()
    customer.sees_line("staff_joined", times=2)
    sam.says("I take over")
    customer.sees("I take over")
    desk.online()
    desk.may_not_write()
    expect(desk.get("pick")).to_be_hidden()
