"""docs/glossary.md: each term is said in two sentences, stands once, and names a file that there is."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class GlossaryTests(unittest.TestCase):
    def setUp(self):
        text = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
        self.lines = [line for line in text.splitlines() if line.startswith("- ")]

    def test_each_term_stands_once(self):
        terms = [term for line in self.lines for term in re.findall(r"\*\*([^*]+)\*\*", line.split(":")[0])]
        self.assertGreater(len(terms), 50)
        self.assertEqual(len(terms), len(set(terms)))

    def test_each_term_names_files_that_there_are(self):
        names = {path.name for path in (ROOT / "Sources").rglob("*.swift")}
        for line in self.lines:
            place = line[line.rindex("(`"):]
            files = re.findall(r"[\w/+]+\.swift", place)
            self.assertTrue(files, line)
            for file in files:
                # Files may move to another room; their names stay.
                self.assertIn(pathlib.PurePath(file).name, names, line)

    def test_each_term_is_said_in_at_most_three_sentences(self):
        for line in self.lines:
            words = line.split("**: ", 1)[-1] if "**: " in line else line.split(": ", 1)[1]
            sentences = re.findall(r"[^.]+\.(?=\s)", words[:words.rindex(" (`")] + " ")
            self.assertIn(len(sentences), (1, 2, 3), line)


if __name__ == "__main__":
    unittest.main()
