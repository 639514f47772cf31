"""A real browser against the real server, and pictures of what it showed."""

import http.server
import re
import shutil
import threading

import pytest
from playwright.sync_api import sync_playwright

from harness.pages import Desk, Portal, Widget
from harness.server import ARTEFACTS

GRACE_MS = 4000
SCREENSHOTS = ARTEFACTS / "screenshots"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title></head>
<body><main><h1>Another shop</h1></main><script src="{base}/widget.js" data-inbox="main" async></script></body></html>"""


@pytest.fixture(scope="session")
def browser():
    # Without a chromium of the system, the one that Playwright fetched for itself.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


class Town:
    """Everybody in one story: a server, customers with browsers of their own, agents with theirs."""

    def __init__(self, browser, server, name):
        self.browser, self.server, self.name = browser, server, name
        self.contexts, self.troubles, self.pictures = [], [], 0

    def context(self, **more):
        settings = {"locale": "en-GB", "viewport": {"width": 1280, "height": 800}, **more}
        context = self.browser.new_context(**settings)
        context.set_default_timeout(15_000)
        context.on("page", self.listen)
        self.contexts.append(context)
        return context

    def listen(self, page):
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self.console(page, message))

    def console(self, page, message):
        if "Content Security Policy" in message.text or "TrustedHTML" in message.text:
            self.troubles.append(f"{page.url}: {message.text}")

    @property
    def shop(self):
        return self.server.base + "/demo/shop"

    def customer(self, context=None, address=None, **more):
        """A customer with the widget open on the shop's page."""
        return Widget((context or self.context(**more)).new_page(), address or self.shop).open()

    def portal(self, context=None, **more):
        return Portal((context or self.context(**more)).new_page(), self.server.base)

    def desk(self, agent="dana", context=None, online=True, **more):
        desk = Desk((context or self.context(**more)).new_page(), self.server.base, agent)
        return desk.online() if online else desk

    def chat(self, text="My tent has a hole", agent="dana", **more):
        """(customer, desk, number): a question asked and picked."""
        customer = self.customer(**more)
        customer.says(text)
        number = customer.number
        desk = self.desk(agent).pick(number)
        customer.sees_line("staff_joined")
        return customer, desk, number

    def picture(self, whose, what):
        """A screenshot, numbered in the order of the story."""
        self.pictures += 1
        folder = SCREENSHOTS / self.name
        folder.mkdir(parents=True, exist_ok=True)
        page = getattr(whose, "page", whose)
        page.screenshot(path=folder / f"{self.pictures:02}-{what}.png")

    def close(self, failed):
        for context in self.contexts:
            for page in context.pages if failed else []:
                try:
                    self.picture(page, "failed")
                except Exception as error:  # a page that crashed has no picture
                    print(f"no picture: {error}")
            context.close()
        print("\n".join(self.troubles))
        assert failed or not self.troubles, self.troubles


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    setattr(item, f"report_{report.when}", report)
    return report


@pytest.fixture
def make_town(browser, make_server, request):
    towns = []

    def make(mode="demo", environment=None, **more):
        environment = {"BECKON_PRESENCE_GRACE_MS": str(GRACE_MS), **(environment or {})}
        server = make_server(mode=mode, environment=environment, **more)
        town = Town(browser, server, re.sub(r"[^\w.-]+", "_", request.node.name))
        towns.append(town)
        return town

    yield make
    failed = getattr(request.node, "report_call", None) is None or request.node.report_call.failed
    for town in towns:
        town.close(failed)


@pytest.fixture
def town(make_town):
    return make_town()


@pytest.fixture
def site():
    """`site(base)` serves a page with the script tag, on a port of its own, with a strict policy: its address.

    Another port is another origin, but the same site. Under the name `localhost` it is another site as well, and the
    browser then keeps storage from the widget's frame, as browsers do that block third parties.
    """
    servers = []

    def serve(base, host="127.0.0.1"):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = PAGE.format(base=base).encode()
                self.send_response(200 if self.path == "/" else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", f"default-src 'self'; script-src {base}; frame-src {base}")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://{host}:{server.server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
