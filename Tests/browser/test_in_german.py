"""The pages in the reader's language, also where the inbox still has the words it came with."""

import pytest

from harness.pages import SLOW_MS, expect

GERMAN = {"locale": "de-DE"}
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
WIDTHS = """(field) => {
    const style = getComputedStyle(field);
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    return [pen.measureText(field.placeholder).width,
        field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)];
}"""


def fits(customer):
    words, room = customer.input.evaluate(WIDTHS)
    assert words <= room, customer.input.get_attribute("placeholder")


@pytest.mark.parametrize("size", [{}, PHONE], ids=["wide", "phone"])
def test_greeting_and_placeholders(town, size):
    customer = town.customer(**GERMAN, **size)
    expect(customer.root.get_by_role("heading", name="Wie können wir helfen?")).to_be_visible(timeout=SLOW_MS)
    expect(customer.root.get_by_text("Hi! How can we help?")).to_have_count(0)
    fits(customer)
    town.picture(customer, "greeting")
    customer.says("Mein Zelt hat ein Loch")
    fits(customer)
    town.picture(customer, "waiting")
