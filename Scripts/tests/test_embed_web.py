"""What a release carries: joined, under hashed names, whole, within its budgets; and a build that notices when it changed."""

import contextlib
import gzip
import io
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from test_tidy import SCRIPTS, script

from web_assets import Refused, bundle, table

ROOT = SCRIPTS.parent
HASHED = re.compile(r"assets/[a-z-]+-[A-Z2-7]{8}\.(?:js|css)")

PAGE = """\
<!doctype html>
<link rel="icon" href="/shared/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/shared/base.css">
<link rel="stylesheet" href="/desk/desk.css">
<script type="module" src="/desk/main.js"></script>
<div id="app"></div>
"""
SITE = {
    "tsconfig.json": '{"compilerOptions": {"baseUrl": ".", "paths": {"/*": ["./*"]}}}',
    "shared/icon.svg": "<svg/>",
    "shared/base.css": "/* why */\n.a { color: red; }\n",
    "shared/tell.js": "// why\nexport const tell = (message) => console.log('told', message);\n",
    "shared/words-en.js": "export default { hello: 'Good day' };\n",
    "shared/words-de.js": "export default { hello: 'Guten Tag' };\n",
    "desk/index.html": PAGE,
    "desk/desk.css": ".a { color: blue; }\n",
    "desk/main.js": """\
import { tell } from '/shared/tell.js';
const WORDS = { en: () => import('/shared/words-en.js'), de: () => import('/shared/words-de.js') };
WORDS[navigator.language].call().then((words) => tell(words.default.hello));
document.onclick = () => import('./late.js');
""",
    "desk/late.js": "import { tell } from '/shared/tell.js';\ntell('late');\n",
    "widget/widget.js": "/* Beckon */\n'use strict';\nif (document.currentScript) { const long = 1; console.log(long); }\n",
}


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.write(SITE)

    def write(self, files):
        for path, text in files.items():
            file = self.root / "web" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)

    def made(self, **changes):
        self.write({path.replace("__", "/").replace("_", "."): text for path, text in changes.items()})
        return bundle.files(self.root / "web")

    @staticmethod
    def holding(files, text):
        return sorted(name for name, data in files.items() if text in data.decode())


