"""JavaScript as tokens, and the same program without comments and needless blanks.

Where `/` could begin a regular expression or divide, and a look at the tokens before it cannot tell, the file is refused.
Line ends stay wherever a semicolon could be inserted automatically (ECMA-262, section 12.10).
"""

import re
from typing import NamedTuple

from . import Refused

PUNCTUATORS = sorted(
    "{ } ( ) [ ] ; , < > <= >= == != === !== + - * / % ** ++ -- << >> >>> & | ^ ! ~ && || ?? ? ?. : = += -= *= /= %= "
    "**= <<= >>= >>>= &= |= ^= &&= ||= ??= => . ... #".split(), key=len, reverse=True)
PUNCTUATOR = re.compile("|".join(re.escape(each) for each in PUNCTUATORS))
SPACE = re.compile(r"[ \t\f\v\u00a0\ufeff]+")
NEWLINE = re.compile(r"\r\n|[\r\n\u2028\u2029]")
NAME = re.compile(r"[$_a-zA-Z][$_a-zA-Z0-9]*")
NUMBER = re.compile(r"0[xX][0-9a-fA-F_]+n?|0[oO][0-7_]+n?|0[bB][01_]+n?|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?[\d_]+)?n?")
STRING = re.compile(r"'(?:[^'\\\r\n]|\\(?:\r\n|[\s\S]))*'|\"(?:[^\"\\\r\n]|\\(?:\r\n|[\s\S]))*\"")
LINE_COMMENT = re.compile(r"//[^\r\n\u2028\u2029]*")
BLOCK_COMMENT = re.compile(r"/\*[\s\S]*?\*/")
REGEX = re.compile(r"/(?![*/])(?:[^\\/\[\r\n]|\\[^\r\n]|\[(?:[^\]\\\r\n]|\\[^\r\n])*\])+/[a-z]*")
TEMPLATE = re.compile(r"(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(`|\$\{)")

BEFORE_VALUE = {"return", "typeof", "case", "in", "delete", "void", "throw", "new", "instanceof", "else", "do"}
UNCLEAR = {"of", "await", "yield", "async", "let", "get", "set", "static"}
CONTROL = {"if", "while", "for", "with"}
OPENING = {")": "(", "]": "[", "}": "{"}
BLANK = {"space", "newline", "comment"}


class Token(NamedTuple):
    kind: str  # name number string template regex punctuator, or one of BLANK
    text: str
    line: int


def tokens(text, path="script"):
    return Scanner(text, path).run()


