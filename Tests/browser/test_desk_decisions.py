"""What an agent decides is asked, can be taken back, and is not carried out over what happened meanwhile."""

import contextlib
import re
import socket

import pytest

from harness.company import PASSWORD, Company
from harness.pages import SLOW_MS, Desk, Widget, expect
from harness.proxy import Proxy


def live(town, count, agent="dana"):
    """A desk with so many live chats, and their customers."""
    customers = [town.customer() for _ in range(count)]
    for customer in customers:
        customer.says("My tent has a hole")
    desk = town.desk(agent)
    for customer in customers:
        desk.pick(customer.number)
        customer.sees_line("staff_joined")
    return desk, customers


@pytest.mark.parametrize("action", ["resolve", "pending", "close"])
def test_a_message_takes_back_what_would_end_the_ticket(town, action):
    customer, desk, number = town.chat()
    desk.get(f"action-{action}").click()
    if action == "close":
        desk.get("ask-yes").click()
    expect(desk.get("undo-card")).to_be_visible()
    customer.says("Wait, one more thing!")
    told = desk.get("overtaken")
    expect(told).to_contain_text(f"wrote meanwhile: #{number} is not", timeout=SLOW_MS)
    expect(desk.get("undo-card")).to_have_count(0)
    town.picture(desk, "overtaken")
    # Past the six seconds nothing of it has happened; then it is done all the same.
    desk.page.evaluate("new Promise((done) => setTimeout(done, 6500))")
    code = {"resolve": "ticket_resolved", "pending": "ticket_pending", "close": "ticket_closed"}[action]
    expect(customer.line(code)).to_have_count(0)
    desk.get("anyway").click()
    expect(told).to_have_count(0)
    customer.sees_line(code)


def test_the_word_about_a_message_can_be_waved_away(town):
    customer, desk, number = town.chat()
    desk.get("action-resolve").click()
    customer.says("Wait")
    expect(desk.get("overtaken")).to_be_visible(timeout=SLOW_MS)
    desk.get("overtaken").get_by_test_id("tray-close").click()
    expect(desk.get("overtaken")).to_have_count(0)


def test_going_offline_with_live_chats_asks_first(town):
    desk, customers = live(town, 2)
    desk.switch.click()
    dialog = desk.get("ask-offline")
    expect(dialog).to_contain_text("2 live chats")
    expect(desk.get("ask-no")).to_be_focused()
    town.picture(desk, "ask-offline")
    desk.get("ask-no").click()
    expect(desk.switch).to_have_attribute("aria-checked", "true")
    for customer in customers:
        expect(customer.line("staff_offline")).to_have_count(0)
    desk.page.evaluate("new Promise((done) => setTimeout(done, 450))")
    desk.switch.click()
    desk.get("ask-yes").click()
    expect(desk.switch).to_have_attribute("aria-checked", "false", timeout=SLOW_MS)
    for customer in customers:
        customer.sees_line("staff_offline")


def test_going_offline_without_a_chat_asks_nothing(town):
    desk = town.desk()
    desk.page.evaluate("new Promise((done) => setTimeout(done, 450))")  # a second click at once is an echo
    desk.switch.click()
    expect(desk.switch).to_have_attribute("aria-checked", "false", timeout=SLOW_MS)
    expect(desk.page.locator("dialog[open]")).to_have_count(0)


def test_the_notice_about_paused_tickets_can_be_closed(town):
    desk, customers = live(town, 2)
    desk.list("mine").aside()
    desk.offline()
    for customer in customers:
        customer.sees_line("staff_offline")
    desk.online()
    notice = desk.get("notice")
    expect(notice).to_contain_text("2 of your tickets are paused", timeout=SLOW_MS)
    town.picture(desk, "notice")
    notice.get_by_test_id("tray-close").click()
    expect(notice).to_be_hidden()


def test_a_reply_that_was_refused_is_sent_when_the_ticket_is_picked_again(town):
    """The line froze so long that the agent counts as gone: what they wrote then waits for their pick, in its order."""
    customer = town.customer()
    customer.says("My tent has a hole")
    line = Proxy(town.server.port)
    try:
        desk = Desk(town.context().new_page(), line.base, "dana").online().pick(customer.number)
        customer.sees_line("staff_joined")
        line.freeze()
        words = ["First I look it up", "Then I come back to you"]
        for text in words:
            desk.say(text)
        expect(desk.get("connection")).to_have_attribute("data-state", "reconnecting", timeout=20_000)
        for text in words:
            expect(desk.message(text)).to_contain_text("Not sent yet")
        expect(desk.root.locator(".composer-hint")).to_contain_text("the ticket is yours")
        expect(desk.get("action-resolve")).to_have_attribute("title", re.compile("connection is lost"))
        town.picture(desk, "frozen")
        cut(line)
        customer.sees_line("staff_offline")
        line.thaw()
        for text in words:
            expect(desk.message(text)).to_contain_text("when you have picked the ticket again", timeout=60_000)
        town.picture(desk, "refused")
        expect(desk.get("pick")).to_be_enabled(timeout=SLOW_MS)
        desk.get("pick").click()
        for text in words:
            customer.sees(text)
            expect(desk.message(text)).not_to_contain_text("Not sent", timeout=SLOW_MS)
        mine = [seq for who, seq in customer.texts() if who == "staff"]
        assert mine == sorted(mine)
        texts = customer.root.locator('[data-testid="message"][data-from="staff"]').all_inner_texts()
        assert [any(word in text for text in texts) for word in words] == [True, True]
        assert next(i for i, text in enumerate(texts) if words[0] in text) < next(
            i for i, text in enumerate(texts) if words[1] in text)
    finally:
        line.close()