class Bundle(Case):
    def test_a_page_names_hashed_files_only(self):
        files = self.made()
        html = files["desk/index.html"].decode()
        self.assertEqual(len(re.findall("<link rel=\"stylesheet\"", html)), 1)
        self.assertEqual(len(re.findall("<script ", html)), 1)
        self.assertIn('<div id="app"></div>', html)
        named = re.findall(r'(?:href|src)="/([^"]+)"', html)
        self.assertEqual(len(named), len(set(named)))
        self.assertIn('<link rel="icon" href="data:image/svg+xml,%3Csvg/%3E" type=', html)
        for name in named:
            self.assertRegex(name, HASHED)
            self.assertIn(name, files)

    def test_the_rest_is_reached_from_there_and_nothing_else_is_carried(self):
        files = self.made()
        reached, ahead = set(), ["desk/index.html"]
        while ahead:
            name = ahead.pop()
            reached.add(name)
            text = files[name].decode()
            names = {f"assets/{each}" for each in re.findall(r'[a-z-]+-[A-Z2-7]{8}\.\w+', text)}
            ahead += names - reached
        self.assertEqual(set(files) - reached, {"widget/widget.js"})

    def test_sheets_are_joined_in_their_order_and_comments_go(self):
        files = self.made()
        [sheet] = [data.decode() for name, data in files.items() if name.endswith(".css")]
        self.assertLess(sheet.index("red"), sheet.index("#00f"))
        self.assertEqual(self.holding(files, "why"), [])

    def test_sheets_for_later_are_joined_apart_and_stay_in_their_template(self):
        page = PAGE.replace('<script', '<template id="later">\n<link rel="stylesheet" href="/shared/more.css">\n'
                            '<link rel="stylesheet" href="/desk/most.css">\n</template>\n<script')
        files = self.made(desk__index_html=page, shared__more_css=".b { color: red; }\n",
                          desk__most_css=".c { color: blue; }\n")
        html = files["desk/index.html"].decode()
        template = re.search(r'<template id="later">(.*?)</template>', html, re.DOTALL).group(1)
        [later] = re.findall('<link rel="stylesheet" href="/([^"]+)">', template)
        [first] = re.findall('<link rel="stylesheet" href="/([^"]+)">', html.replace(template, ""))
        self.assertIn(".a", files[first].decode())
        self.assertNotIn(".a", files[later].decode())
        self.assertLess(files[later].decode().index(".b"), files[later].decode().index(".c"))

    def test_each_language_stands_alone(self):
        files = self.made()
        for words in ["Good day", "Guten Tag"]:
            [name] = self.holding(files, words)
            self.assertTrue(name.startswith("assets/words-"), name)

    def test_what_a_script_imports_at_once_is_preloaded_and_what_it_loads_later_is_not(self):
        files = self.made()
        html = files["desk/index.html"].decode()
        [common] = self.holding(files, "told")
        self.assertIn(f'<link rel="modulepreload" href="/{common}">', html)
        [late] = self.holding(files, '"late"')
        self.assertNotIn(late, html)

    def test_a_script_that_would_only_import_a_chunk_is_left_out(self):
        files = self.made(**{
            "desk__main_js": SITE["desk/main.js"] + "export const desk = 'desk';\nconsole.log(desk);\n",
            "desk__late_js": "import { desk } from './main.js';\nconsole.log('late', desk);\n"})
        html = files["desk/index.html"].decode()
        [whole] = self.holding(files, "told")
        self.assertIn(f'<script type="module" src="/{whole}"></script>', html)
        self.assertNotIn("modulepreload", html)
        self.assertEqual([name for name in files if name.startswith("assets/desk-") and name.endswith(".js")], [])

    def test_a_name_follows_its_contents(self):
        before, again = self.made(), self.made()
        self.assertEqual(before, again)
        after = self.made(**{"shared__tell_js": "export const tell = (message) => console.log('said', message);\n"})
        changed = {name.split("-")[0] for name in set(after) - set(before)}
        self.assertEqual(changed, {"assets/chunk", "assets/desk", "assets/late"})
        self.assertEqual(self.holding(after, "Good day"), self.holding(before, "Good day"))

    def test_the_loader_keeps_its_name_and_is_short(self):
        loader = self.made()["widget/widget.js"].decode()
        self.assertIn("use strict", loader)
        self.assertLess(len(loader), len(SITE["widget/widget.js"]))

    def refused(self, part, **changes):
        with self.assertRaises(Refused) as caught:
            self.made(**changes)
        self.assertIn(part, str(caught.exception))

    def test_what_would_be_missing_in_a_release_is_refused(self):
        late = "document.head.append(Object.assign(document.createElement('link'), { href: '/desk/desk.css' }));\n"
        self.refused("desk/desk.css", desk__late_js=late)

    def test_what_esbuild_does_not_understand_is_refused(self):
        self.refused("main.js", desk__main_js="const a = `;\n")
        self.refused("gone.js", desk__main_js="import './gone.js';\n")

    def test_what_it_only_warns_of_is_refused(self):
        self.refused("desk.css", desk__desk_css=".a { .b { color: red; } }\n")

    def test_a_page_has_one_module(self):
        self.refused("more than one", desk__index_html=PAGE + '<script type="module" src="/desk/late.js"></script>\n')

    def test_without_esbuild_it_says_what_to_do(self):
        path, os.environ["PATH"] = os.environ["PATH"], ""
        try:
            self.refused("Scripts/install build")
        finally:
            os.environ["PATH"] = path


