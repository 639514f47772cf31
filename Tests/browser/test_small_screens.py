"""Little room: a window at 200 % zoom, and a phone under a finger."""

import pytest

from harness.pages import SLOW_MS, expect

ZOOMED = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
FINGER_PX = 44


def is_whole(customer, id, height):
    """Nothing of it lies beyond the window."""
    box = customer.get(id).bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= height, (id, box)


def test_the_composer_is_whole_at_200_percent(town):
    customer, desk, number = town.chat(**ZOOMED)
    desk.offline()
    customer.sees_line("staff_offline")
    expect(customer.get("leave-message")).to_be_visible(timeout=SLOW_MS)
    is_whole(customer, "composer", 400)
    is_whole(customer, "leave-message", 400)
    customer.get("leave-message").click()
    is_whole(customer, "composer", 400)


def test_the_composer_of_a_closed_ticket_is_whole_at_200_percent(town):
    customer, desk, number = town.chat(**ZOOMED)
    desk.get("action-resolve").click()
    customer.get("rate-4").click(timeout=40_000)
    expect(customer.get("rate-comment")).to_be_attached()
    is_whole(customer, "composer", 400)
    customer.get("close-ticket").click()
    customer.sees_line("ticket_closed")
    is_whole(customer, "composer", 400)


@pytest.mark.parametrize("page", ["widget", "portal"])
def test_what_a_finger_hits_is_large_enough(town, page):
    customer = town.customer(**PHONE) if page == "widget" else town.portal(**PHONE)
    customer.says("On a phone")
    where = [[]]
    if page == "widget":
        where = [["show-tickets"], ["account"]]
    small = too_small(customer)
    for steps in where:
        for step in steps:
            customer.get(step).click()
        small += too_small(customer)
    assert small == []


def too_small(customer):
    """Buttons and fields; a link within a sentence may be as small as its words (WCAG 2.5.8)."""
    found = []
    for each in customer.root.locator("button:visible:not(.link), input:visible, select:visible, textarea:visible").all():
        box = each.bounding_box()
        if box and (box["height"] < FINGER_PX - 0.5 or box["width"] < FINGER_PX - 0.5):
            found.append((each.get_attribute("data-testid"), box["width"], box["height"]))
    return found
