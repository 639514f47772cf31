"""Agents come by a link, and look after their passwords, sessions and second factors themselves: at the desk."""

import re

import pytest

from harness.company import PASSWORD, Company
from harness.pages import SLOW_MS, Desk, expect
from harness.totp import code

OTHER = "another good password"


@pytest.fixture
def house(make_town):
    town = make_town(mode="serve")
    return town, Company(town.server)


def sign_in(town, email, password=PASSWORD, context=None):
    desk = Desk((context or town.context()).new_page(), town.server.base)
    desk.get("login-email").fill(email)
    desk.get("login-password").fill(password)
    desk.get("login-submit").click()
    return desk


def settings(desk, section="account"):
    desk.connected()
    desk.get("settings").click()
    expect(desk.get("settings-view")).to_be_visible(timeout=SLOW_MS)
    desk.get(f"section-{section}").click()
    return desk


def test_an_agent_is_invited(house):
    town, company = house
    desk = settings(sign_in(town, "ada@shop.example"), "agents")
    desk.get("agent-add").click()
    desk.get("invite-name").fill("Bo")
    desk.get("invite-email").fill("bo@shop.example")
    desk.get("invite-role").select_option("supervisor")
    town.picture(desk, "invite")
    desk.page.keyboard.press("Enter")
    expect(desk.get("link")).to_contain_text("/invite#token=", timeout=SLOW_MS)
    former = desk.get("link").inner_text()
    town.picture(desk, "link")
    desk.get("link-done").click()
    row = desk.get("settings-agents").locator(".agent", has_text="bo@shop.example")
    expect(row.get_by_test_id("agent-state")).to_have_text("Invited")
    row.get_by_test_id("agent-link").click()
    expect(desk.get("link")).not_to_have_text(former, timeout=SLOW_MS)
    link = desk.get("link").inner_text()

    page = town.context().new_page()
    page.goto(former)
    expect(page.get_by_test_id("invite-error")).to_be_visible(timeout=SLOW_MS)
    page.goto("about:blank")
    page.goto(link)
    expect(page.get_by_test_id("invite-name")).to_have_value("Bo", timeout=SLOW_MS)
    assert "token" not in page.url
    assert page.locator("input[autocomplete=username]").input_value() == "bo@shop.example"
    town.picture(page, "invited")
    page.get_by_test_id("invite-password").fill("password1234")
    page.get_by_test_id("invite-submit").click()
    expect(page.get_by_test_id("invite-problem")).to_contain_text("none of the most common", timeout=SLOW_MS)
    page.get_by_test_id("invite-password").fill(PASSWORD)
    page.get_by_test_id("invite-submit").click()
    expect(page.get_by_test_id("invite-done")).to_be_visible(timeout=SLOW_MS)
    page.get_by_test_id("invite-desk").click()
    bo = Desk(page, town.server.base)
    bo.get("account").click()
    expect(bo.get("account-role")).to_have_text("Supervisor", timeout=SLOW_MS)


def test_disabling_asks_first(house):
    town, company = house
    dana = company.hire("Dana")
    desk = settings(sign_in(town, "ada@shop.example"), "agents")
    row = desk.page.locator(f'.agent[data-staff="{dana}"]')
    row.get_by_test_id("agent-disable").click()
    expect(desk.get("ask-no")).to_be_focused()
    desk.get("ask-no").click()
    expect(row.get_by_test_id("agent-state")).to_have_text("Offline")
    row.get_by_test_id("agent-disable").click()
    desk.get("ask-yes").click()
    expect(row.get_by_test_id("agent-state")).to_have_text("Disabled", timeout=SLOW_MS)


