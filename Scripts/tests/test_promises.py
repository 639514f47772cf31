"""docs/faults.md says which tests hold Beckon to its promises: each of them exists."""

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TABLE = (ROOT / "docs/faults.md").read_text(encoding="utf-8")


class PromisesTests(unittest.TestCase):
    def test_every_promise_has_a_row(self):
        self.assertEqual(re.findall(r"^\| (G\d+) \|", TABLE, re.M), [f"G{number}" for number in range(1, 12)])

    def test_every_file_exists(self):
        for name in re.findall(r"`((?:server|fault)/\w+\.py)`", TABLE):
            self.assertTrue((ROOT / "Tests" / name).is_file(), name)

    def test_every_test_exists(self):
        sources = [*(ROOT / "Tests/server").glob("test_*.py"), *(ROOT / "Tests/fault").glob("test_*.py")]
        made = {name for path in sources for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.M)}
        named = set(re.findall(r"`(test_\w+)`", TABLE))
        self.assertTrue(named)
        self.assertEqual(named - made, set())


if __name__ == "__main__":
    unittest.main()
