"""A link that works once, and a page that is loaded again in the middle of it."""

import re

from harness.company import PASSWORD, Company
from harness.pages import SLOW_MS, expect


def test_a_reload_in_the_middle_of_setting_up_goes_on(make_town):
    town = make_town(mode="serve")
    page = town.context().new_page()
    page.goto(f"{town.server.base}/setup?token={town.server.setup_token()}")
    page.get_by_test_id("setup-name").fill("Ada")
    page.get_by_test_id("setup-email").fill("ada@shop.example")
    page.get_by_test_id("setup-password").fill(PASSWORD)
    page.reload()
    expect(page.get_by_test_id("setup-name")).to_have_value("Ada", timeout=SLOW_MS)
    expect(page.get_by_test_id("setup-email")).to_have_value("ada@shop.example")
    expect(page.get_by_test_id("setup-password")).to_have_value("")
    assert page.url == town.server.base + "/setup"
    page.get_by_test_id("setup-password").fill(PASSWORD)
    page.get_by_test_id("setup-submit").click()
    expect(page.get_by_test_id("setup-done")).to_be_visible(timeout=SLOW_MS)
    assert page.evaluate("history.state") is None


def test_a_reload_in_the_middle_of_an_invitation_goes_on(make_town):
    town = make_town(mode="serve")
    company = Company(town.server)
    body = {"name": "Bo", "email": "bo@shop.example", "role": "agent"}
    token = company.admin.post("/api/v1/agents", body, status=201).json()["link"]["token"]
    page = town.context().new_page()
    page.goto(f"{town.server.base}/invite#token={token}")
    expect(page.get_by_test_id("invite-name")).to_have_value("Bo", timeout=SLOW_MS)
    page.get_by_test_id("invite-name").fill("Bo Berg")
    page.get_by_test_id("invite-password").fill(PASSWORD)
    page.reload()
    expect(page.get_by_test_id("invite-name")).to_have_value("Bo Berg", timeout=SLOW_MS)
    expect(page.get_by_test_id("invite-password")).to_have_value("")
    assert page.url == town.server.base + "/invite"
    # Another link, followed in the same tab, is the one that counts.
    page.goto(f"{town.server.base}/invite#token=another")
    expect(page.get_by_test_id("invite-error")).to_be_visible(timeout=SLOW_MS)
    page.go_back()
    page.reload()
    expect(page.get_by_test_id("invite-name")).to_have_value(re.compile("^Bo"), timeout=SLOW_MS)
    page.get_by_test_id("invite-password").fill(PASSWORD)
    page.get_by_test_id("invite-submit").click()
    expect(page.get_by_test_id("invite-done")).to_be_visible(timeout=SLOW_MS)
