"""No file over 400 lines, no function body over 70, in Sources and web; no line over 120 characters in web."""

import re

from . import code

FILE_LINES_MAX = 400
BODY_LINES_MAX = 70
LINE_CHARACTERS_MAX = 120

# Files that may be longer. It is empty and stays so: split the file.
LONG_FILES: frozenset = frozenset()

SWIFT_FUNCTION = re.compile(r"\b(?:func\s+(\S+?)\s*[<(]|(init)[?!]?\s*[<(]|(deinit)\s*\{|(subscript)\s*[<(])")
SWIFT_NEXT_DECLARATION = re.compile(
    r"\n\s*(?:@|(?:public|package|internal|private|fileprivate|static|mutating|nonisolated|func|init|deinit|var|let"
    r"|case|associatedtype|typealias|subscript|struct|class|enum|extension|protocol|actor|import)\b)")
SCRIPT_BODY = re.compile(r"(?:=>|\))\s*\{")
SCRIPT_BLOCKS = {"if", "for", "while", "switch", "catch", "with", "await"}


def check(path, text):
    if not code.in_code_rooms(path):
        return []
    found = []
    lines = text.count("\n")
    if lines > FILE_LINES_MAX and path not in LONG_FILES:
        found.append(f"{path}:1: {lines} lines, at most {FILE_LINES_MAX}")
    if path.startswith("web/") and path.endswith((".js", ".mjs", ".css", ".ts")):
        found += [
            f"{path}:{number}: {len(line)} characters, at most {LINE_CHARACTERS_MAX}"
            for number, line in enumerate(text.split("\n"), start=1) if len(line) > LINE_CHARACTERS_MAX]
    bodies = []
    if code.is_swift(path):
        bodies = swift_bodies(code.blank(text, path))
    elif code.is_script(path) and not path.startswith("web/tests/"):
        bodies = script_bodies(code.blank(text, path))
    for name, line, length in bodies:
        if length > BODY_LINES_MAX:
            found.append(f"{path}:{line}: {name} has {length} lines, at most {BODY_LINES_MAX}")
    return found


def swift_bodies(blanked):
    """(name, line, lines between its braces) of each function that has a body."""
    for match in SWIFT_FUNCTION.finditer(blanked):
        if re.search(r"\.\s*$", blanked[max(0, match.start() - 20):match.start()]):
            continue  # a call: `Self.init(…)`, `super.init(…)`
        brace = body_brace(blanked, match.end() - 1)
        if brace is not None:
            name = next(group for group in match.groups() if group)
            yield name, code.line_of(blanked, match.start()), inner_lines(blanked, brace)


def body_brace(blanked, start):
    """Offset of the `{` that begins the body, or None for a requirement without one."""
    depth = 0
    for offset in range(start, len(blanked)):
        character = blanked[offset]
        if character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
            if depth < 0:
                return None
        elif depth == 0 and character == "{":
            return offset
        elif depth == 0 and character == "}":
            return None
        elif depth == 0 and character == "\n" and SWIFT_NEXT_DECLARATION.match(blanked, offset):
            return None
    return None


def script_bodies(blanked):
    for match in SCRIPT_BODY.finditer(blanked):
        name = "function"
        if blanked[match.start()] == ")":
            name = word_before_brackets(blanked, match.start())
            if name in SCRIPT_BLOCKS:
                continue
        yield name, code.line_of(blanked, match.start()), inner_lines(blanked, match.end() - 1)


def word_before_brackets(blanked, closing):
    depth = 0
    for offset in range(closing, -1, -1):
        depth += (blanked[offset] == ")") - (blanked[offset] == "(")
        if depth == 0:
            word = re.search(r"([#\w$]+)\s*$", blanked[max(0, offset - 100):offset])
            return word.group(1) if word else "function"
    return "function"


def inner_lines(blanked, brace):
    depth = 0
    for offset in range(brace, len(blanked)):
        depth += (blanked[offset] == "{") - (blanked[offset] == "}")
        if depth == 0:
            return max(0, blanked.count("\n", brace, offset) - 1)
    return blanked.count("\n", brace)
