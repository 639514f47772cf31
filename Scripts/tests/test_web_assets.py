"""What is embedded means the same as its source, and what is not understood stops the program."""

import gzip
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from test_tidy import SCRIPTS, script as program

from web_assets import Refused, join, page, script, style

ROOT = SCRIPTS.parent


def solid(text):
    return [each[:2] for each in script.tokens(text) if each.kind not in script.BLANK]


class Script(unittest.TestCase):
    def assert_short(self, text, expected):
        self.assertEqual(script.strip(text), expected + "\n")

    def assert_refused(self, text):
        with self.assertRaises(Refused, msg=text):
            script.strip(text)

    def test_comments_and_blanks_go(self):
        self.assert_short("// a\nconst a = 1; /* b */ let  b ;\n\n   f( a, b );\n", "const a=1;let b;f(a,b);")
        self.assertEqual(script.strip("/* only */\n"), "")

    def test_what_looks_like_a_comment_stays(self):
        for text in ["'// a'", '"/* a */"', "`// ${b} /* c */`", r"/[/*]\/\/ /g", r"'\'// a'", "`\\`// a`"]:
            self.assert_short(f"x = {text};", f"x={text};")

    def test_templates_nest(self):
        self.assert_short("`a ${ f(`b ${ {c: '}'} /* d */ } // e`) } g  h`;", "`a ${f(`b ${{c:'}'}} // e`)} g  h`;")
        self.assert_short("`\n  kept\n`;", "`\n  kept\n`;")
        self.assert_short("`$ $x \\${y} $${z}`;", "`$ $x \\${y} $${z}`;")

    def test_a_slash_divides_or_begins_a_regular_expression(self):
        for text, expected in [
            ("a / b / c;", "a/b/c;"), ("(a) / b;", "(a)/b;"), ("a[0] / 2;", "a[0]/2;"), ("x = /a b/ ;", "x=/a b/;"),
            ("return / a'/;", "return / a'/;"), ("f(/'/, /`/)", "f(/'/,/`/)"), ("if (a) /'/.test(b)", "if(a)/'/.test(b)"),
            ("o.if(a) / b", "o.if(a)/b"), ("o.return / 2 / '/'", "o.return/2/'/'"), ("[/[/']/]", "[/[/']/]"),
            ("`${a}` / 2", "`${a}`/2"), ("`${/}/.test(a)}`", "`${/}/.test(a)}`"), ("a = b ? /x/ : /y/", "a=b?/x/:/y/"),
            ("typeof /x/", "typeof /x/"), ("1 / /x/", "1/ /x/"), ("a < /x/", "a< /x/"),
        ]:
            self.assert_short(text, expected)

    def test_where_a_slash_cannot_be_told_the_file_is_refused(self):
        for text in ["{} /x/", "a++ / b", "yield /x/", "await /x/", "for (x of /x/) f()", "let y = {} / 2"]:
            self.assert_refused(text)

    def test_what_is_not_understood_is_refused(self):
        for text in [
            "'a", "'a\nb'", "`a", "`${a`", "/* a", "(a", "a)", "(a]", "a = /x", "#!/bin/sh", "a\\u0062 = 1", "é = 1",
            "a <!-- b", "a --> b", "3in x", "@a class B {}", "\x00",
        ]:
            self.assert_refused(text)

    def test_line_ends_stay_where_they_may_end_a_statement(self):
        self.assert_short("a = b\n(c)", "a=b\n(c)")
        self.assert_short("return\nx", "return\nx")
        self.assert_short("a\n++\nb", "a\n++\nb")
        self.assert_short("return /* a\nb */ x", "return\nx")
        self.assert_short("const f = function () {}\n[1].map(f)", "const f=function(){}\n[1].map(f)")
        self.assert_short("class A {\n  x = 1\n  #y\n  z() {}\n}", "class A{x=1\n#y\nz(){}}")
        self.assert_short("f(\n  a,\n  b,\n);\ng()", "f(a,b,);g()")

    def test_signs_do_not_run_together(self):
        for text, expected in [
            ("a + +b", "a+ +b"), ("a - --b", "a- --b"), ("a++ + b", "a++ +b"), ("a & &b", "a& &b"), ("1 .toFixed()", "1 .toFixed()"),
            ("a ? .5 : 1", "a? .5:1"), ("a?.5:1", "a?.5:1"), ("a ?. b", "a?.b"), ("x = ! --y", "x= ! --y"), ("#x in y", "#x in y"),
            ("a in /x/g in b", None), ("get x() {}", "get x(){}"), ("() => ({})", "()=>({})"), ("a ? ?. b", None), ("0x1F + 1e-5", "0x1F+1e-5"),
        ]:
            if expected is not None:
                self.assert_short(text, expected)
            self.assertEqual(solid(script.strip(text)), solid(text), text)

    def test_stripping_twice_changes_nothing(self):
        for path in sorted((ROOT / "web").rglob("*.js")):
            once = script.strip(path.read_text(), str(path))
            self.assertEqual(script.strip(once), once, path)

    @unittest.skipUnless(shutil.which("tsc"), "no TypeScript")
    def test_typescript_reads_the_same_program(self):
        """An independent reader: what it prints of the source and of the stripped file is the same."""
        with tempfile.TemporaryDirectory() as folder:
            names = []
            for path in sorted((ROOT / "web").rglob("*.js")):
                if "tests" not in path.parts:
                    names.append("__".join(path.relative_to(ROOT / "web").parts))
                    for side, text in [("a", path.read_text()), ("b", script.strip(path.read_text(), str(path)))]:
                        file = Path(folder, side, names[-1])
                        file.parent.mkdir(exist_ok=True)
                        file.write_text(text)
            for side in "ab":
                subprocess.run(
                    ["tsc", "--allowJs", "--noResolve", "--removeComments", "--target", "esnext", "--module", "esnext",
                     "--outDir", f"{folder}/{side}out", *(f"{folder}/{side}/{name}" for name in names)],
                    check=False, capture_output=True)
            self.assertTrue(names)
            for name in names:
                printed = [layout_free(Path(folder, f"{side}out", name).read_text()) for side in "ab"]
                self.assertEqual(printed[0], printed[1], name)


