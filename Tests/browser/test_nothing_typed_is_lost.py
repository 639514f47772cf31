"""What somebody entered and did not send is still there, or is counted where it was meant."""

from harness.pages import SLOW_MS, expect


def test_an_address_that_was_not_saved_survives_a_reload(town):
    customer = town.customer()
    customer.get("email").press_sequentially("mia@mail")
    customer.reload()
    expect(customer.get("email")).to_have_value("mia@mail", timeout=SLOW_MS)
    customer.get("email").press_sequentially(".example")
    customer.get("email-save").click()
    expect(customer.get("email-kept")).to_contain_text("mia@mail.example")
    customer.reload()
    expect(customer.get("email-kept")).to_contain_text("mia@mail.example", timeout=SLOW_MS)
    customer.get("email-change").click()
    expect(customer.get("email")).to_have_value("mia@mail.example")


def test_the_two_ways_into_an_account_share_what_was_typed(town):
    portal = town.portal()
    portal.get("account").click()
    portal.get("field-email").fill("mia@mail.example")
    portal.get("field-password").fill("not for the other form")
    portal.get("register").click()
    expect(portal.get("field-email")).to_have_value("mia@mail.example")
    expect(portal.get("field-password")).to_have_value("")
    portal.get("field-name").fill("Mia")
    portal.get("login").click()
    expect(portal.get("field-email")).to_have_value("mia@mail.example")
    portal.get("register").click()
    expect(portal.get("field-name")).to_have_value("Mia")
    portal.get("field-email").fill("mia@exam")
    portal.get("field-password").fill("correct horse battery staple")
    portal.get("submit").click()
    expect(portal.page.get_by_role("alert").filter(has_text="check this email")).to_be_visible()


def test_stars_that_were_touched_count_when_the_ticket_is_closed(town):
    customer, desk, number = town.chat("My tent has a hole")
    desk.get("action-resolve").click()
    customer.get("rate-5").click(timeout=40_000)
    customer.get("rate-comment").fill("Quick and kind")
    customer.get("close-ticket").click()
    customer.sees_line("ticket_closed")
    customer.sees_line("rated")
    expect(customer.line("rated")).to_contain_text("5 of 5")
    expect(customer.line("rated")).to_contain_text("Quick and kind")
    town.picture(customer, "rated-and-closed")


def test_whoever_touches_no_star_rates_nothing(town):
    customer, desk, number = town.chat("My tent has a hole")
    desk.get("action-resolve").click()
    customer.get("close-ticket").click(timeout=40_000)
    customer.sees_line("ticket_closed")
    customer.sees_line("rated", 0)
