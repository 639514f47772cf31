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


def test_a_search_is_a_place_that_one_comes_back_to(town):
    customer, desk, number = town.chat("My tent has a hole")
    other = town.customer()
    other.says("The zip of the tent is stuck")
    desk.page.keyboard.press("Escape")
    desk.list("all")
    desk.get("search").press_sequentially("tent", delay=20)
    expect(desk.page).to_have_url(re.compile(rf"#search/tent/{number}$"), timeout=SLOW_MS)
    expect(desk.get("ticket-row")).to_have_count(2, timeout=SLOW_MS)
    desk.row(other.number).get_by_role("button").first.click()
    desk.sees("The zip of the tent is stuck")
    assert desk.page.url.endswith(f"#search/tent/{other.number}")
    desk.page.reload()
    expect(desk.get("search")).to_have_value("tent", timeout=SLOW_MS)
    expect(desk.get("ticket-row")).to_have_count(2, timeout=SLOW_MS)
    desk.sees("The zip of the tent is stuck")
    desk.list("waiting")
    expect(desk.get("search")).to_have_value("")
    assert desk.page.url.partition("#")[2].startswith("waiting")
    desk.page.go_back()
    expect(desk.get("search")).to_have_value("tent", timeout=SLOW_MS)
    expect(desk.get("ticket-row")).to_have_count(2, timeout=SLOW_MS)
    desk.get("search").fill("")
    expect(desk.page).not_to_have_url(re.compile("#search"), timeout=SLOW_MS)


def test_writing_a_search_is_one_step_back(town):
    customer, desk, number = town.chat("My tent has a hole")
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Escape")
    desk.list("mine")
    expect(desk.page).to_have_url(re.compile("#mine"), timeout=SLOW_MS)
    before = desk.page.url
    desk.get("search").press_sequentially("te", delay=300)
    desk.get("search").press_sequentially("nt", delay=300)
    expect(desk.page).to_have_url(re.compile("#search/tent$"), timeout=SLOW_MS)
    expect(desk.page).to_have_title(re.compile("^Search: tent · "), timeout=SLOW_MS)
    desk.page.go_back()
    expect(desk.page).to_have_url(before, timeout=SLOW_MS)
    expect(desk.get("search")).to_have_value("")
    expect(desk.page).not_to_have_title(re.compile("Search"), timeout=SLOW_MS)
    sam = Desk(town.context().new_page(), town.server.base, "sam#search/a%2Fb%20hole")
    expect(sam.get("search")).to_have_value("a/b hole", timeout=SLOW_MS)
    expect(sam.root.get_by_text("Nothing found")).to_be_visible(timeout=SLOW_MS)


def test_a_search_on_a_phone(town):
    """What was found, a ticket of it, and back to what was found."""
    customer = town.customer()
    customer.says("My tent has a hole")
    desk = town.desk(viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True)
    desk.get("search").fill("hole")
    expect(desk.page).to_have_url(re.compile("#search/hole$"), timeout=SLOW_MS)
    desk.row(customer.number).get_by_role("button").first.click()
    desk.sees("My tent has a hole")
    expect(desk.get("search")).to_be_hidden()
    desk.page.go_back()
    expect(desk.get("search")).to_have_value("hole", timeout=SLOW_MS)
    expect(desk.row(customer.number)).to_be_visible()
    desk.row(customer.number).get_by_role("button").first.click()
    desk.get("back").click()
    expect(desk.page).to_have_url(re.compile("#search/hole$"), timeout=SLOW_MS)
    expect(desk.row(customer.number)).to_be_visible()
