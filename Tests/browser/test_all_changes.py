"""The audit trail at the desk: everything that administrators set, by kind, page by page, and as a file."""

import csv
import io
import json
import re

import pytest

from harness.api import Person
from harness.axe import SCHEMES, check
from harness.pages import SLOW_MS, Desk, expect

MANY = 130  # more than a page of the API holds


@pytest.fixture
def dana(town):
    return Person(town.server, demo="staff:dana")


def at_the_changes(town, address="changes", agent="dana", **more):
    desk = Desk(town.context(**more).new_page(), town.server.base, f"{agent}#settings/{address}")
    expect(desk.get("settings-view")).to_be_visible(timeout=SLOW_MS)
    return desk


def saved(desk, form):
    with desk.page.expect_download() as download:
        desk.get(f"trail-{form}").click()
    with open(download.value.path(), encoding="utf-8", newline="") as file:
        return download.value.suggested_filename, file.read()


def test_who_set_what_and_when(town, dana):
    dana.change("inbox", "main", name="Tents & more")
    dana.change("tag", "leak", name="Leak", colour="#ff0000")
    dana.change("tag", "leak", name="A leak")
    desk = at_the_changes(town)
    expect(desk.page).to_have_title(re.compile("^All changes · "), timeout=SLOW_MS)
    entries = desk.get("history-entry")
    expect(entries).to_have_count(3, timeout=SLOW_MS)
    newest = entries.first
    expect(newest).to_contain_text("Tag · A leak")
    expect(newest).to_contain_text("Dana")
    expect(newest.locator("del")).to_contain_text("Leak")
    expect(newest.locator("ins")).to_contain_text("A leak")
    expect(entries.last).to_contain_text("Tents & more")
    newest.get_by_role("link", name="Tag · A leak").click()
    expect(desk.page).to_have_title(re.compile("^A leak · "), timeout=SLOW_MS)
    desk.page.go_back()
    expect(entries).to_have_count(3, timeout=SLOW_MS)
    town.picture(desk, "changes")


def test_one_kind_has_an_address_and_keeps_the_focus(town, dana):
    dana.change("inbox", "main", name="Tents")
    dana.change("tag", "leak", name="Leak")
    desk = at_the_changes(town)
    entries = desk.get("history-entry")
    expect(entries).to_have_count(2, timeout=SLOW_MS)
    desk.get("trail-kind").select_option("tag")
    expect(entries).to_have_count(1, timeout=SLOW_MS)
    expect(entries).to_contain_text("Leak")
    assert desk.page.url.endswith("#settings/changes/tag")
    desk.page.reload()
    expect(entries).to_have_count(1, timeout=SLOW_MS)
    expect(desk.get("trail-kind")).to_have_value("tag")
    desk.get("trail-kind").focus()
    desk.page.keyboard.press("ArrowUp")
    expect(desk.get("trail-kind")).to_be_focused()
    desk.get("trail-kind").select_option("team")
    expect(desk.root.get_by_text("Nobody has changed anything of this yet.")).to_be_visible(timeout=SLOW_MS)
    desk.page.go_back()
    expect(desk.get("trail-kind")).not_to_have_value("team", timeout=SLOW_MS)


def test_older_pages_and_what_comes_meanwhile(town, dana):
    for n in range(MANY):
        dana.change("tag", "leak", name=f"Leak {n}")
    desk = at_the_changes(town)
    entries = desk.get("history-entry")
    expect(entries).to_have_count(100, timeout=SLOW_MS)
    desk.get("trail-older").click()
    expect(entries).to_have_count(MANY, timeout=SLOW_MS)
    expect(desk.get("trail-older")).to_have_count(0)
    dana.change("tag", "leak", name="The newest")
    desk.get("trail-show-newer").click(timeout=SLOW_MS)
    expect(entries.first).to_contain_text("The newest", timeout=SLOW_MS)
    expect(desk.get("trail-newer")).to_be_empty()


def test_a_file_of_all_of_them_that_no_spreadsheet_calculates(town, dana):
    for n in range(MANY):
        dana.change("tag", "leak", name=f"Leak {n}")
    dana.change("tag", "leak", name="=1+1")
    desk = at_the_changes(town)
    name, text = saved(desk, "csv")
    assert name == "beckon-changes.csv"
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0]["who_id"] == "dana"
    assert [rows[0][column] for column in ("kind", "name", "did", "field", "before", "after")] == [
        "tag", "'=1+1", "changed", "Name", f"Leak {MANY - 1}", "'=1+1"]
    assert len({row["revision"] for row in rows}) == MANY + 1
    expect(desk.get("trail-said")).to_have_text(f"{MANY + 1} changes are exported.")
    name, text = saved(desk, "json")
    assert name == "beckon-changes.json"
    changes = json.loads(text)["changes"]
    assert len(changes) == MANY + 1
    assert changes == sorted(changes, key=lambda one: -one["revision"])
    assert changes[0]["after"]["name"] == "=1+1", "data is as it is"


def test_it_is_for_administrators(town):
    desk = at_the_changes(town, agent="sam")
    expect(desk.root.get_by_text("There is no such section, or it is not yours to see.")).to_be_visible(timeout=SLOW_MS)
    expect(desk.get("section-changes")).to_have_count(0)


@SCHEMES
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(town, dana, scheme, width):
    dana.change("inbox", "main", name="Tents", greetings={"de": "Moin"})
    dana.change("tag", "leak", name="A " + "very " * 7 + "l")
    desk = at_the_changes(town, color_scheme=scheme, viewport={"width": width, "height": 800})
    expect(desk.get("history-entry")).to_have_count(2, timeout=SLOW_MS)
    check(desk.page, town, f"changes-{scheme}-{width}")


def test_in_german(town, dana):
    dana.change("tag", "leak", name="Leck")
    desk = at_the_changes(town, locale="de-DE")
    expect(desk.page).to_have_title(re.compile("^Alle Änderungen · "), timeout=SLOW_MS)
    expect(desk.get("history-entry")).to_contain_text("Schlagwort · Leck", timeout=SLOW_MS)
    town.picture(desk, "in-german")