class EmbedWeb(Case):
    def setUp(self):
        super().setUp()
        self.embed = script("embed-web")
        here = self.root / "Sources/CWebAssets"
        shutil.copytree(ROOT / "Sources/CWebAssets", here, ignore=lambda folder, names:
                        [each for each in names if Path(folder).name == "generated" and each != ".gitignore"])
        self.source, self.made_files = here / "web_assets.c", here / "generated"
        os.utime(self.source, (1, 1))

    def run_it(self, *arguments):
        self.assertEqual(self.embed.main(list(arguments), self.root), 0)
        touched = self.source.stat().st_mtime != 1
        os.utime(self.source, (1, 1))
        return touched

    def test_texts_stand_beside_themselves_compressed(self):
        self.run_it()
        self.write({"shared/long.js": "\n".join(f"console.log('line {n}');" for n in range(100))})
        self.write({"desk/late.js": "import '/shared/long.js';\n"})
        self.run_it()
        packed = list(self.made_files.rglob("*.gz"))
        self.assertTrue(packed)
        for file in packed:
            self.assertEqual(gzip.decompress(file.read_bytes()), file.with_suffix("").read_bytes())
            self.assertLess(file.stat().st_size, file.with_suffix("").stat().st_size)
            self.assertEqual(file.read_bytes()[4:8], bytes(4), "no time in it")

    def test_a_build_is_told_only_of_a_change(self):
        self.assertTrue(self.run_it())
        self.assertFalse(self.run_it())
        names = {each.name for each in self.made_files.rglob("late-*.js")}
        self.write({"desk/late.js": "console.log('later');\n"})
        self.assertTrue(self.run_it())
        self.assertTrue(names.isdisjoint(each.name for each in self.made_files.rglob("late-*.js")), "old files go")
        self.assertTrue(self.run_it("--remove"))
        self.assertEqual([each.name for each in self.made_files.rglob("*") if each.is_file()], [".gitignore"])
        self.assertFalse(self.run_it("--remove"))

    def test_what_is_refused_leaves_all_as_it_was(self):
        self.run_it()
        before = sorted(self.made_files.rglob("*"))
        self.write({"desk/main.js": "const a = `;\n"})
        with contextlib.redirect_stderr(io.StringIO()) as said:
            self.assertEqual(self.embed.main([], self.root), 1)
        self.assertIn("desk/main.js", said.getvalue())
        self.assertEqual(sorted(self.made_files.rglob("*")), before)

    @unittest.skipUnless(shutil.which("swift"), "no Swift")
    def test_a_build_takes_what_is_there(self):
        """Without the folder's files, with them, changed, and without them again: each time after a plain `swift build`."""
        (self.root / "Package.swift").write_text(MANIFEST)
        (self.root / "Sources/probe").mkdir()
        (self.root / "Sources/probe/main.c").write_text(PROBE)
        self.assertEqual(self.built(), [])
        self.run_it_for_a_build()
        first = self.built()
        self.assertIn("desk/index.html", [path for path, _ in first])
        for path, size in first:
            self.assertEqual(int(size), (self.made_files / path).stat().st_size, path)
        self.write({"desk/index.html": PAGE.replace("<div", "<p>Changed</p><div")})
        self.run_it_for_a_build()
        second = self.built()
        self.assertEqual(int(dict(second)["desk/index.html"]) - int(dict(first)["desk/index.html"]), len("<p>Changed</p>"))
        self.assertEqual(self.embed.main(["--remove"], self.root), 0)
        self.assertEqual(self.built(), [])

    def run_it_for_a_build(self):
        self.assertEqual(self.embed.main([], self.root), 0)

    def built(self):
        subprocess.run(["swift", "build", "-q", "--package-path", self.root], check=True, capture_output=True)
        out = subprocess.run([self.root / ".build/debug/probe"], check=True, capture_output=True, text=True).stdout
        return [tuple(line.split()) for line in out.splitlines()]


MANIFEST = """\
// swift-tools-version: 6.2
import PackageDescription
let package = Package(
    name: "probe",
    targets: [
        .target(name: "CWebAssets", exclude: ["generated"]),
        .executableTarget(name: "probe", dependencies: ["CWebAssets"]),
    ])
"""
PROBE = """\
#include <stdio.h>
#include "web_assets.h"
int main(void) {
    for (size_t i = 0; i < beckon_web_asset_count(); i++)
        printf("%s %zu\\n", beckon_web_asset_at(i).path, beckon_web_asset_at(i).count);
}
"""


class Budgets(unittest.TestCase):
    """In bytes as sent, of the pages as they are now."""

    @classmethod
    def setUpClass(cls):
        cls.files = bundle.files(ROOT / "web")

    def sent(self, names):
        return sum(len(table.compressed(name, self.files[name]) or self.files[name]) for name in names)

    def at_once(self, page, face, language):
        """The page, what it names at once, and its words in one language."""
        html = re.sub(r"<template.*?</template>", "", self.files[page].decode(), flags=re.DOTALL)
        named = re.findall(r'(?:href|src)="/(assets/[^"]+)"', html)
        words = [name for name in self.files if re.fullmatch(rf"assets/{face}-{language}-[A-Z2-7]{{8}}\.js", name)]
        self.assertEqual(len(words), 1, words)
        return [page, *named, *words]

    def within(self, page, face, files, bytes_at_most):
        for language in ["en", "de"]:
            names = self.at_once(page, face, language)
            self.assertLessEqual(self.sent(names), bytes_at_most, names)
            self.assertLessEqual(len(names), files, names)

    def test_the_loader(self):
        self.assertLessEqual(self.sent(["widget/widget.js"]), 3_072)

    def test_the_widget(self):
        self.within("widget/frame.html", "customer", 5, 25_600)

    def test_the_portal(self):
        self.within("portal/index.html", "portal", 4, 46_080)

    def test_the_desk(self):
        self.within("desk/index.html", "desk", 4, 92_160)


if __name__ == "__main__":
    unittest.main()
