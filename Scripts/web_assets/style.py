"""CSS without comments and needless blanks."""

import re

from . import Refused

PIECE = re.compile(r"""
    (?P<comment>/\*[\s\S]*?\*/)
  | (?P<space>\s+)
  | (?P<string>"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')
  | (?P<url>url\(\s*(?:"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')\s*\))
  | (?P<bad>url\(|/\*|["'\\]|<!--|-->)
  | (?P<sign>[{}();,:\[\]])
  | (?P<other>[^\s{}();,:\[\]"'\\/<u-]+|[/<u-])
""", re.VERBOSE | re.IGNORECASE)
NOT_JOINED = re.compile(r"@(?:import|charset|namespace|layer)\b|url\(", re.IGNORECASE)


def pieces(text, path):
    at = 0
    while at < len(text):
        match = PIECE.match(text, at)
        if not match or match.lastgroup == "bad":
            line = text.count("\n", 0, at) + 1
            raise Refused(f"{path}:{line}: {text[at:at + 12]!r} in a style sheet")
        yield match.lastgroup, match.group()
        at = match.end()


def strip(text, path="style"):
    """Blanks go at line ends, around braces and semicolons, after commas and colons; elsewhere a run becomes one.

    None goes before a colon (`a :hover`), nor around an operator (`calc(1px + 2px)`).
    """
    out, blank, depth = [], False, 0
    for kind, piece in pieces(text, path):
        if kind in {"space", "comment"}:
            blank = True
            continue
        if blank and out and out[-1] not in {"{", "}", ";", ",", ":", "(", "\n"} and piece not in {"{", "}", ";", ",", ")"}:
            out.append(" ")
        blank = False
        if piece == "}" and out[-1:] == [";"]:
            out.pop()
        depth += (piece == "{") - (piece == "}")
        if depth < 0:
            raise Refused(f"{path}: a brace closes nothing")
        out.append(piece)
        if piece == "}" and depth == 0:
            out.append("\n")
    if depth:
        raise Refused(f"{path}: a brace is not closed")
    return "".join(out)


def join(sheets):
    """Several (path, text) as one, in their order."""
    for path, text in sheets:
        if NOT_JOINED.search(text):
            raise Refused(f"{path}: a style sheet with @import, @charset, @namespace, @layer or url() is not joined")
    return "".join(strip(text, path) for path, text in sheets)
