"""The first start, and the desk's door."""

import re

from harness.company import PASSWORD, Company
from harness.pages import SLOW_MS, Desk, expect


def login(desk, email, password=PASSWORD):
    desk.get("login-email").fill(email)
    desk.get("login-password").fill(password)
    desk.get("login-submit").click()


def test_the_first_start(make_town):
    town = make_town(mode="serve")
    page = town.context().new_page()
    link = f"{town.server.base}/setup?token={town.server.setup_token()}"
    page.goto(link)
    page.get_by_test_id("setup-name").fill("Ada")
    page.get_by_test_id("setup-email").fill("ada@shop.example")
    page.get_by_test_id("setup-password").fill(PASSWORD)
    town.picture(page, "setup")
    page.get_by_test_id("setup-submit").click()
    expect(page.get_by_test_id("setup-done")).to_be_visible(timeout=SLOW_MS)
    town.picture(page, "setup-done")
    desk = Desk(page, town.server.base)
    desk.online()
    town.picture(desk, "desk")
    # The link has done its work.
    other = town.context().new_page()
    other.goto(link)
    used = other.locator('[data-testid="setup-done"]:visible, [data-testid="setup-error"]:visible')
    expect(used.first).to_be_visible(timeout=SLOW_MS)


def test_before_the_first_start_the_desk_says_where_the_link_is(make_town):
    town = make_town(mode="serve")
    page = town.context().new_page()
    page.goto(town.server.base + "/desk")
    notice = page.get_by_test_id("setup-needed")
    expect(notice).to_contain_text("log", timeout=SLOW_MS)
    expect(notice).to_contain_text("setup:")
    expect(page.get_by_test_id("login-email")).to_have_count(0)
    town.picture(page, "setup-needed")
    Company(town.server)
    notice.get_by_role("link").click()
    expect(page.get_by_test_id("login-email")).to_be_visible(timeout=SLOW_MS)
    expect(notice).to_have_count(0)


def test_a_password_that_is_refused(make_town):
    town = make_town(mode="serve")
    page = town.context(locale="de-DE").new_page()
    page.goto(f"{town.server.base}/setup?token={town.server.setup_token()}")
    page.get_by_test_id("setup-name").fill("Ada")
    page.get_by_test_id("setup-email").fill("ada@shop.example")
    refusals = {"nine char": "mindestens 10 Zeichen", "password1234": "keines der häufigsten", "long " * 50: "bis 200 Zeichen"}
    for password, words in refusals.items():
        page.get_by_test_id("setup-password").fill(password)
        page.get_by_test_id("setup-submit").click()
        expect(page.get_by_test_id("setup-error")).to_contain_text(words, timeout=SLOW_MS)
    town.picture(page, "setup-refused")
    Company(town.server)
    portal = town.portal()
    portal.get("account").click()
    portal.get("register").click()
    portal.get("field-name").fill("Mia")
    portal.get("field-email").fill("mia@mail.example")
    portal.get("field-password").fill("password1234")
    portal.get("submit").click()
    problem = portal.page.get_by_role("alert").filter(has_text="none of the most common")
    expect(problem).to_be_visible(timeout=SLOW_MS)
    town.picture(portal, "register-refused")


def test_login_and_logout(make_town):
    town = make_town(mode="serve")
    Company(town.server).hire("Dana")
    desk = Desk(town.context().new_page(), town.server.base)
    login(desk, "dana@shop.example", "not the password")
    expect(desk.get("login-error")).not_to_be_empty(timeout=SLOW_MS)
    town.picture(desk, "refused")
    login(desk, "dana@shop.example")
    desk.online()
    desk.page.reload()
    expect(desk.switch).to_have_attribute("aria-checked", "true", timeout=SLOW_MS)
    other = Desk(desk.page.context.new_page(), town.server.base)
    expect(other.switch).to_be_visible(timeout=SLOW_MS)
    desk.get("account").click()
    desk.get("logout").click()
    expect(desk.get("login-email")).to_be_visible(timeout=SLOW_MS)
    # The session's other tab is out as well, without a reload.
    expect(other.get("login-email")).to_be_visible(timeout=SLOW_MS)


def test_a_disabled_agent_is_out_at_once(make_town):
    town = make_town(mode="serve")
    company = Company(town.server)
    dana = company.hire("Dana")
    desk = Desk(town.context().new_page(), town.server.base)
    login(desk, "dana@shop.example")
    desk.online()
    company.admin.request("PATCH", f"/api/v1/agents/{dana}", {"disabled": True})
    expect(desk.get("login-email")).to_be_visible(timeout=SLOW_MS)
    town.picture(desk, "disabled")


def test_a_customers_account(make_town):
    town = make_town(mode="serve")
    Company(town.server)
    portal = town.portal()
    portal.says("Asked before I had an account")
    number = portal.number
    portal.get("account").click()
    portal.get("register").click()
    portal.get("field-name").fill("Mia")
    portal.get("field-email").fill("mia@mail.example")
    portal.get("field-password").fill(PASSWORD)
    town.picture(portal, "register")
    portal.get("submit").click()
    expect(portal.get("account")).to_contain_text("Mia", timeout=SLOW_MS)
    elsewhere = town.portal()
    elsewhere.get("account").click()
    elsewhere.get("field-email").fill("mia@mail.example")
    elsewhere.get("field-password").fill(PASSWORD)
    elsewhere.get("submit").click()
    row = elsewhere.get("ticket-row").filter(has_text=re.compile(number))
    expect(row).to_be_visible(timeout=SLOW_MS)
    row.click()
    elsewhere.sees("Asked before I had an account")
    town.picture(elsewhere, "logged-in-elsewhere")
    elsewhere.get("account").click()
    elsewhere.get("logout").click()
    expect(elsewhere.get("ticket-row")).to_have_count(0, timeout=SLOW_MS)
