"""docs/limits.md is true: its numbers are those that the sources declare, and no limit is missing from it."""

import math
import re
import unittest

from test_tidy import SCRIPTS

ROOT = SCRIPTS.parent
NUMBER = re.compile(r"\d[\d,]*\d|\d")
WITH_UNIT = re.compile(rf"(?:{NUMBER.pattern})(?: (?:KiB|MiB|s)\b)?")
# Declared beside limits, and none themselves.
NO_LIMITS = {"firstTicketNumber", "isDemo", "address", "pingInterval", "connectionsPerAddress",
             "httpConnectionsPerAddress", "totalConnections", "writeDeadline"}


def rows(text):
    """(what, limit, declarations) of each row of the table."""
    for line in text.splitlines():
        if line.startswith("| ") and not line.startswith("| ---") and not line.startswith("| what |"):
            what, limit, _, declared = (cell.strip() for cell in line.strip().strip("|").split(" | ", 3))
            yield what, limit, re.findall(r"`(\w+)\.(\w+)`", declared)


def source(type_name):
    found = list((ROOT / "Sources").rglob(f"{type_name}.swift"))
    assert len(found) == 1, f"{type_name} is declared in {found}"
    return found[0].read_text(encoding="utf-8")


def forms(value):
    """How a declared value may be written: each of its numbers as the set of its forms."""
    if match := re.match(r"(?:\w+)?\.seconds\((\d+)\)", value):
        return [{f"{match[1]} s"}]
    if match := re.match(r"\((\d+), (\d+)\)", value):
        return [{match[1]}, {match[2]}]
    if match := re.match(r"([\d_]+) << (\d+)", value):
        number = int(match[1]) << int(match[2])
    else:
        product = re.match(r"[\d_]+(?: \* [\d_]+)*", value)
        assert product, f"not understood: {value}"
        number = math.prod(int(factor) for factor in product[0].split(" * "))
    written = {f"{number:,}"}
    for unit, bytes_ in (("KiB", 1 << 10), ("MiB", 1 << 20)):
        if number % bytes_ == 0:
            written.add(f"{number // bytes_:,} {unit}")
    return [written]


def declared(type_name, name):
    match = re.search(rf"\b{name}\b[^=\n]*=\s*([^\n]+)", source(type_name))
    assert match, f"{type_name} declares no {name}"
    return forms(match[1])


class Limits(unittest.TestCase):
    table = list(rows((ROOT / "docs/limits.md").read_text(encoding="utf-8")))

    def test_the_numbers_are_those_of_the_sources(self):
        for what, limit, declarations in self.table:
            with self.subTest(what):
                expected = [form for each in declarations for form in declared(*each)]
                written = WITH_UNIT.findall(limit)
                self.assertEqual(len(written), len(expected), (written, expected))
                for number, allowed in zip(written, expected, strict=True):
                    self.assertIn(number, allowed)

    def test_no_limit_is_missing(self):
        named = {name for _, _, declarations in self.table for _, name in declarations}
        for type_name in ("Limits", "SocketSettings"):
            names = re.findall(r"package (?:static let|var) (\w+)", source(type_name))
            self.assertGreater(len(names), 5)
            self.assertEqual(set(names) - named - NO_LIMITS, set(), type_name)

    def test_a_wrong_number_would_be_found(self):
        self.assertEqual(forms("64 * 1024"), [{"65,536", "64 KiB"}])
        self.assertEqual(forms("1 << 20"), [{"1,048,576", "1,024 KiB", "1 MiB"}])
        self.assertEqual(forms("TimeAmount.seconds(5)"), [{"5 s"}])
        self.assertEqual(WITH_UNIT.findall("8,000; 64 KiB, 20 a second, 5 s"), ["8,000", "64 KiB", "20", "5 s"])


if __name__ == "__main__":
    unittest.main()
