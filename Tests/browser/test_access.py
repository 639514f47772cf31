"""Which tickets an agent may know of: set by an administrator, and what that agent's desk shows then."""

import re

import pytest

from harness.axe import SCHEMES, check
from harness.pages import SLOW_MS, Desk, expect


@pytest.fixture
def whole(town):
    """Afterwards Sam may know of everything again."""
    yield
    from harness.api import Person
    Person(town.server, demo="staff:dana").change("access", "sam", inboxes=[], tickets="all")


def test_an_agent_loses_sight_of_what_is_not_theirs(town, whole):
    customer, dana, number = town.chat("My tent has a hole")
    sam = Desk(town.context().new_page(), town.server.base, "sam")
    sam.connected()
    sam.open(number)
    expect(sam.get("conversation")).to_be_visible(timeout=SLOW_MS)
    dana.get("settings").click()
    dana.get("section-access").click()
    dana.root.locator('[data-testid="document"][data-id="sam"]').click()
    expect(dana.page).to_have_title(re.compile("^Sam"), timeout=SLOW_MS)
    dana.get("settings-document").get_by_label("Tickets", exact=True).select_option("own")
    dana.get("form-save").click()
    expect(dana.get("form-said")).to_have_text("Saved.", timeout=SLOW_MS)
    town.picture(dana, "access")
    expect(sam.root.get_by_text("There is no such ticket")).to_be_visible(timeout=SLOW_MS)
    sam.list("all")
    expect(sam.row(number)).to_have_count(0, timeout=SLOW_MS)


@SCHEMES
def test_its_page_is_accessible(town, scheme):
    desk = Desk(town.context(color_scheme=scheme).new_page(), town.server.base, "dana#settings/access/sam")
    expect(desk.get("form-save")).to_be_visible(timeout=SLOW_MS)
    check(desk.page, town, "access")
