"""A network that carries no WebSocket: the pages fall back to HTTP."""

from harness.pages import SLOW_MS, expect

NO_WEBSOCKET = """
window.WebSocket = class extends EventTarget {
  constructor() {
    super();
    this.readyState = 3;
    setTimeout(() => { this.onerror?.(new Event('error')); this.onclose?.({ code: 1006, reason: '', wasClean: false }); }, 10);
  }
  send() {}
  close() {}
};
"""


def blocked(town):
    context = town.context()
    context.add_init_script(NO_WEBSOCKET)
    return context


def test_a_customer_without_websocket(town):
    customer = town.customer(blocked(town))
    customer.says("By HTTP only")
    number = customer.number
    desk = town.desk().pick(number)
    customer.sees_line("staff_joined")
    desk.says("I can hear you")
    customer.sees("I can hear you")
    customer.says("Good")
    desk.sees("Good")
    desk.offline()
    customer.sees_line("staff_offline")
    customer.may_not_write()
    town.picture(customer, "polling")


def test_an_agent_without_websocket(town):
    desk = town.desk(context=blocked(town))
    customer = town.customer()
    customer.says("Hello?")
    number = customer.number
    expect(desk.list("waiting").row(number)).to_be_visible(timeout=40_000)
    desk.pick(number)
    desk.says("By HTTP from the desk")
    customer.sees("By HTTP from the desk")
    customer.says("It works")
    expect(desk.message("It works")).to_be_visible(timeout=SLOW_MS)
    town.picture(desk, "desk-polling")