def layout_free(text):
    """Printed code keeps an object on one line or on several, as it was."""
    return [each[:2] for each in script.tokens(text) if each.kind not in script.BLANK and each.text != ","]


class Style(unittest.TestCase):
    def test_blanks_and_comments_go(self):
        self.assertEqual(
            style.strip("/* a */\n.a  > b,\n.c :hover { color: red; margin: 0  1px; }\n@media (min-width: 1px) {\n  a { b: c; }\n}\n"),
            ".a > b,.c :hover{color:red;margin:0 1px}\n@media (min-width:1px){a{b:c}}\n")

    def test_what_has_a_meaning_stays(self):
        for text in [
            'a::before{content:"  /* x */  "}\n', "a{width:calc(1px + 2px)}\n", "a :is(.b) .c{d:e}\n", "a [b] .c{d:e}\n",
            "a{b:url('x  y')}\n", "a{b:c !important}\n", "@media (a) and (b){c{d:e}}\n", "a{b:'\\'  '}\n", "a+b~c{d:-1px -2px}\n",
        ]:
            self.assertEqual(style.strip(text), text)

    def test_what_is_not_understood_is_refused(self):
        for text in ["a{b:url(x)}", "a{b:'c}", "a{", "a}", "/* a", "<!-- a -->", "a{b:URL( x )}"]:
            with self.assertRaises(Refused, msg=text):
                style.strip(text)

    def test_only_plain_sheets_are_joined(self):
        self.assertEqual(style.join([("a", "a { b: c }"), ("b", "d { e: f }")]), "a{b:c}\nd{e:f}\n")
        for text in ["@import 'x';", "@charset 'x';", "@layer a;", "a{b:url('c')}"]:
            with self.assertRaises(Refused, msg=text):
                style.join([("a", text)])


