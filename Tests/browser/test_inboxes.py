"""Two chat boxes of one server: each with its name, greeting, colour and language, and with a ticket of its own."""

import json
import re

import pytest

from harness.api import Person
from harness.pages import SLOW_MS, Portal, Widget, expect

SHOP = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title></head>
<body><main><h1>A shop</h1></main><script src="/widget.js"{inbox} async></script></body></html>"""
REPAIRS = {"name": "Repairs", "greeting": "What is broken?", "greetings": {"de": "Was ist kaputt?"}, "accent": "#0b7a3e"}
ACCENT = "rgb(11, 122, 62)"


@pytest.fixture
def shops(town):
    """`shops(inbox)`: the address of a page on the server's own site whose chat box is of this inbox."""
    Person(town.server, demo="staff:dana").change("inbox", "repairs", **REPAIRS)

    def page(inbox=None, context=None, **more):
        page = (context or town.context(**more)).new_page()
        attribute = f' data-inbox="{inbox}"' if inbox else ""
        page.route("**/demo/shop?*", lambda route: route.fulfill(content_type="text/html", body=SHOP.format(inbox=attribute)))
        return page, f"{town.shop}?{inbox}"

    return page


def asked(page):
    """Every `create_ticket` that the page sends."""
    found = []

    def sent(data):
        frame = json.loads(data)
        if frame["type"] == "create_ticket":
            found.append(frame)

    page.on("websocket", lambda socket: socket.on("framesent", sent))
    return found


def test_each_says_who_it_is(town, shops):
    customer = Widget(*shops("repairs")).open()
    expect(customer.root.get_by_role("heading", name="What is broken?")).to_be_visible(timeout=SLOW_MS)
    expect(customer.get("ticket-number")).to_have_text("Repairs", timeout=SLOW_MS)
    expect(customer.page.get_by_test_id("launcher")).to_have_css("background-color", ACCENT, timeout=SLOW_MS)
    town.picture(customer, "repairs")
    main = Widget(*shops("main")).open()
    expect(main.root.get_by_role("heading", name="How can we help?")).to_be_visible(timeout=SLOW_MS)
    expect(main.get("ticket-number")).not_to_have_text("Repairs")
    nobody = Widget(*shops("no-such")).open()
    expect(nobody.root.get_by_role("heading", name="How can we help?")).to_be_visible(timeout=SLOW_MS)


def test_it_greets_in_the_language_of_its_reader(town, shops):
    customer = Widget(*shops("repairs", locale="de-DE")).open()
    expect(customer.root.get_by_role("heading", name="Was ist kaputt?")).to_be_visible(timeout=SLOW_MS)
    Person(town.server, demo="staff:dana").change("inbox", "repairs", locale="en")
    customer.reload()
    expect(customer.root.get_by_role("heading", name="What is broken?")).to_be_visible(timeout=SLOW_MS)
    expect(customer.input).to_have_attribute("placeholder", "Describe your question…")


def test_a_question_says_in_which_inbox_it_was_asked(town, shops):
    context = town.context()
    page, address = shops("repairs", context=context)
    frames = asked(page)
    repairs = Widget(page, address).open()
    repairs.says("The pole is bent")
    assert [frame.get("inbox") for frame in frames] == ["repairs"]
    page, address = shops("main", context=context)
    frames = asked(page)
    main = Widget(page, address).open()
    expect(main.root.get_by_role("heading", name="How can we help?")).to_be_visible(timeout=SLOW_MS)
    main.says("Where is my parcel?")
    assert [frame.get("inbox") for frame in frames] == [None]
    assert main.number != repairs.number, "a ticket of its own"
    repairs.reload().sees("The pole is bent")
    main.reload().sees("Where is my parcel?")


def test_the_way_to_the_page_of_ones_own_keeps_the_inbox(town, shops):
    customer = Widget(*shops("repairs")).open()
    customer.says("The pole is bent")
    number = customer.number
    customer.get("show-tickets").click()
    with customer.page.context.expect_page() as opened:
        customer.root.get_by_role("link", name="Your tickets on a page of their own").click()
    page = opened.value
    expect(page).to_have_url(re.compile(r"/\?inbox=repairs#/t/"), timeout=SLOW_MS)
    expect(page.get_by_role("heading", name="Repairs", exact=True)).to_be_visible(timeout=SLOW_MS)
    portal = Portal.__new__(Portal)
    portal.page = portal.root = page
    portal.sees("The pole is bent")
    assert portal.number == number
    portal.get("new-ticket").click()
    expect(page.get_by_role("heading", name="What is broken?")).to_be_visible(timeout=SLOW_MS)
    page.reload()
    expect(page.get_by_role("heading", name="Repairs", exact=True)).to_be_visible(timeout=SLOW_MS)
