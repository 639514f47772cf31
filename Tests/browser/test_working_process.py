"""The eight steps: open, ask, ticket, stored, an agent answers, the status changes, the customer hears, closed."""

import re

from harness.pages import SLOW_MS, expect


def test_the_eight_steps(town):
    desk = town.desk()
    town.picture(desk, "desk-empty")

    # 1. The customer opens the chat.
    customer = town.customer()
    town.picture(customer, "widget-open")

    # 2. And asks.
    customer.says("Hello, my tent arrived with a hole. What now?")

    # 3. The question is a ticket, with a number and a status in words.
    number = customer.number
    customer.sees_line("ticket_created")
    expect(customer.get("ticket-status")).to_be_visible()
    expect(customer.get("queue")).to_be_visible(timeout=SLOW_MS)
    town.picture(customer, "ticket-created")

    # 4. It is stored: it is there after a reload, and the agents have it.
    customer.reload()
    assert customer.number == number
    customer.sees("my tent arrived with a hole")
    expect(desk.list("waiting").row(number)).to_have_attribute("data-chat", "waiting")
    town.picture(desk, "desk-waiting")

    # 5. An agent picks it and answers.
    desk.pick(number)
    desk.sees("my tent arrived with a hole")
    customer.sees_line("staff_joined")
    answer = desk.says("I am sorry. A new one is on its way.")
    customer.sees("A new one is on its way")
    expect(answer).to_have_attribute("data-state", re.compile("delivered|seen"), timeout=SLOW_MS)
    customer.says("That was quick, thank you!")
    desk.sees("That was quick")
    town.picture(customer, "answered")
    town.picture(desk, "desk-answered")

    # 6. The status changes, 7. and the customer hears of it.
    desk.get("action-resolve").click()
    customer.sees_line("ticket_resolved")
    expect(customer.get("rating")).to_be_visible()
    town.picture(customer, "resolved")
    customer.get("rate-5").click()
    customer.get("rate-comment").fill("Very kind")
    customer.get("rate-submit").click()
    expect(desk.get("conversation").get_by_text("Very kind")).to_be_visible(timeout=SLOW_MS)

    # 8. The customer closes it.
    customer.get("close-ticket").click()
    customer.sees_line("ticket_closed")
    expect(customer.get("composer")).to_contain_text("What you write here opens a follow-up")
    expect(customer.get("ask-new")).to_be_visible()
    town.picture(customer, "closed")
    expect(desk.list("all").row(number)).to_have_count(0, timeout=SLOW_MS)
    town.picture(desk, "desk-closed")


def closed(town):
    customer, desk, number = town.chat()
    desk.get("action-resolve").click()
    customer.get("close-ticket").click()
    customer.sees_line("ticket_closed")
    return customer, desk, number


def test_something_new_asked_after_the_end_is_a_ticket_of_its_own(town):
    customer, desk, number = closed(town)
    customer.get("ask-new").click()
    customer.says("Do you sell boots?")
    expect(customer.get("ticket-number")).not_to_contain_text(number, timeout=SLOW_MS)
    customer.get("show-tickets").click()
    expect(customer.get("ticket-row").first).to_contain_text("Do you sell boots?")
    expect(customer.get("ticket-row")).to_have_count(2, timeout=SLOW_MS)
    customer.get("ticket-row").first.click()
    customer.sees_line("ticket_created")
    expect(customer.line("follows")).to_have_count(0)


def test_what_is_written_on_a_closed_ticket_follows_it_up(town):
    customer, desk, number = closed(town)
    customer.may_write()
    customer.say("One more question")
    expect(customer.get("ticket-number")).not_to_contain_text(number, timeout=SLOW_MS)
    follow_up = customer.number
    expect(customer.line("follows")).to_have_count(1, timeout=SLOW_MS)
    expect(desk.list("waiting").row(follow_up)).to_be_visible(timeout=SLOW_MS)
    customer.get("show-tickets").click()
    expect(customer.get("ticket-row")).to_have_count(2, timeout=SLOW_MS)
    town.picture(customer, "two-tickets")


def test_a_resolved_ticket_can_be_reopened(town):
    customer, desk, number = town.chat()
    desk.get("action-resolve").click()
    customer.get("reopen").click()
    customer.sees_line("ticket_reopened")
    customer.may_write()
    expect(desk.list("waiting").row(number)).to_be_visible(timeout=SLOW_MS)


def test_seen_and_typing(town):
    customer, desk, number = town.chat()
    message = customer.says("Are you there?")
    expect(message).to_have_attribute("data-state", "seen", timeout=SLOW_MS)
    desk.input.press_sequentially("Yes, I am", delay=30)
    expect(customer.get("typing")).to_be_visible(timeout=SLOW_MS)
    customer.input.press_sequentially("Good", delay=30)
    expect(desk.get("typing")).to_be_visible(timeout=SLOW_MS)


def test_an_answer_while_the_widget_is_folded_away_is_counted(town):
    customer, desk, number = town.chat()
    customer.page.get_by_test_id("launcher").click()
    desk.says("One")
    desk.says("Two")
    expect(customer.page.get_by_test_id("launcher-badge")).to_have_text("2", timeout=SLOW_MS)
    town.picture(customer, "badge")
    customer.open()
    expect(customer.page.get_by_test_id("launcher-badge")).to_be_hidden()
    customer.sees("Two")
