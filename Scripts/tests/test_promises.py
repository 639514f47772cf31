"""docs/faults.md says which tests hold Beckon to its promises: each of them exists."""

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TABLE = (ROOT / "docs/faults.md").read_text(encoding="utf-8")


class PromisesTests(unittest.TestCase):
    def test_every_promise_has_a_row(self):
        self.assertEqual(re.findall(r"^\| (G\d+) \|", TABLE, re.M), [f"G{number}" for number in [*range(1, 13), 17]])

    def test_every_file_exists(self):
        named = re.findall(r"`((?:server|fault)/\w+\.py)`", TABLE)
        self.assertTrue(named)
        for name in named:
            self.assertTrue((ROOT / "Tests" / name).is_file(), name)


if __name__ == "__main__":
    unittest.main()
