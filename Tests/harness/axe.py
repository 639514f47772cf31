"""axe on a page as it is, with a picture of it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from harness.waiting import until

# Colours in the middle of a transition are nobody's colours. What moves for ever (a spinner) is let be.
STILL = """() => document.getAnimations().every(
  (one) => one.playState !== 'running' || one.effect.getTiming().iterations === Infinity)"""

SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


def check(page, town, what):
    """Each frame by itself: axe cannot be put into all of them at once."""
    town.picture(page, what)
    until("nothing moves", lambda: page.evaluate(STILL))
    for frame in page.frames:
        if frame.url == "about:blank":
            continue
        results = Axe().run(frame, options={"iframes": False})
        found = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}: "
            + "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:5])
            for violation in results.response["violations"]
        ]
        assert not found, f"{what}, {frame.url}:\n" + "\n".join(found)
