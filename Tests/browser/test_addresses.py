"""Each view has an address and a title; back, forward, a reload and a link handed on lead where they say."""

import re

from harness.pages import SLOW_MS, Desk, expect


def test_the_desk(town):
    customer, desk, number = town.chat("My tent has a hole")
    desk.list("all")
    expect(desk.page).to_have_title(re.compile(rf"^#{number} My tent has a hole · "), timeout=SLOW_MS)
    assert desk.page.url.endswith(f"#all/{number}")
    desk.get("settings").click()
    expect(desk.page).to_have_title(re.compile("^Your account · "), timeout=SLOW_MS)
    expect(desk.page.get_by_role("heading", name="Your account")).to_be_focused()
    desk.get("section-agents").click()
    expect(desk.page).to_have_title(re.compile("^Agents · "), timeout=SLOW_MS)
    desk.page.go_back()
    expect(desk.page).to_have_title(re.compile("^Your account · "), timeout=SLOW_MS)
    desk.page.go_back()
    expect(desk.page).to_have_title(re.compile(rf"^#{number} "), timeout=SLOW_MS)
    expect(desk.get("conversation")).to_be_visible()
    desk.page.go_forward()
    expect(desk.get("settings-view")).to_be_visible(timeout=SLOW_MS)
    desk.page.reload()
    expect(desk.page).to_have_title(re.compile("^Your account · "), timeout=SLOW_MS)


def test_a_link_for_a_colleague(town):
    customer, desk, number = town.chat("My tent has a hole")
    context = desk.page.context
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Control+k")
    desk.get("palette-input").fill("copy the link")
    desk.page.keyboard.press("Enter")
    expect(desk.get("toast")).to_contain_text(f"#{number}", timeout=SLOW_MS)
    link = desk.page.evaluate("navigator.clipboard.readText()")
    assert link == f"{town.server.base}/desk#all/{number}"
    # In the demo nobody signs in: who a colleague is, their own address says.
    sam = Desk(town.context().new_page(), town.server.base, f"sam#{link.partition('#')[2]}")
    sam.sees("My tent has a hole")
    expect(sam.page.get_by_role("heading", name="My tent has a hole")).to_be_focused()


def test_the_customers_page(town):
    portal = town.portal()
    portal.says("My tent has a hole")
    expect(portal.page).to_have_title(re.compile(r"^#\d{4,} My tent has a hole · "), timeout=SLOW_MS)
    portal.get("new-ticket").click()
    expect(portal.page).not_to_have_title(re.compile("#"), timeout=SLOW_MS)
    portal.page.go_back()
    expect(portal.page).to_have_title(re.compile(r"^#\d{4,} "), timeout=SLOW_MS)
