"""The pages as people use them, by their test ids."""

import re

from playwright.sync_api import expect

SLOW_MS = 15_000


class Chat:
    """The parts that widget and portal share; `root` is the page, or the widget's frame."""

    def __init__(self, page, root):
        self.page, self.root = page, root

    def get(self, id):
        return self.root.get_by_test_id(id)

    def either(self, *ids):
        """The first of these that is in sight."""
        return self.root.locator(", ".join(f'[data-testid="{id}"]:visible' for id in ids)).first

    @property
    def input(self):
        return self.get("composer-input")

    def say(self, text):
        """Writes and sends; does not wait for the answer."""
        self.write(text)
        self.get("composer-send").click()
        return self.message(text)

    def write(self, text):
        """What is typed goes where the focus is, which a page that has just opened may still move: like a person, types again."""
        for _ in range(5):
            self.input.fill(text)
            if self.input.input_value() == text:
                return
        expect(self.input).to_have_value(text)

    def message(self, text):
        return self.get("message").filter(has_text=text)

    def says(self, text, states=("sent", "delivered", "seen")):
        """Writes, and waits until the server has it."""
        message = self.say(text)
        expect(message).to_have_attribute("data-state", re.compile("|".join(states)), timeout=SLOW_MS)
        return message

    def line(self, code):
        return self.root.locator(f'[data-testid="system-line"][data-code="{code}"]')

    def sees_line(self, code, times=1):
        expect(self.line(code)).to_have_count(times, timeout=SLOW_MS)

    def sees(self, text):
        expect(self.message(text)).to_have_count(1, timeout=SLOW_MS)
        expect(self.message(text)).to_be_visible()

    def texts(self):
        """Every message on the page, as (data-from, data-seq), in the order of the page."""
        return [
            (each.get_attribute("data-from"), int(each.get_attribute("data-seq") or 0))
            for each in self.get("message").all()
        ]

    def may_write(self):
        expect(self.input).to_be_visible(timeout=SLOW_MS)
        expect(self.input).to_be_enabled(timeout=SLOW_MS)

    def may_not_write(self):
        """The composer is locked: disabled, or not there at all."""
        enabled = self.root.locator('[data-testid="composer-input"]:visible:enabled')
        expect(enabled).to_have_count(0, timeout=SLOW_MS)

    @property
    def number(self):
        expect(self.get("ticket-number")).to_contain_text(re.compile(r"\d{4}"), timeout=SLOW_MS)
        return re.search(r"\d{4,}", self.get("ticket-number").inner_text()).group()


class Widget(Chat):
    """The customer's chat box on somebody's page."""

    def __init__(self, page, address):
        super().__init__(page, page.frame_locator('[data-testid="frame"]'))
        page.goto(address)

    def open(self):
        launcher = self.page.get_by_test_id("launcher")
        expect(launcher).to_be_visible()
        if launcher.get_attribute("aria-expanded") != "true":
            launcher.click()
        expect(self.either("composer", "status-line")).to_be_visible(timeout=SLOW_MS)
        return self

    def reload(self):
        self.page.reload()
        return self.open()


class Portal(Chat):
    def __init__(self, page, base):
        super().__init__(page, page)
        page.goto(base + "/")
        expect(self.get("account")).to_be_visible(timeout=SLOW_MS)


class Desk(Chat):
    """The agents' console."""

    def __init__(self, page, base, agent=None):
        super().__init__(page, page)
        page.goto(f"{base}/desk" + (f"?as={agent}" if agent else ""))

    @property
    def switch(self):
        return self.get("presence-switch")

    def connected(self):
        """The desk knows the server's word on who is online."""
        expect(self.get("connection")).to_have_attribute("data-state", re.compile("^(open|polling)$"), timeout=SLOW_MS)

    def online(self):
        expect(self.switch).to_be_enabled(timeout=SLOW_MS)
        self.connected()
        if self.switch.get_attribute("aria-checked") != "true":
            self.switch.click()
        expect(self.switch).to_have_attribute("aria-checked", "true", timeout=SLOW_MS)
        return self

    def offline(self):
        self.switch.click()
        sure = self.get("ask-offline").get_by_test_id("ask-yes")
        if sure.is_visible():  # there are live chats
            sure.click()
        expect(self.switch).to_have_attribute("aria-checked", "false", timeout=SLOW_MS)
        return self

    def list(self, name):
        self.get(f"list-{name}").click()
        return self

    def aside(self):
        """The pointer goes away from the rows, which then follow what happens."""
        self.page.mouse.move(2, 2)
        return self

    def row(self, number):
        return self.root.locator(f'[data-testid="ticket-row"][data-number="{number}"]')

    def open(self, number, list="all"):
        self.list(list)
        self.row(number).get_by_role("button").first.click()
        expect(self.get("conversation")).to_be_visible(timeout=SLOW_MS)
        return self.aside()

    def pick(self, number):
        """Picks from the list of those who wait, and has it open."""
        self.list("waiting")
        row = self.row(number)
        expect(row).to_be_visible(timeout=SLOW_MS)
        row.hover()
        row.get_by_test_id("row-pick").click()
        expect(self.get("conversation")).to_be_visible(timeout=SLOW_MS)
        self.may_write()
        return self.aside()
