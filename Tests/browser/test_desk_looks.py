"""What the desk shows: who wrote, what is true for whom, and that everything has its place at every width."""

from harness.pages import SLOW_MS, expect

OUTSIDE = """() => [...document.querySelectorAll('button, input, textarea, select, a')].filter((one) => {
  if (!one.checkVisibility()) return false;
  const box = one.getBoundingClientRect();
  return box.right > innerWidth + 0.5 || box.left < -0.5;
}).map((one) => one.outerHTML.slice(0, 120))"""
SMALL = """() => [...document.querySelectorAll('button, select, input, textarea')].filter((one) => {
  if (!one.checkVisibility({ opacityProperty: true }) || one.closest('.row-open')) return false;
  const box = one.getBoundingClientRect();
  return one.type !== 'checkbox' && box.width > 0 && (box.height < 43.9 || box.width < 43.9);
}).map((one) => one.outerHTML.slice(0, 160))"""


def test_a_colleagues_words_stand_apart(town):
    customer, desk, number = town.chat("My lamp flickers")
    desk.says("Dana was here")
    desk.get("mode-note").click()
    desk.input.fill("For us only")
    desk.get("composer-send").click()
    desk.sees("For us only")
    desk.get("action-release").click()
    sam = town.desk("sam").pick(number)
    mine = sam.says("And now Sam")
    theirs, question = sam.message("Dana was here"), sam.message("My lamp flickers")
    expect(theirs).to_contain_text("Dana")
    expect(theirs.locator(".avatar")).to_have_text("DW")
    bubbles = [each.locator(".cv-bubble") for each in (question, theirs, mine, sam.message("For us only"))]
    colours = [each.evaluate("(one) => getComputedStyle(one).backgroundColor") for each in bubbles]
    assert len(set(colours)) == 4, colours
    left, right, own, note = [each.bounding_box() for each in bubbles]
    middle = sam.get("conversation").bounding_box()
    middle = middle["x"] + middle["width"] / 2
    assert left["x"] < middle < right["x"] + right["width"]
    ends = [box["x"] + box["width"] for box in (right, own, note)]
    assert left["x"] + left["width"] < min(ends)
    town.picture(sam, "colleague")


def test_who_is_back_is_not_called_offline(town):
    customer, desk, number = town.chat()
    sam = town.desk("sam")
    desk.offline()
    customer.sees_line("staff_offline")
    row = sam.list("waiting").row(number)
    expect(row).to_contain_text("Dana Weiss is offline", timeout=SLOW_MS)
    sam.open(number, list="waiting")
    expect(sam.get("locked")).to_contain_text("Dana Weiss went offline")
    desk.online()
    expect(row).to_contain_text("Dana Weiss is back", timeout=SLOW_MS)
    expect(row.locator(".tag")).to_have_attribute("title", "Dana Weiss is back, has not picked it up again")
    expect(row).not_to_contain_text("offline")
    expect(sam.get("locked")).to_contain_text("is back, but has not picked it up again")
    town.picture(sam, "back-not-picked")
    expect(desk.list("waiting").row(number)).to_contain_text("Paused")


def test_while_the_line_is_down_nothing_claims_to_know(town):
    customer, desk, number = town.chat()
    expect(desk.get("customer-online")).to_have_text("Online", timeout=SLOW_MS)
    town.server.kill()
    expect(desk.get("connection")).to_have_attribute("data-state", "reconnecting", timeout=SLOW_MS)
    expect(desk.get("customer-online")).to_have_text("Presence unknown")
    expect(desk.root.locator(".chat-facts")).not_to_contain_text("Live")
    expect(desk.switch).to_have_attribute("aria-checked", "false")
    town.picture(desk, "line-down")
    town.server.start(town.server.port)
    expect(desk.get("connection")).to_have_attribute("data-state", "open", timeout=SLOW_MS)


def test_one_hint_of_being_offline(town):
    customer = town.customer()
    customer.says("Anybody?")
    desk = town.desk(online=False)
    desk.connected()
    expect(desk.page.get_by_text("You are offline")).to_have_count(1, timeout=SLOW_MS)
    desk.open(customer.number, list="waiting")
    expect(desk.get("locked")).to_contain_text("You are offline")
    expect(desk.page.get_by_text("You are offline").locator("visible=true")).to_have_count(1)
    town.picture(desk, "offline")