class Scanner:
    def __init__(self, text, path):
        self.text, self.path, self.at = text, path, 0
        self.found = []
        self.solid = []  # those that are no blanks
        self.open = []  # (bracket, token before it); "${" for a template's hole

    def refuse(self, why):
        raise Refused(f"{self.path}:{self.text.count(chr(10), 0, self.at) + 1}: {why}")

    def add(self, kind, text):
        token = Token(kind, text, self.text.count("\n", 0, self.at) + 1)
        self.found.append(token)
        if kind not in BLANK:
            self.solid.append(token)
        self.at += len(text)

    def match(self, pattern):
        found = pattern.match(self.text, self.at)
        return found.group() if found else None

    def run(self):
        if self.text.startswith("#!"):
            self.refuse("a first line with #!")
        while self.at < len(self.text):
            self.step(self.text[self.at])
        if self.open:
            self.refuse(f"{self.open[-1][0]} is not closed")
        return self.found

    def step(self, character):
        if text := self.match(SPACE):
            self.add("space", text)
        elif text := self.match(NEWLINE):
            self.add("newline", text)
        elif text := self.match(LINE_COMMENT) or self.match(BLOCK_COMMENT):
            self.add("comment", text)
        elif text := self.match(NAME):
            if self.text[self.at + len(text):self.at + len(text) + 1] == "\\":
                self.refuse("an escape in a name")
            self.add("name", text)
        elif text := self.match(NUMBER):
            self.add("number", text)
            if self.match(NAME):
                self.refuse("a name right after a number")
        elif character in "'\"":
            self.add("string", self.match(STRING) or self.refuse("a string that does not end"))
        elif character == "`":
            self.template("`")
        elif character == "/" and self.regex_begins():
            self.add("regex", self.match(REGEX) or self.refuse("a regular expression that does not end"))
        else:
            self.punctuator()

    def punctuator(self):
        text = self.match(PUNCTUATOR) or self.refuse(f"the character {self.text[self.at]!r}")
        if text == "?." and self.text[self.at + 2:self.at + 3].isdigit():
            text = "?"
        if self.text.startswith(("<!--", "-->"), self.at):
            self.refuse("what could be a comment of HTML")
        if text in "([{":
            self.open.append((text, self.solid[-1] if self.solid else None, len(self.solid)))
        elif text in OPENING:
            if text == "}" and self.open and self.open[-1][0] == "${":
                self.open.pop()
                return self.template("}")
            if not self.open or self.open[-1][0] != OPENING[text]:
                self.refuse(f"{text} closes nothing")
            self.closed = self.open.pop()
        self.add("punctuator", text)

    def template(self, opening):
        """A piece of a template: from ` or } to ` or ${."""
        found = TEMPLATE.match(self.text, self.at + 1)
        if not found:
            self.refuse("a template that does not end")
        self.add("template", opening + found.group())
        if found.group(1) == "${":
            self.open.append(("${", None, len(self.solid)))

    def regex_begins(self):
        before = self.solid[-1] if self.solid else None
        member = len(self.solid) > 1 and self.solid[-2].text in {".", "?.", "#"}
        if before is None:
            return True
        if before.kind == "name" and not member:
            if before.text in UNCLEAR:
                self.refuse(f"a / after {before.text}")
            return before.text in BEFORE_VALUE
        if before.kind == "template":
            return before.text.endswith("${")
        if before.kind != "punctuator":
            return False
        if before.text == ")":
            opener = self.closed[1]
            return opener is not None and opener.kind == "name" and opener.text in CONTROL and not self.is_member(self.closed[2] - 1)
        if before.text in {"}", "++", "--"}:
            self.refuse(f"a / after {before.text}")
        return before.text != "]"

    def is_member(self, index):
        return index > 0 and self.solid[index - 1].text in {".", "?.", "#"}


WORDS = {"name", "number", "regex"}
NO_LINE_AFTER = {"{", "(", "[", ",", ";"}
NO_LINE_BEFORE = {"}", ")", "]"}


def write(found):
    """The tokens as text, with no more blanks between them than they need."""
    out = []
    before, blanks = None, []
    for token in found:
        if token.kind in BLANK:
            blanks.append(token)
            continue
        if before is not None and blanks:
            out.append(between(before, blanks, token))
        out.append(token.text)
        before, blanks = token, []
    return "".join(out) + ("\n" if out else "")


def between(before, blanks, after):
    punctuators = before.kind == "punctuator", after.kind == "punctuator"
    if any(NEWLINE.search(each.text) for each in blanks):
        tight = punctuators[0] and before.text in NO_LINE_AFTER or punctuators[1] and after.text in NO_LINE_BEFORE
        return "" if tight else "\n"
    if before.kind in WORDS and after.kind in WORDS:
        return " "
    if all(punctuators) and before.text not in NO_LINE_AFTER | NO_LINE_BEFORE and after.text not in NO_LINE_AFTER | NO_LINE_BEFORE:
        return " "
    # 1 .toString(), a ? .5 : b, a / /b/
    merging = {"number": "?.", "regex": "/<"}.get(after.kind, "")
    if before.kind == "number" and after.text.startswith(".") or punctuators[0] and before.text[-1] in merging:
        return " "
    return ""


def strip(text, path="script"):
    """The same program, shorter."""
    short = write(tokens(text, path))
    same = [each[:2] for each in tokens(text, path) if each.kind not in BLANK]
    if [each[:2] for each in tokens(short, path) if each.kind not in BLANK] != same:
        raise Refused(f"{path}: the stripped file reads differently")
    return short
