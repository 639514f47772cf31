"""What the pages cost: requests, bytes as sent, and how many answers one after another it takes until they can be used.

Both ways of serving them: a release's joined files under hashed names, and the sources as they are.
"""

import time

import pytest

from harness.pages import SLOW_MS, expect
from harness.server import ROOT

MADE = ROOT / "Sources/CWebAssets/generated/assets.inc"
LATENCY_MS = 400

# Page → (what is there when it can be used, requests at most, bytes at most, answers that wait for one another).
# Requests and bytes are all that goes over the network until the page rests: files and the API's answers; sockets apart.
# Nobody is there: the widget also fetches the part that asks for an address. What it has at once is held by test_embed_web.py.
PAGES = {
    "desk": ("/desk?as=dana", '[data-testid="ticket-row"]', 8, 92_160, 5),
    "portal": ("/", '[data-testid="composer-input"]', 8, 46_080, 5),
    "widget": ("/widget/frame", '[data-testid="composer-input"]', 8, 38_912, 4),
}

needs_release = pytest.mark.skipif(not MADE.is_file(), reason="no release was made: Scripts/embed-web, then build")


class Visit:
    """One visit of a page in a context of its own, with everything that it asked for."""

    def __init__(self, context, address, seen, latency_ms=0):
        self.requests = {}
        self.page = context.new_page()
        cdp = context.new_cdp_session(self.page)
        cdp.send("Network.enable")
        cdp.send("Network.emulateNetworkConditions", {
            "offline": False, "latency": latency_ms, "downloadThroughput": -1, "uploadThroughput": -1})
        cdp.on("Network.requestWillBeSent", lambda event: self.note(event, url=event["request"]["url"]))
        cdp.on("Network.responseReceived", lambda event: self.note(event, kept=event["response"].get("fromDiskCache", False)))
        cdp.on("Network.requestServedFromCache", lambda event: self.note(event, kept=True))
        cdp.on("Network.loadingFinished", lambda event: self.note(event, size=event["encodedDataLength"]))
        began = time.monotonic()
        self.page.goto(address, wait_until="commit")
        self.page.locator(seen).first.wait_for(timeout=30_000)
        self.seconds = time.monotonic() - began
        self.page.wait_for_load_state("networkidle")

    def note(self, event, **what):
        self.requests.setdefault(event["requestId"], {}).update(what)

    @property
    def sent(self):
        """What went over the network. A page in a frame has no icon: there nobody asks for one."""
        return [each for each in self.requests.values()
                if not each.get("kept") and not each["url"].startswith("data:") and not each["url"].endswith("/favicon.ico")]

    @property
    def bytes(self):
        return sum(each.get("size", 0) for each in self.sent)

    @property
    def files(self):
        return [each["url"] for each in self.sent if "/assets/" in each["url"]]


@pytest.fixture
def busy_town(town):
    """Somebody waits, so that the desk's list has a row."""
    town.customer().says("My tent has a hole")
    return town


@needs_release
@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_little_and_keeps_it(busy_town, name):
    path, seen, requests, most_bytes, _ = PAGES[name]
    context = busy_town.context()
    cold = Visit(context, busy_town.server.base + path, seen)
    assert cold.files, "the program serves sources: it was built before Scripts/embed-web ran"
    assert len(cold.sent) <= requests, cold.sent
    assert cold.bytes <= most_bytes, cold.sent
    warm = Visit(context, busy_town.server.base + path, seen)
    assert warm.files == [], "hashed files are asked for once"


@needs_release
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_there_after_few_answers(busy_town, name):
    """Two visits, with and without latency: what they differ by, in latencies, is how many answers waited for one another."""
    path, seen, _, _, answers = PAGES[name]
    address = busy_town.server.base + path
    differences = []
    for _ in range(3):
        at_once = Visit(busy_town.context(), address, seen)
        late = Visit(busy_town.context(), address, seen, LATENCY_MS)
        differences.append((late.seconds - at_once.seconds) * 1000 / LATENCY_MS)
    assert min(differences) <= answers + 0.5, differences


@needs_release
def test_a_language_is_loaded_alone(busy_town):
    for locale, mine, other in [("en-GB", "desk-en-", "desk-de-"), ("de-DE", "desk-de-", "desk-en-")]:
        path, seen, *_ = PAGES["desk"]
        visit = Visit(busy_town.context(locale=locale), busy_town.server.base + path, seen)
        assert any(mine in url for url in visit.files) and not any(other in url for url in visit.files)


def test_the_sources_run_as_they_are(make_town):
    town = make_town(arguments=["--empty", "--no-rate-limits", "--web-root", str(ROOT / "web")])
    assert "Pages are served from their sources" in town.server.output()
    customer, desk, number = town.chat("My stove is cold")
    desk.says("Which one?")
    customer.sees("Which one?")
    names = customer.page.evaluate("performance.getEntriesByType('resource').map((each) => each.name)")
    names += desk.page.evaluate("performance.getEntriesByType('resource').map((each) => each.name)")
    assert any(name.endswith("/desk/session.js") for name in names) and not any("/assets/" in name for name in names)
    customer.get("show-tickets").click()
    expect(customer.root.locator(".page").first).to_have_css("display", "flex", timeout=SLOW_MS)
    frame = customer.page.frames[-1]
    assert frame.evaluate("document.getElementById('later').content.children.length") == 0, "all styles are there"
    portal = town.portal()
    portal.says("And in the portal?")


@needs_release
def test_what_the_chat_shows_later_is_there_in_a_release(town):
    """The list of tickets and the panel under a chat that is over come in files of their own, scripts and styles."""
    customer, desk, number = town.chat("My boots leak")
    expect(customer.get("show-tickets")).to_be_visible(timeout=SLOW_MS)
    customer.get("show-tickets").click()
    expect(customer.get("new-ticket")).to_be_visible(timeout=SLOW_MS)
    names = customer.page.frames[-1].evaluate("performance.getEntriesByType('resource').map((each) => each.name)")
    later = [name for name in names if "/assets/later-" in name]
    assert len(later) == 1, later
    expect(customer.root.locator(".page").first).to_have_css("display", "flex")
    styles = [name for name in names if name.endswith(".css")]
    assert len([name for name in styles if "/assets/frame-later-" in name]) == 1 and len(styles) == 2, styles