def test_a_row_is_two_lines_and_pick_moves_nothing(town):
    customer = town.customer()
    customer.says("My tent has a hole\nand this is the newest of many words that are all in the second line of the row")
    desk = town.desk().list("waiting")
    row = desk.row(customer.number)
    expect(row).to_be_visible(timeout=SLOW_MS)
    desk.page.mouse.move(900, 400)
    pick = row.get_by_test_id("row-pick")
    expect(pick).to_have_css("opacity", "0")
    before = [row.bounding_box(), row.locator(".row-text").bounding_box()]
    assert before[0]["height"] == 56
    row.hover()
    expect(pick).to_have_css("opacity", "1")
    assert [row.bounding_box(), row.locator(".row-text").bounding_box()] == before
    town.picture(desk, "row")


def test_what_cannot_be_picked_now_is_out_of_sight_too(town):
    customer = town.customer()
    customer.says("My tent has a hole and this is the newest of many words that reach the end of the row")
    desk = town.desk(online=False).list("waiting")
    row = desk.row(customer.number)
    expect(row).to_be_visible(timeout=SLOW_MS)
    desk.page.mouse.move(900, 400)
    pick = row.get_by_test_id("row-pick")
    expect(pick).to_be_disabled()
    expect(pick).to_have_css("opacity", "0")
    row.hover()
    expect(pick).to_have_css("opacity", "1")


def test_who_is_signed_in(town):
    desk = town.desk()
    expect(desk.get("account")).to_contain_text("Dana Weiss")
    desk.get("account").click()
    expect(desk.get("account-role")).to_have_text("Administrator")
    town.picture(desk, "account")
    desk.page.keyboard.press("Escape")
    expect(desk.get("account-menu")).to_be_hidden()


def test_the_magnifier_searches(town):
    desk = town.desk()
    desk.get("settings").click()
    desk.get("tool-search").click()
    expect(desk.get("search")).to_be_focused(timeout=SLOW_MS)


def test_nothing_runs_out_of_the_window(town):
    customer, desk, number = town.chat("A rather long subject, which nobody shortened before they sent it")
    for width, height in ((1440, 900), (1024, 768), (768, 1024), (390, 844), (320, 640)):
        desk.page.set_viewport_size({"width": width, "height": height})
        for list in ("waiting", "all"):
            desk.page.evaluate(f"location.hash = '{list}'")
            expect(desk.get(f"list-{list}")).to_have_attribute("aria-current", "true")
            assert desk.page.evaluate(OUTSIDE) == [], (width, list)
        nav = desk.root.locator(".lists")
        assert nav.evaluate("(one) => one.scrollWidth <= one.clientWidth"), width
        desk.page.evaluate(f"location.hash = 'all/{number}'")
        desk.may_write()
        assert desk.page.evaluate(OUTSIDE) == [], width
        town.picture(desk, f"width-{width}")


def test_buttons_on_a_phone_are_large_enough(town):
    customer = town.customer()
    customer.says("On the phone")
    desk = town.desk(viewport={"width": 390, "height": 844}, has_touch=True)
    expect(desk.row(customer.number)).to_be_visible(timeout=SLOW_MS)
    assert desk.page.evaluate(SMALL) == []
    desk.row(customer.number).get_by_test_id("row-pick").tap()
    desk.may_write()
    assert desk.page.evaluate(SMALL) == []
    town.picture(desk, "phone")


def test_the_locked_composer_is_whole_at_200_percent(town):
    customer = town.customer()
    customer.says("Zoomed")
    desk = town.desk(viewport={"width": 720, "height": 450}, device_scale_factor=2)
    desk.open(customer.number, list="waiting")
    expect(desk.get("locked")).to_be_visible()
    box = desk.get("composer").bounding_box()
    assert box["y"] + box["height"] <= 450
    inside = "(one) => one.scrollHeight <= one.clientHeight + 1"
    assert desk.get("composer").evaluate(inside)
    town.picture(desk, "locked-200")
    desk.get("remedy").click()
    desk.may_write()
    box = desk.get("composer-send").bounding_box()
    assert box["y"] + box["height"] <= 450
    town.picture(desk, "open-200")


def test_an_address_that_nobody_proved_is_marked(town):
    customer = town.portal()
    customer.says("Before I had an account")
    customer.get("account").click()
    customer.get("register").click()
    customer.get("field-name").fill("Mia")
    customer.get("field-email").fill("mia@mail.example")
    customer.get("field-password").fill("correct horse battery staple")
    customer.get("submit").click()
    expect(customer.get("account")).to_contain_text("Mia", timeout=SLOW_MS)
    desk = town.desk().open(customer.number, list="waiting")
    expect(desk.page.get_by_text("mia@mail.example")).to_be_visible(timeout=SLOW_MS)
    expect(desk.get("unverified")).to_have_text("Not verified")
