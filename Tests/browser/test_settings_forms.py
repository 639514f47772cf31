"""Forms from descriptions: what is wrong stands at its field, nothing that was written is lost, history is read."""

import pytest

from harness.axe import SCHEMES, check
from harness.pages import SLOW_MS, Desk, expect
from harness.settings import INBOX, FakeSettings, told

ALL = ["inbox", "inbox/main", "inbox/main/history", "inbox/+", "team", "team/repairs", "team/+", "tag"]


@pytest.fixture
def settings(town):
    """(desk, fake): Dana, an administrator, at the settings."""
    def make(address="inbox/main", fake=None, **more):
        fake = fake or FakeSettings()
        page = town.context(**more).new_page()
        fake.serve(page)
        desk = Desk(page, town.server.base, f"dana#settings/{address}")
        expect(desk.get("settings-view")).to_be_visible(timeout=SLOW_MS)
        return desk, fake
    return make


def field(desk, name):
    return desk.root.locator(f'[data-field="{name}"]')


def test_a_change_is_saved(town, settings):
    desk, fake = settings()
    save = desk.get("form-save")
    expect(save).to_be_disabled(timeout=SLOW_MS)
    expect(save).to_have_text("Nothing to save")
    desk.page.get_by_label("Name", exact=True).fill("The shop")
    expect(save).to_have_text("Save the change")
    desk.page.get_by_role("button", name="Add a site").click()
    expect(desk.page.get_by_label("Sites that may embed the chat box 1", exact=True)).to_be_focused()
    desk.page.keyboard.type("https://shop.example")
    expect(save).to_have_text("Save 2 changes")
    desk.page.keyboard.press("Enter")
    expect(desk.get("form-said")).to_have_text("Saved.", timeout=SLOW_MS)
    value = fake.documents["inbox", "main"]["value"]
    assert (value["name"], value["origins"]) == ("The shop", ["https://shop.example"])
    assert desk.page.title().startswith("The shop"), desk.page.title()
    town.picture(desk, "saved")


def test_what_is_wrong_stands_at_its_field(town, settings):
    desk, fake = settings()
    desk.page.get_by_label("Name", exact=True).fill(" ")
    desk.page.get_by_label("Close resolved tickets after days").fill("0")
    desk.get("form-save").click()
    expect(field(desk, "name")).to_contain_text("Enter something here.")
    expect(field(desk, "auto_close_days")).to_contain_text("At least 1.")
    expect(desk.page.get_by_label("Name", exact=True)).to_be_focused()
    assert len(fake.changes["inbox", "main"]) == 1, "nothing was sent"
    desk.page.get_by_label("Name", exact=True).fill("Shop")
    expect(field(desk, "name")).not_to_contain_text("Enter something here.")
    desk.page.get_by_label("Close resolved tickets after days").fill("9")
    for address in ("https://shop.example", "nonsense"):
        desk.page.get_by_role("button", name="Add a site").click()
        desk.page.keyboard.type(address)
    fake.refuse = 400, {"error": {"code": "bad_request", "message": "origins[1] is not allowed.",
                                  "fields": [{"field": "origins[1]", "problem": "not_allowed"}]}}
    desk.get("form-save").click()
    expect(field(desk, "origins[1]")).to_contain_text("This cannot be taken here.", timeout=SLOW_MS)
    expect(field(desk, "origins[0]")).not_to_contain_text("This cannot")
    expect(desk.page.get_by_label("Sites that may embed the chat box 2", exact=True)).to_be_focused()
    town.picture(desk, "refused")


