"""axe finds nothing, on every page and state, in light and in dark."""

from harness.axe import SCHEMES, check
from harness.company import Company
from harness.pages import SLOW_MS, Desk, expect


@SCHEMES
def test_the_widget(town, scheme):
    customer = town.customer(color_scheme=scheme)
    check(customer.page, town, "new")
    customer.says("My tent has a hole")
    check(customer.page, town, "waiting")
    desk = town.desk().pick(customer.number)
    desk.says("See https://shop.example/repairs for how we mend it")
    customer.sees("how we mend it")
    check(customer.page, town, "live")
    customer.get("show-tickets").click()
    check(customer.page, town, "tickets")
    customer.get("back").click()
    desk.offline()
    customer.sees_line("staff_offline")
    check(customer.page, town, "paused")
    desk.online()
    desk.get("pick").click()
    desk.may_write()
    desk.get("action-resolve").click()
    customer.get("rate-4").click()
    check(customer.page, town, "rating")
    customer.get("close-ticket").click()
    customer.sees_line("ticket_closed")
    check(customer.page, town, "closed")


@SCHEMES
def test_the_widget_on_a_phone(town, scheme):
    customer = town.customer(color_scheme=scheme, viewport={"width": 320, "height": 640})
    customer.says("On the phone")
    check(customer.page, town, "phone")


@SCHEMES
def test_the_portal(town, scheme):
    portal = town.portal(color_scheme=scheme)
    check(portal.page, town, "new")
    portal.says("My tent has a hole")
    check(portal.page, town, "ticket")
    portal.get("account").click()
    check(portal.page, town, "login")
    portal.get("register").click()
    check(portal.page, town, "register")


@SCHEMES
def test_the_portal_when_narrow(town, scheme):
    portal = town.portal(color_scheme=scheme, viewport={"width": 320, "height": 640})
    portal.says("Narrow")
    check(portal.page, town, "ticket")
    portal.get("show-tickets").click()
    check(portal.page, town, "tickets")


@SCHEMES
def test_the_desk(town, scheme):
    customer = town.customer()
    customer.says("My tent has a hole")
    number = customer.number
    desk = town.desk(color_scheme=scheme, online=False)
    expect(desk.list("waiting").row(number)).to_be_visible(timeout=SLOW_MS)
    check(desk.page, town, "offline")
    desk.online()
    check(desk.page, town, "waiting")
    desk.pick(number)
    desk.says("Hello")
    check(desk.page, town, "live")
    desk.get("mode-note").click()
    check(desk.page, town, "note")
    desk.page.keyboard.press("Control+k")
    expect(desk.get("palette")).to_be_visible()
    check(desk.page, town, "palette")
    desk.page.keyboard.press("Escape")
    desk.get("action-transfer").click()
    check(desk.page, town, "transfer")
    desk.page.keyboard.press("Escape")
    for name in ("mine", "pending", "resolved", "all"):
        desk.list(name)
        check(desk.page, town, name)
    desk.get("settings").click()
    check(desk.page, town, "settings")


@SCHEMES
def test_the_desk_when_narrow(town, scheme):
    desk = town.desk(color_scheme=scheme, viewport={"width": 360, "height": 740})
    check(desk.page, town, "desk-phone")


@SCHEMES
def test_login_and_setup(make_town, scheme):
    town = make_town(mode="serve")
    page = town.context(color_scheme=scheme).new_page()
    page.goto(f"{town.server.base}/setup?token={town.server.setup_token()}")
    expect(page.get_by_test_id("setup-name")).to_be_visible(timeout=SLOW_MS)
    check(page, town, "setup")
    Company(town.server)
    desk = Desk(town.context(color_scheme=scheme).new_page(), town.server.base)
    expect(desk.get("login-email")).to_be_visible(timeout=SLOW_MS)
    check(desk.page, town, "login")
    desk.get("login-email").fill("ada@shop.example")
    desk.get("login-password").fill("wrong password")
    desk.get("login-submit").click()
    expect(desk.get("login-error")).not_to_be_empty(timeout=SLOW_MS)
    check(desk.page, town, "login-refused")


@SCHEMES
def test_the_shop(town, scheme):
    page = town.context(color_scheme=scheme).new_page()
    page.goto(town.shop)
    expect(page.get_by_test_id("launcher")).to_be_visible()
    check(page, town, "shop")