class Join(unittest.TestCase):
    FILES = {
        "w/main.js": "import { a, b as two } from '/s/a.js';\nimport './side.js';\nconst load = () => import('./late.js');\nexport const x = 1;\nlog(a, two(), load);\n",
        "w/side.js": "import { a } from '../s/a.js';\nconst b = 'own';\nlog(a, b);\n",
        "s/a.js": "// why\nlet count = 0;\nexport const a = { count };\nexport function b() { count += 1; return count; }\nexport class Unused {}\n",
        "w/late.js": "import { b } from '/s/a.js';\nimport { c } from '/s/c.js';\nexport const late = () => [b(), c];\nexport async function other() { const { d } = await import('./later.js'); return d(); }\n",
        "w/later.js": "import { c } from '/s/c.js';\nimport { b } from '/s/a.js';\nexport const d = () => [c, b()];\n",
        "s/c.js": "log('c');\nexport const c = 'c';\n",
        "s/words.js": "export default { a: 'b' };\n",
    }

    def joined(self, **changes):
        files = {**self.FILES, **{path.replace("_", "/") + ".js": text for path, text in changes.items()}}
        return join.Joined(files, "w/main.js").outputs()

    def assert_refused(self, text, part):
        with self.assertRaises(Refused) as caught:
            self.joined(s_a=text)
        self.assertIn(part, str(caught.exception))

    def test_the_whole_and_its_parts(self):
        out = self.joined()
        self.assertEqual(set(out), {"w/main.js", "w/main.late.js", "w/main.later.js", "w/main.c.js"})
        self.assertEqual(
            out["w/main.js"],
            "const $0=(()=>{let count=0;const a={count};function b(){count+=1;return count;}\nclass Unused{}\nreturn{a,b}})();\n"
            "(()=>{const{a}=$0;const b='own';log(a,b);\n})();\n"
            "(()=>{const{a,b:two}=$0;const load=()=>import('/w/main.late.js');const x=1;log(a,two(),load);\n})();\n"
            "export{$0};\n")
        self.assertIn("import{$0}from'/w/main.js';\nimport{$3}from'/w/main.c.js';\n", out["w/main.late.js"])
        self.assertIn("export const{late,other}=$", out["w/main.late.js"])

    @unittest.skipUnless(shutil.which("node"), "no node")
    def test_it_runs_as_the_modules_did(self):
        """The same program as modules and joined: the same words in the same order, and one count for all."""
        def run(files):
            with tempfile.TemporaryDirectory() as folder:
                for path, text in {**files, "package.json": '{"type": "module"}'}.items():
                    file = Path(folder, path)
                    file.parent.mkdir(exist_ok=True)
                    file.write_text(text.replace("'/s/", f"'{folder}/s/").replace("'/w/", f"'{folder}/w/"))
                Path(folder, "run.js").write_text(
                    "globalThis.log = (...all) => console.log(JSON.stringify(all));\nawait import('./w/main.js');\nawait globalThis.done;\n")
                return subprocess.run(["node", "run.js"], cwd=folder, check=True, capture_output=True, text=True).stdout
        main = self.FILES["w/main.js"] + "globalThis.done = load().then(async (m) => { log(m.late(), await m.other(), Object.keys(m)); });\n"
        files = {**self.FILES, "w/main.js": main}
        apart, together = run(files), run({**files, **join.Joined(files, "w/main.js").outputs()})
        self.assertEqual(apart, together)
        self.assertEqual(apart.count("\n"), 4)

    def test_what_has_no_imports_stays_a_file_of_its_own(self):
        out = self.joined(w_main="export const load = { a: () => import('../s/words.js') };")
        self.assertEqual(out, {"w/main.js": "(()=>{const load={a:()=>import('/s/words.js')};\n})();\n"})

    def test_other_kinds_of_modules_are_refused(self):
        for text, part in [
            ("export let a = 1;", "'let'"), ("export default 1;", "'default'"), ("const a = 1;\nexport { a };", "'{'"), ("export * from './c.js';", "'*'"),
            ("export const a = 1, b = 2;", "two constants"), ("export const { a, b } = c;", "an export of '{'"), ("export const a = 1", "semicolon"),
            ("export function* a() {}\n", "an export of '*'"), ("import c from './c.js';", "{ expected"), ("import * as c from './c.js';", "{ expected"),
            ("import { default as c } from './c.js';", "default"), ("import { c } from 'c';", "bare"), ("import { c } from './c.js'\nc()", "; expected"),
            ("import { missing } from './c.js';", "does not export"), ("import './none.js';", "not there"), ("await b();", "await"), ("import.meta.url;", "expected"),
            ("import(name);", "string expected"), ("import('./c.js', {});", ") expected"), ("import { c } from './c.js' with { a: 'b' };", "; expected"),
            ("import { main } from '/w/main.js';", "itself"), ("const $1 = 2;", "$1"), ("if (a) { export const b = 1; }", "inside"),
            ("export const a = 1;\nexport function c() {}\n", "does not export b"),
        ]:
            self.assert_refused(text, part)

    def test_a_module_that_is_loaded_both_at_once_and_on_demand_is_refused(self):
        with self.assertRaises(Refused):
            self.joined(w_main="import { b } from '/s/a.js';\nexport const load = () => import('/w/late.js');\nimport '/w/late.js';\n")