def test_who_was_faster_loses_nothing_and_takes_nothing_away(town, settings):
    desk, fake = settings()
    desk.page.get_by_label("Name", exact=True).fill("Mine")
    theirs = {**fake.documents["inbox", "main"]["value"], "name": "Theirs", "greeting": "Good day"}
    fake.store("inbox", "main", theirs)
    desk.get("form-save").click()
    expect(desk.get("form-notice")).to_contain_text("Somebody else changed this meanwhile", timeout=SLOW_MS)
    expect(desk.page.get_by_label("Name", exact=True)).to_have_value("Mine")
    expect(desk.page.get_by_label("Greeting", exact=True)).to_have_value("Good day")
    expect(desk.get("form-theirs")).to_contain_text("Theirs")
    expect(desk.get("form-theirs").get_by_role("button")).to_be_focused()
    town.picture(desk, "conflict")
    # A second click at once, in the same place, would be taken for an echo of the first.
    desk.page.get_by_label("Name", exact=True).press("Enter")
    expect(desk.get("form-said")).to_have_text("Saved.", timeout=SLOW_MS)
    saved = fake.documents["inbox", "main"]["value"]
    assert {name: saved[name] for name in theirs} == {**theirs, "name": "Mine"}


def test_a_change_elsewhere_is_seen_at_once(settings):
    desk, fake = settings()
    name = desk.page.get_by_label("Name", exact=True)
    expect(name).to_have_value("Beckon demo", timeout=SLOW_MS)
    told(desk.page, fake.store("inbox", "main", {"name": "Renamed"}))
    expect(name).to_have_value("Renamed", timeout=SLOW_MS)
    expect(desk.get("form-notice")).to_contain_text("just now")
    name.fill("Mine")
    told(desk.page, fake.store("inbox", "main", {"name": "Renamed", "greeting": "Hi"}))
    expect(desk.get("form-notice")).to_contain_text("yours are kept", timeout=SLOW_MS)
    expect(name).to_have_value("Mine")


def test_leaving_asks_and_the_way_back_is_kept(town, settings):
    desk, fake = settings("inbox")
    desk.get("document").click()
    name = desk.page.get_by_label("Name", exact=True)
    name.fill("Not saved")
    desk.page.go_back()
    expect(desk.get("ask-unsaved")).to_be_visible(timeout=SLOW_MS)
    desk.get("ask-no").click()
    expect(name).to_have_value("Not saved")
    assert desk.page.url.endswith("#settings/inbox/main")
    desk.get("section-team").click()
    desk.get("ask-yes").click()
    expect(desk.get("settings-documents")).to_contain_text("There is none yet.", timeout=SLOW_MS)
    desk.page.go_back()
    expect(name).to_have_value("Beckon demo", timeout=SLOW_MS)


def test_what_was_discarded_comes_back(settings):
    desk, fake = settings()
    name = desk.page.get_by_label("Name", exact=True)
    name.fill("Not saved")
    desk.get("form-drop").click()
    expect(name).to_have_value("Beckon demo")
    expect(desk.get("form-drop")).to_be_focused()
    desk.get("form-drop").click()
    expect(name).to_have_value("Not saved")


def test_a_team_is_made_and_archived(town, settings):
    desk, fake = settings("team")
    desk.get("document-new").click()
    name = desk.page.get_by_label("Name", exact=True)
    expect(name).to_be_focused(timeout=SLOW_MS)
    name.fill("Über uns")
    desk.page.get_by_label("Members").select_option(label="Sam Okafor")
    desk.get("form-save").click()
    expect(desk.get("tab-history")).to_be_visible(timeout=SLOW_MS)
    assert desk.page.url.endswith("#settings/team/uber-uns")
    assert fake.documents["team", "uber-uns"]["value"]["members"] == ["sam"]
    town.picture(desk, "team")
    desk.get("document-archive").click()
    desk.get("ask-archive").get_by_test_id("ask-yes").click()
    expect(desk.get("settings-documents")).to_contain_text("One is archived", timeout=SLOW_MS)


def test_the_history_says_who_changed_what(town, settings):
    fake = FakeSettings()
    value = fake.documents["inbox", "main"]["value"]
    fake.store("inbox", "main", {**value, "name": "The shop", "leave_message": False})
    desk, fake = settings("inbox/main/history", fake)
    entry = desk.get("history-entry").first
    expect(entry).to_contain_text("Dana Weiss changed it", timeout=SLOW_MS)
    expect(entry).to_contain_text("Beckon demo")
    expect(entry).to_contain_text("The shop")
    expect(desk.get("history-entry").last).to_contain_text("made it")
    town.picture(desk, "history")


