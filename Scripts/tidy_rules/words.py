"""Calls that are not used here, and what no file may hold."""

import re

from . import code

SWIFT_BANNED = [
    (re.compile(r"\bTask\.detached\b"), "Task.detached: give the task an owner"),
    (re.compile(r"\bDispatchQueue\b"), "DispatchQueue: use an actor or a Mutex"),
    (re.compile(r"\.wait\(\)"), ".wait() blocks a thread: await it"),
    (re.compile(r"\btry!"), "try!: throw or handle the error"),
    (re.compile(r"\bfatalError\("), "fatalError: throw, or make the state impossible"),
]
# Routes are made of what they say of themselves (docs/api.md, contract/openapi.json); pages, sockets and metrics are no part of the API.
ROUTER = (re.compile(r"\bRouterMethods<"), "a route is a Route, with its description")
MAY_ADD_ROUTES = {
    f"Sources/BeckonHTTP/{name}.swift" for name in (
        "Contract/Route", "Pages/Pages", "Routes/MetricsRoutes", "Routes/SocketRoutes")}
PRINT = (re.compile(r"(?<![\w.])print\("), "print outside the command line: use the logger")
UNCHECKED = re.compile(r"@unchecked\s+Sendable\b")

WEB_BANNED = [
    (re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML)\b"), "{0}: build nodes, set textContent"),
    (re.compile(r"\bdocument\.(?:write|writeln)\b"), "document.write: build nodes"),
]
INLINE_STYLE = (re.compile(r"\bstyle\s*=\s*[\"']"), "inline style: the content security policy forbids it")
INLINE_HANDLER = (re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']"), "inline handler: use addEventListener")

# Written in two parts, so that this file does not hold them.
LOCAL_PATHS = re.compile(r"(?<![\w.$}~*-])/(?:" + "|".join(["wor" + "k/", "roo" + "t/", "tmp/" + "bash"]) + ")")


def check(path, text):
    return every_file(path, text) + swift(path, text) + web(path, text)


def every_file(path, text):
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line != line.rstrip():
            found.append(f"{path}:{number}: trailing white space")
        if LOCAL_PATHS.search(line):
            found.append(f"{path}:{number}: a path of one machine")
    if text and not text.endswith("\n"):
        found.append(f"{path}:{text.count(chr(10)) + 1}: no newline at the end")
    return found


def swift(path, text):
    if not (path.startswith("Sources/") and code.is_swift(path)):
        return []
    blanked = code.blank(text, path)
    rules = SWIFT_BANNED + ([] if path.startswith("Sources/beckon/") else [PRINT])
    rules += [] if path in MAY_ADD_ROUTES else [ROUTER]
    return matches(path, blanked, rules) + unchecked(path, text, blanked)


def unchecked(path, text, blanked):
    """`@unchecked Sendable` needs its proof: a comment on the line before, or before the declaration's first line."""
    found = []
    lines, code_lines = text.split("\n"), blanked.split("\n")
    for match in UNCHECKED.finditer(blanked):
        number = code.line_of(blanked, match.start())
        first = number - 1
        while first > 0 and not re.search(r"\b(class|struct|enum|extension|actor)\b", code_lines[first]):
            first -= 1
        before = {number - 2, first - 1} - {-1}
        if not any(lines[index].lstrip().startswith(("//", "*/")) for index in before):
            found.append(f"{path}:{number}: @unchecked Sendable without its proof in a comment before it")
    return found


def web(path, text):
    if not path.startswith("web/") or path.startswith("web/tests/"):
        return []
    if code.is_script(path):
        # Strings count here: `element["innerHTML"]` and markup in a string are the same mistake.
        return matches(path, without_comments(path, text), WEB_BANNED + [INLINE_STYLE])
    if path.endswith((".html", ".svg")):
        return matches(path, text, WEB_BANNED + [INLINE_STYLE, INLINE_HANDLER])
    return []


def without_comments(path, text):
    """The text with those characters blanked that are in comments, by comparing with the string-blind view."""
    lines = []
    for line in text.split("\n"):
        stripped = line.lstrip()
        lines.append("" if stripped.startswith(("//", "*", "/*")) else line)
    return "\n".join(lines)


def matches(path, text, rules):
    found = []
    for pattern, what in rules:
        for match in pattern.finditer(text):
            found.append(f"{path}:{code.line_of(text, match.start())}: {what.format(*match.groups())}")
    return found