def test_a_second_factor(house):
    town, company = house
    dana = company.hire("Dana")
    desk = settings(sign_in(town, "dana@shop.example"))
    desk.get("totp-begin").click()
    dialog = desk.get("totp-dialog")
    dialog.get_by_test_id("current-password").fill("not the password")
    desk.page.keyboard.press("Enter")
    expect(dialog.get_by_role("status").first).to_contain_text("not your password", timeout=SLOW_MS)
    dialog.get_by_test_id("current-password").fill(PASSWORD)
    dialog.get_by_role("button", name="Continue").click()
    expect(dialog.get_by_test_id("totp-secret")).to_have_text(re.compile("^[A-Z2-7]{32}$"), timeout=SLOW_MS)
    secret = dialog.get_by_test_id("totp-secret").inner_text()
    expect(dialog.get_by_role("img")).to_be_visible()
    expect(dialog.locator('a[href^="otpauth://totp/"]')).to_be_visible()
    town.picture(desk, "totp")
    dialog.get_by_test_id("code").fill(code(secret, -1))
    desk.page.keyboard.press("Enter")
    expect(dialog.get_by_test_id("recovery-codes")).to_be_visible(timeout=SLOW_MS)
    codes = dialog.get_by_test_id("recovery-codes").inner_text().split()
    assert len(set(codes)) == 10
    town.picture(desk, "recovery-codes")
    desk.get("codes-kept").click()
    expect(desk.get("totp-on")).to_contain_text("10 recovery codes left", timeout=SLOW_MS)

    other = sign_in(town, "dana@shop.example")
    expect(other.get("code")).to_be_focused(timeout=SLOW_MS)
    town.picture(other, "second-step")
    other.get("code").fill("000")
    other.page.keyboard.press("Enter")
    expect(other.get("login-error")).to_contain_text("not right", timeout=SLOW_MS)
    other.get("code").fill(codes[0])
    other.get("login-submit").click()
    expect(other.switch).to_be_visible(timeout=SLOW_MS)

    admin = settings(sign_in(town, "ada@shop.example"), "agents")
    row = admin.page.locator(f'.agent[data-staff="{dana}"]')
    row.get_by_test_id("agent-totp").click()
    admin.get("ask-yes").click()
    expect(row.get_by_test_id("agent-totp")).to_have_count(0, timeout=SLOW_MS)


def test_ones_own_password_and_sessions(house):
    town, company = house
    company.hire("Dana")
    desk = settings(sign_in(town, "dana@shop.example"))
    other = sign_in(town, "dana@shop.example")
    expect(other.switch).to_be_visible(timeout=SLOW_MS)
    desk.page.reload()
    expect(desk.get("settings-view")).to_be_visible(timeout=SLOW_MS)
    others = desk.get("settings-sessions").locator('[data-testid="session"][data-current="false"]')
    expect(others.first).to_be_visible(timeout=SLOW_MS)
    town.picture(desk, "sessions")
    desk.get("end-others").click()
    expect(other.get("login-email")).to_be_visible(timeout=SLOW_MS)
    expect(others).to_have_count(0, timeout=SLOW_MS)
    card = desk.get("settings-password")
    assert card.locator("input[autocomplete=username]").input_value() == "dana@shop.example"
    card.get_by_test_id("current-password").fill(PASSWORD)
    card.get_by_test_id("new-password").fill(OTHER)
    desk.page.keyboard.press("Enter")
    expect(card.get_by_role("status")).to_contain_text("Changed", timeout=SLOW_MS)
    again = sign_in(town, "dana@shop.example", OTHER)
    expect(again.switch).to_be_visible(timeout=SLOW_MS)


def test_an_admin_ends_an_agents_sessions(house):
    town, company = house
    dana = company.hire("Dana")
    agent = sign_in(town, "dana@shop.example")
    expect(agent.switch).to_be_visible(timeout=SLOW_MS)
    desk = settings(sign_in(town, "ada@shop.example"), "agents")
    desk.page.locator(f'.agent[data-staff="{dana}"]').get_by_test_id("agent-sessions").click()
    expect(desk.get("session").first).to_be_visible(timeout=SLOW_MS)
    town.picture(desk, "agents-sessions")
    desk.get("end-all").click()
    expect(agent.get("login-email")).to_be_visible(timeout=SLOW_MS)


def test_the_inbox_of_a_fresh_server(house):
    town, company = house
    desk = settings(sign_in(town, "ada@shop.example"), "inbox")
    desk.get("document").click()
    language = desk.page.get_by_label("Language of the chat box").locator("option:checked")
    expect(language).to_have_text("As the customer’s browser says", timeout=SLOW_MS)
    expect(desk.get("embed")).to_contain_text(f'src="{town.server.base}/widget.js"')
    town.picture(desk, "settings")
