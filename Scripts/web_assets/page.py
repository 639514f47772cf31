"""A page whose style sheets and modules have become one file each."""

import posixpath
import re

from . import Refused, style
from .join import Joined

SHEET = re.compile(r'^<link rel="stylesheet" href="/([^"]+)">\n', re.MULTILINE)
PRELOAD = re.compile(r'^<link rel="modulepreload" href="/([^"]+)">\n', re.MULTILINE)
ENTRY = re.compile(r'^<script type="module" src="/([^"]+)"></script>\n', re.MULTILINE)


def join(files, page):
    """What takes the place of `page`, its module and its last style sheet, and the parts that it loads on demand."""
    html = files[page]
    entries, sheets = ENTRY.findall(html), SHEET.findall(html)
    if len(entries) != 1 or not sheets:
        raise Refused(f"{page}: one module and some style sheets are wanted, each on a line of its own")
    if "<link rel=\"stylesheet\"" in SHEET.sub("", html):
        raise Refused(f"{page}: a style sheet with more to it than its address")
    own = sheets[-1]
    if posixpath.splitext(own)[0] != posixpath.splitext(entries[0])[0]:
        raise Refused(f"{page}: {own} and {entries[0]} are not of one name")
    joined = Joined(files, entries[0])
    out = joined.outputs()
    out[own] = style.join([(path, files[path]) for path in sheets])
    html = SHEET.sub(lambda found: found.group() if found.group(1) == own else "", html)
    out[page] = PRELOAD.sub(lambda found: "" if found.group(1) in joined.in_whole else found.group(), html)
    return out
