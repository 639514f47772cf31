"""Swift and JavaScript with comments and strings blanked, so that rules look at code alone."""

import re

# What may stand before a `/` that begins a regular expression and does not divide.
BEFORE_REGEX = re.compile(r"(?:^|[=(,:\[!&|?{};+*%<>~^-]|\b(?:return|typeof|case|in|of|await))\s*$")


def is_swift(path):
    return path.endswith(".swift")


def is_script(path):
    return path.endswith((".js", ".mjs"))


def in_code_rooms(path):
    return path.startswith(("Sources/", "web/"))


def blank(text, path):
    """`text` of the same length and lines, its comments and the insides of its strings replaced by spaces."""
    return Blanker(text, swift=is_swift(path)).run()


class Blanker:
    """One pass over the text. Interpolations stay code: they nest by a recursive call of `code`."""

    def __init__(self, text, swift):
        self.text, self.swift, self.at = text, swift, 0
        self.out = []

    def run(self):
        self.code(until=None)
        return "".join(self.out)

    def keep(self, count=1):
        self.out.append(self.text[self.at:self.at + count])
        self.at += count

    def hide(self, count=1):
        piece = self.text[self.at:self.at + count]
        self.out.append("".join("\n" if character == "\n" else " " for character in piece))
        self.at += count

    def follows(self, piece):
        return self.text.startswith(piece, self.at)

    def code(self, until):
        """Up to the bracket that closes the interpolation, or to the end of the text."""
        opening = {")": "(", "}": "{"}.get(until)
        depth = 0
        while self.at < len(self.text):
            character = self.text[self.at]
            if until and character == until and depth == 0:
                return
            depth += (character == opening) - (character == until)
            if self.follows("//"):
                end = self.text.find("\n", self.at)
                self.hide((len(self.text) if end < 0 else end) - self.at)
            elif self.follows("/*"):
                self.block_comment()
            elif self.swift and (match := re.compile(r'(#*)("""|")').match(self.text, self.at)):
                self.string(match.group(1), match.group(2))
            elif not self.swift and character in "\"'`":
                self.string("", character)
            elif not self.swift and character == "/" and self.regex_may_start():
                self.regex()
            else:
                self.keep()

    def block_comment(self):
        depth = 0
        while self.at < len(self.text):
            if self.follows("/*") and (self.swift or depth == 0):
                depth += 1
                self.hide(2)
            elif self.follows("*/"):
                depth -= 1
                self.hide(2)
                if depth == 0:
                    return
            else:
                self.hide()

    def string(self, hashes, quote):
        end, escape = quote + hashes, "\\" + hashes
        opening, closing = (escape + "(", ")") if self.swift else ("${", "}")
        self.keep(len(hashes + quote))
        while self.at < len(self.text) and not self.follows(end):
            if (self.swift or quote == "`") and self.follows(opening):
                self.hide(len(opening))
                self.code(until=closing)
                self.hide()
            elif self.follows(escape):
                self.hide(len(escape) + 1)
            elif self.text[self.at] == "\n" and quote in ('"', "'"):
                return
            else:
                self.hide()
        self.keep(len(end))

    def regex_may_start(self):
        line = "".join(self.out[-200:]).rsplit("\n", 1)[-1]
        return BEFORE_REGEX.search(line) is not None

    def regex(self):
        self.hide()
        in_class = False
        while self.at < len(self.text) and self.text[self.at] != "\n":
            character = self.text[self.at]
            if character == "\\":
                self.hide(2)
                continue
            in_class = character == "[" or (in_class and character != "]")
            self.hide()
            if character == "/" and not in_class:
                return


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1
