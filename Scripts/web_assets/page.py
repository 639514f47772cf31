"""A page's HTML: what it loads, and the same page with the files of a release instead."""

import re
from urllib.parse import quote

from . import Refused

LATER = re.compile(r'([ \t]*<template id="later">\n)(.*?)(</template>\n)', re.DOTALL)
SHEET = re.compile(r'[ \t]*<link rel="stylesheet" href="/([^"]+)">\n')
MODULE = re.compile(r'([ \t]*)<script type="module" src="/([^"]+)"></script>\n')
ICON = re.compile(r'<link rel="icon" href="/([^"]+)"')
# What may stand in an attribute and in the data of an address as it is.
HARMLESS = " /:=;,.-()"


class Page:
    """`sheets`, `later` (sheets that a script loads when it needs them), `module` and `icon` are paths below web/; the last two may
    be None."""

    def __init__(self, path, text):
        self.path, self.text = path, text
        self.later = [sheet for found in LATER.findall(text) for sheet in SHEET.findall(found[1])]
        self.sheets = SHEET.findall(LATER.sub("", text))
        modules = [found[1] for found in MODULE.findall(text)]
        icons = ICON.findall(text)
        if len(modules) > 1 or len(icons) > 1:
            raise Refused(f"{path}: more than one module or icon")
        self.module = modules[0] if modules else None
        self.icon = icons[0] if icons else None

    def rewritten(self, sheet, later, module, preloads, icon):
        """The page with one style sheet, and one for later, one module and what that imports at once, by their addresses, and the
        icon's text in it."""
        at_once, apart = ([f'<link rel="stylesheet" href="{each}">\n'] for each in (sheet, later))
        # Each match of LATER has three groups, of which the second holds the sheets.
        text = "".join(
            SHEET.sub(lambda _, links=apart if place % 4 == 2 else at_once: links.pop() if links else "", piece)
            for place, piece in enumerate(LATER.split(self.text)))
        links = "".join(f'<link rel="modulepreload" href="{each}">\n' for each in preloads)
        text = MODULE.sub(lambda _: f'{links}<script type="module" src="{module}"></script>\n', text)
        return ICON.sub(lambda _: f'<link rel="icon" href="data:image/svg+xml,{quote(icon, safe=HARMLESS)}"', text)
