"""The widget on somebody else's site: one script tag, a different origin."""

from harness.api import expect as expect_status
from harness.pages import SLOW_MS, Widget, expect

def test_a_chat_on_a_foreign_site(town, site):
    customer = Widget(town.context().new_page(), site(town.server.base)).open()
    customer.says("Hello from elsewhere")
    number = customer.number
    desk = town.desk().pick(number)
    desk.says("Hello to you")
    customer.sees("Hello to you")
    customer.reload()
    customer.sees("Hello to you")
    town.picture(customer, "foreign-site")


def test_a_chat_where_the_browser_keeps_storage_from_third_parties(town, site):
    customer = Widget(town.context().new_page(), site(town.server.base, host="localhost")).open()
    customer.says("Nothing is remembered here")
    desk = town.desk().pick(customer.number)
    desk.says("And yet we talk")
    customer.sees("And yet we talk")
    town.picture(customer, "without-storage")


def test_the_site_sees_nothing_of_the_chat(town, site):
    page = town.context().new_page()
    customer = Widget(page, site(town.server.base)).open()
    customer.says("Private")
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert page.evaluate("document.cookie") == ""
    assert "Private" not in page.evaluate("document.documentElement.outerHTML")


def test_a_frame_that_comes_very_late_is_there_all_the_same(town, site):
    page = town.context().new_page()
    held = []
    page.route("**/*customer-en*", lambda route: held.append(route))
    customer = Widget.__new__(Widget)
    customer.page, customer.root = page, page.frame_locator('[data-testid="frame"]')
    page.goto(site(town.server.base))
    launcher = page.get_by_test_id("launcher")
    expect(launcher).to_be_visible()
    expect(launcher).to_be_hidden(timeout=40_000)
    held.pop().continue_()
    expect(launcher).to_be_visible(timeout=SLOW_MS)
    customer.open().says("Late, and here")


def test_only_the_sites_that_the_inbox_names_may_show_it(make_town, site):
    from harness.company import Company

    town = make_town(mode="serve")
    company = Company(town.server)
    address = site(town.server.base)
    company.admin.change("inbox", "main", origins=["https://shop.example"])
    page = town.context().new_page()
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "warning" else None)
    page.goto(address)
    page.get_by_test_id("launcher").click()
    frame = page.frame_locator('[data-testid="frame"]')
    expect(frame.get_by_test_id("composer-input")).to_have_count(0)
    # The site's owner is told what to look at, and nobody finds a door that leads nowhere.
    expect(page.get_by_test_id("launcher")).to_be_hidden(timeout=40_000)
    expect(page.get_by_test_id("frame")).to_be_hidden()
    page.evaluate("Beckon.open()")
    expect(page.get_by_test_id("frame")).to_be_hidden()
    words = [text for text in said if text.startswith("Beckon: ")]
    assert len(words) == 1 and "Sites that may embed the widget" in words[0] and address.rstrip("/") in words[0], said
    company.admin.change("inbox", "main", origins=[address.rstrip("/")])
    town.troubles.clear()  # the refusal was meant to be reported
    customer = Widget(town.context().new_page(), address).open()
    customer.says("Now it is allowed")
    expect(customer.get("ticket-number")).to_be_visible(timeout=SLOW_MS)