def cut(line):
    """What was sent into the frozen line is lost, as on a line that is really gone."""
    sockets, line.sockets = line.sockets, []
    for each in sockets:
        with contextlib.suppress(OSError):
            # A mere close says nothing to the other side while a thread still reads from it.
            each.shutdown(socket.SHUT_RDWR)
        each.close()


def test_a_customers_words_refused_by_a_pause_are_sent_when_the_chat_goes_on(town):
    line = Proxy(town.server.port)
    try:
        customer = Widget(town.context().new_page(), line.base + "/demo/shop").open()
        customer.says("My tent has a hole")
        desk = town.desk().pick(customer.number)
        customer.sees_line("staff_joined")
        line.freeze()
        message = customer.say("It is the blue one")
        desk.offline()
        cut(line)
        line.thaw()
        expect(message).to_contain_text("It is sent when the chat goes on", timeout=60_000)
        town.picture(customer, "refused")
        desk.online()
        desk.get("pick").click()
        desk.sees("It is the blue one")
        expect(message).not_to_contain_text("Not sent", timeout=SLOW_MS)
        assert desk.message("It is the blue one").count() == 1
    finally:
        line.close()


def settings(town, section):
    """A section of the settings, as the administrator sees it."""
    desk = Desk(town.context().new_page(), town.server.base)
    desk.get("login-email").fill("ada@shop.example")
    desk.get("login-password").fill(PASSWORD)
    desk.get("login-submit").click()
    desk.connected()
    desk.get("settings").click()
    expect(desk.get("settings-view")).to_be_visible(timeout=SLOW_MS)
    desk.get(f"section-{section}").click()
    return desk


def test_a_role_that_rises_is_asked_for(make_town):
    town = make_town(mode="serve")
    Company(town.server).hire("Sam")
    desk = settings(town, "agents")
    role = desk.get("settings-agents").get_by_label("Role of Sam")
    role.select_option("admin")
    expect(desk.get("ask-role")).to_contain_text("Make Sam an administrator?")
    expect(desk.get("ask-no")).to_be_focused()
    town.picture(desk, "ask-role")
    desk.get("ask-no").click()
    expect(role).to_have_value("agent")
    desk.page.reload()
    expect(role).to_have_value("agent", timeout=SLOW_MS)
    role.select_option("admin")
    desk.get("ask-yes").click()
    expect(desk.root.locator(".toast")).to_contain_text("Saved", timeout=SLOW_MS)
    desk.page.reload()
    expect(role).to_have_value("admin", timeout=SLOW_MS)
    role.select_option("agent")
    expect(desk.page.locator("dialog[open]")).to_have_count(0)


def test_leaving_the_settings_asks_for_what_is_not_saved(make_town):
    town = make_town(mode="serve")
    Company(town.server)
    desk = settings(town, "inbox")
    desk.get("document").click()
    greeting = desk.get("settings-document").get_by_label("Greeting", exact=True)
    greeting.fill("Good day")
    desk.get("settings-back").click()
    expect(desk.get("ask-unsaved")).to_be_visible()
    town.picture(desk, "ask-unsaved")
    desk.get("ask-no").click()
    expect(greeting).to_have_value("Good day")
    desk.page.evaluate("history.back()")
    expect(desk.get("ask-unsaved")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(greeting).to_have_value("Good day")
    desk.get("form-save").click()
    expect(desk.get("form-said")).to_have_text("Saved.", timeout=SLOW_MS)
    desk.get("settings-back").click()
    expect(desk.get("settings-view")).to_have_count(0)
    expect(desk.page.locator("dialog[open]")).to_have_count(0)


def test_a_link_that_is_shown_once_has_the_focus_on_copy(make_town):
    town = make_town(mode="serve")
    Company(town.server)
    desk = settings(town, "agents")
    desk.get("agent-add").click()
    desk.get("invite-name").fill("Ines")
    desk.get("invite-email").fill("ines@shop.example")
    desk.get("agent-new").get_by_role("button", name="Make the invitation").click()
    expect(desk.get("agent-link-dialog")).to_be_visible(timeout=SLOW_MS)
    expect(desk.get("link-copy")).to_be_focused()