class Page(unittest.TestCase):
    HTML = (
        '<!doctype html>\n<link rel="stylesheet" href="/s/a.css">\n<link rel="stylesheet" href="/w/p.css">\n'
        '<link rel="modulepreload" href="/s/a.js">\n<link rel="modulepreload" href="/s/far.js">\n<script type="module" src="/w/p.js"></script>\n')
    FILES = {
        "w/p.html": HTML, "s/a.css": "a { b: c; }\n", "w/p.css": "d { e: f; }\n",
        "w/p.js": "import { a } from '/s/a.js';\nf(a);\n", "s/a.js": "export const a = 1;\n",
    }

    def test_one_sheet_and_one_module_are_left(self):
        out = page.join(self.FILES, "w/p.html")
        self.assertEqual(
            out["w/p.html"],
            '<!doctype html>\n<link rel="stylesheet" href="/w/p.css">\n<link rel="modulepreload" href="/s/far.js">\n'
            '<script type="module" src="/w/p.js"></script>\n')
        self.assertEqual(out["w/p.css"], "a{b:c}\nd{e:f}\n")
        self.assertEqual(set(out), {"w/p.html", "w/p.css", "w/p.js"})

    def test_other_pages_are_refused(self):
        for a, b in [('href="/w/p.css">', 'href="/w/p.css" media="print">'), ("<script", " <script"), ('href="/w/p.css"', 'href="/w/q.css"')]:
            with self.assertRaises((Refused, KeyError), msg=b):
                page.join({**self.FILES, "w/p.html": self.HTML.replace(a, b)}, "w/p.html")


class EmbedWeb(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.embed = program("embed-web")
        (self.root / "web").mkdir()
        (self.root / "web/a.js").write_text("// why\n" + "const a = 'b';\n" * 20)
        self.assertEqual(self.embed.main([], self.root), 0)
        self.files = self.root / "Sources/CWebAssets/files"

    def check(self):
        return self.embed.main(["--check"], self.root)

    def test_each_text_stands_beside_itself_compressed(self):
        self.assertEqual(gzip.decompress((self.files / "a.js.gz").read_bytes()), (self.files / "a.js").read_bytes())
        self.assertEqual((self.files / "a.js.gz").read_bytes()[4:8], bytes(4), "no time in it")

    def test_a_changed_source_is_found(self):
        self.assertEqual(self.check(), 0)
        (self.root / "web/a.js").write_text("const a = 'c';\n" * 20)
        self.assertEqual(self.check(), 1)

    def test_a_changed_result_is_found(self):
        for name, text in [("a.js", b"x"), ("a.js.gz", b"x"), ("a.js.gz", gzip.compress(b"x")), ("b.js", b"x")]:
            self.embed.main([], self.root)
            self.assertEqual(self.check(), 0)
            (self.files / name).write_bytes(text)
            self.assertEqual(self.check(), 1, name)
        self.embed.main([], self.root)
        self.assertFalse((self.files / "b.js").exists())

    def test_another_zlib_is_no_difference(self):
        (self.files / "a.js.gz").write_bytes(gzip.compress((self.files / "a.js").read_bytes(), 1, mtime=9))
        self.assertEqual(self.check(), 0)

    def test_what_is_refused_stops_it(self):
        (self.root / "web/a.js").write_text("const a = `;\n")
        self.assertEqual(self.embed.main([], self.root), 1)
        self.assertEqual(self.check(), 1)


if __name__ == "__main__":
    unittest.main()