def test_who_may_only_look_cannot_change(settings):
    desk, fake = settings(fake=FakeSettings({**INBOX, "may_change": False, "may_create": False}))
    expect(desk.page.get_by_label("Name", exact=True)).to_be_disabled(timeout=SLOW_MS)
    expect(desk.get("form-save")).to_be_hidden()
    expect(desk.get("form-notice")).to_contain_text("not change it")


@SCHEMES
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_and_pictures(town, settings, scheme, width):
    fake = FakeSettings()
    fake.store("inbox", "main", {
        **fake.documents["inbox", "main"]["value"], "origins": ["https://shop.example"]})
    fake.store("team", "repairs", {"name": "Repairs", "members": ["sam", "dana"]})
    desk, fake = settings("", fake, color_scheme=scheme, viewport={"width": width, "height": 900})
    check(desk.page, town, f"sections-{width}-{scheme}")
    for address in ALL:
        desk.page.evaluate(f"location.hash = 'settings/{address}'")
        expect(desk.root.locator(".settings-body .skeleton")).to_have_count(0, timeout=SLOW_MS)
        check(desk.page, town, f"{address.replace('/', '-')}-{width}-{scheme}")


def test_against_the_server_itself(town):
    """No stand-in: two administrators, and what one saves the other sees."""
    first, second = (Desk(town.context().new_page(), town.server.base, "dana#settings/inbox/main") for _ in range(2))
    names = [desk.page.get_by_label("Name", exact=True) for desk in (first, second)]
    for name in names:
        expect(name).to_be_enabled(timeout=SLOW_MS)
    first.get("tab-history").click()
    expect(first.get("settings-history")).to_contain_text("Nobody has changed this yet", timeout=SLOW_MS)
    first.get("tab-form").click()
    names[0].fill("The tent shop")
    first.get("form-save").click()
    expect(first.get("form-said")).to_have_text("Saved.", timeout=SLOW_MS)
    expect(names[1]).to_have_value("The tent shop", timeout=SLOW_MS)
    names[1].fill("")
    second.get("form-save").click()
    expect(field(second, "name")).to_contain_text("Enter something here.")
    names[1].fill("The tent shop")
    second.page.get_by_role("button", name="Add a site").click()
    second.page.keyboard.type("shop.example/about")
    second.get("form-save").click()
    expect(field(second, "origins[0]")).to_contain_text("This cannot be taken here.", timeout=SLOW_MS)
    expect(second.get("document-archive")).to_have_count(0)  # there is always this one
    first.get("tab-history").click()
    expect(first.get("history-entry").first).to_contain_text("The tent shop", timeout=SLOW_MS)
    second.page.evaluate("location.hash = 'settings/tag/+'")
    second.get("ask-unsaved").get_by_test_id("ask-yes").click()
    expect(second.get("form-save")).to_have_text("Create the tag", timeout=SLOW_MS)
    second.page.get_by_label("Name", exact=True).fill("Zelte & Co")
    second.get("form-save").click()
    expect(second.get("tab-history")).to_be_visible(timeout=SLOW_MS)
    assert second.page.url.endswith("#settings/tag/zelte-co")
    town.picture(second, "tag")
    second.get("document-archive").click()
    second.get("ask-archive").get_by_test_id("ask-yes").click()
    expect(second.get("settings-documents")).to_contain_text("One is archived", timeout=SLOW_MS)


def test_what_one_likes_goes_along_to_another_device(town):
    first = Desk(town.context().new_page(), town.server.base, "dana#settings/preferences")
    second = Desk(town.context(color_scheme="light").new_page(), town.server.base, "dana")
    second.connected()
    first.page.get_by_label("Appearance").select_option("dark")
    first.page.get_by_label("Language").select_option("de")
    first.get("form-save").click()
    for desk in (first, second):
        expect(desk.page.locator("html")).to_have_attribute("data-theme", "dark", timeout=SLOW_MS)
        expect(desk.page.locator("html")).to_have_attribute("lang", "de", timeout=SLOW_MS)
    other = town.desk("sam", online=False)
    expect(other.page.locator("html")).to_have_attribute("lang", "en", timeout=SLOW_MS)
    expect(first.get("settings-view")).to_be_visible(timeout=SLOW_MS)
    town.picture(first, "preferences")
