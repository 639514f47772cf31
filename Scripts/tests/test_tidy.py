"""Each rule of Scripts/tidy finds what it should, and leaves alone what it should."""

import importlib.machinery
import importlib.util
import sys
import unittest
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(SCRIPTS))


def script(name):
    loader = importlib.machinery.SourceFileLoader(name.replace("-", "_"), str(SCRIPTS / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


tidy = script("tidy")
from tidy_rules import code, sizes  # noqa: E402


class TidyCase(unittest.TestCase):
    def found(self, path, text):
        return tidy.findings([(path, text)])

    def assert_found(self, path, text, part, line=None):
        found = self.found(path, text)
        self.assertTrue(any(part in each for each in found), f"{part!r} not in {found}")
        if line is not None:
            self.assertTrue(any(each.startswith(f"{path}:{line}: ") for each in found), found)

    def assert_clean(self, path, text):
        self.assertEqual(self.found(path, text), [])


class EveryFile(TidyCase):
    def test_trailing_white_space(self):
        self.assert_found("docs/a.md", "one \ntwo\n", "trailing", line=1)
        self.assert_found("docs/a.md", "one\n\t\n", "trailing", line=2)

    def test_end_of_file(self):
        self.assert_found("docs/a.md", "one", "no newline")
        self.assert_clean("docs/a.md", "one\n")
        self.assert_clean("docs/empty.md", "")

    def test_paths_of_one_machine(self):
        for part in ["/wor" + "k/beckon", "/roo" + "t/x", "see /tmp/" + "bash_1"]:
            self.assert_found("Makefile", f"DATA = {part}\n", "one machine", line=1)
        self.assert_clean("Makefile", "cp network/" + "work/x and https://host.example/wor" + "k/ y\n")

    def test_vague_names(self):
        for name in ["Utils.swift", "StringUtils.swift", "SocketManager.swift", "Helpers/Clock.swift"]:
            self.assert_found(f"Sources/BeckonModel/{name}", "", "name it after what it does")
        self.assert_clean("Sources/BeckonModel/Ticket.swift", "")


class Layers(TidyCase):
    def refused(self, target, module, prefix=""):
        self.assert_found(f"Sources/{target}/A.swift", f"{prefix}import {module}\n", f"must not import {module}", 1)

    def allowed(self, target, module, prefix=""):
        self.assert_clean(f"Sources/{target}/A.swift", f"{prefix}import {module}\n")

    def test_the_core_knows_no_network_and_no_database(self):
        for target in ["BeckonModel", "BeckonWire", "BeckonStore", "BeckonEngine"]:
            for module in ["NIOCore", "NIOPosix", "Hummingbird", "HummingbirdCore", "GRDB", "CPostgres"]:
                self.refused(target, module)

    def test_imports_point_down(self):
        self.refused("BeckonModel", "BeckonWire")
        self.refused("BeckonEngine", "BeckonHTTP")
        self.refused("BeckonRealtime", "BeckonHTTP")
        self.allowed("BeckonHTTP", "BeckonRealtime")
        self.allowed("BeckonEngine", "BeckonStore")

    def test_backends(self):
        self.refused("BeckonEngine", "BeckonSQLite")
        self.refused("BeckonHTTP", "BeckonSQLite")
        self.allowed("BeckonServer", "BeckonSQLite")
        self.refused("BeckonServer", "GRDB")
        self.allowed("BeckonSQLite", "GRDB")

    def test_every_form_of_import(self):
        for prefix in ["package ", "public ", "internal ", "@preconcurrency ", "@_spi(X) public ", "@testable "]:
            self.refused("BeckonModel", "NIOCore", prefix)
        self.assert_found(
            "Sources/BeckonModel/A.swift", "import struct NIOCore.ByteBuffer\n", "must not import NIOCore")

    def test_the_sdk(self):
        self.refused("BeckonClient", "BeckonStore")
        self.allowed("BeckonClient", "BeckonWire")

    def test_folders(self):
        self.assert_found("Sources/Common/A.swift", "", "no folder Sources/Common")
        self.assert_found("Tests/misc/a.py", "", "no folder Tests/misc")
        self.assert_found("web/lib/a.js", "", "no folder web/lib")
        self.assert_clean("Tests/BeckonModelTests/A.swift", "")


class BannedCalls(TidyCase):
    def test_swift(self):
        for call in [
            "Task.detached {}", "DispatchQueue.main", "future.wait()", "try! f()", "fatalError()", 'print("x")',
        ]:
            self.assert_found("Sources/BeckonEngine/A.swift", f"let a = 1\n{call}\n", ":2:")

    def test_words_in_comments_and_strings_are_free(self):
        self.assert_clean(
            "Sources/BeckonEngine/A.swift",
            '// Task.detached\n/* try! /* nested */ fatalError( */\nlet a = "print(1) try! x"\n'
            'let b = #"DispatchQueue " still"#\nlet c = """\n    fatalError(\n    """\n')

    def test_an_interpolation_is_code(self):
        self.assert_found("Sources/BeckonEngine/A.swift", 'let a = "x \\(try! f(")")) y"\n', "try!")

    def test_print_belongs_to_the_command_line(self):
        self.assert_clean("Sources/beckon/A.swift", 'print("x")\n')
        self.assert_clean("Sources/BeckonEngine/A.swift", "blueprint(x)\nself.print(x)\n")

    def test_a_route_has_its_description(self):
        adds = "func addRoutes(to api: some RouterMethods<Context>) {}\n"
        self.assert_found("Sources/BeckonHTTP/Routes/MoreRoutes.swift", adds, "with its description", 1)
        self.assert_clean("Sources/BeckonHTTP/Pages/Pages.swift", adds)

    def test_unchecked_sendable_needs_its_proof(self):
        path = "Sources/BeckonEngine/A.swift"
        self.assert_found(path, "import X\nfinal class A: @unchecked Sendable {}\n", "without its proof", 2)
        self.assert_clean(path, "// Confined to its event loop.\nfinal class A: @unchecked Sendable {}\n")
        self.assert_clean(path, "// Confined.\nfinal class A:\n    Base, @unchecked Sendable\n{}\n")

    def test_web(self):
        for call in ["a.innerHTML = b", "a.outerHTML = b", "a.insertAdjacentHTML(b)", "document.write(b)"]:
            self.assert_found("web/desk/a.js", f"let x\n{call}\n", ":2:")
        self.assert_found("web/desk/a.js", "a['innerHTML'] = b\n", "innerHTML")
        self.assert_found("web/desk/index.html", '<p style="color:red">\n', "inline style")
        self.assert_found("web/desk/index.html", '<p onclick="x()">\n', "inline handler")
        self.assert_clean("web/desk/a.js", "// never innerHTML\na.style.setProperty('x', y)\n")


class Sizes(TidyCase):
    def test_no_exceptions(self):
        self.assertEqual(sizes.LONG_FILES, frozenset())

    def test_files(self):
        self.assert_found("Sources/BeckonModel/A.swift", "let a = 1\n" * 401, "401 lines")
        self.assert_found("web/desk/desk.css", "a {}\n" * 401, "401 lines")
        self.assert_found("web/desk/row.js", f"// {'a' * 118}\n", "121 characters")
        self.assert_clean("web/desk/row.js", f"// {'ä' * 117}\n")
        self.assert_clean("Sources/BeckonModel/A.swift", "let a = 1\n" * 400)
        self.assert_clean("Tests/server/test_a.py", "a = 1\n" * 401)

    def test_swift_functions(self):
        path = "Sources/BeckonModel/A.swift"
        for head in ["func f(a: Int = g({ 1 })) throws -> Int", "init?(a: Int)", "deinit", "func == <T>(a: T, b: T)"]:
            self.assert_found(path, f"struct A {{\n  {head} {{\n" + "    x()\n" * 71 + "  }\n}\n", "71 lines", 2)
            self.assert_clean(path, f"struct A {{\n  {head} {{\n" + "    x()\n" * 70 + "  }\n}\n")

    def test_a_long_type_is_no_long_function(self):
        self.assert_clean(
            "Sources/BeckonModel/A.swift",
            "protocol P {\n  func f()\n  func g() -> Int\n}\nstruct A {\n" + "  let a = 1\n" * 100 + "}\n")

    def test_braces_in_strings_do_not_count(self):
        self.assert_found(
            "Sources/BeckonModel/A.swift", 'func f() {\n  let a = "}"\n' + "  x()\n" * 70 + "}\n", "71 lines")

    def test_script_functions(self):
        for head in ["function f(a)", "const f = (a) =>", "class A { #paint(a = g(1))"]:
            self.assert_found("web/desk/a.js", f"{head} {{\n" + "  x();\n" * 71 + "}\n", "71 lines", 1)
        self.assert_clean("web/desk/a.js", "if (a) {\n" + "  x();\n" * 71 + "}\n")

    def test_script_strings(self):
        text = "const a = `x ${b ? `{` : '}'} y`; const r = /[/}]\\/{/g; f(a / b);\n"
        blanked = code.blank(text, "a.js")
        self.assertEqual(len(blanked), len(text))
        self.assertEqual(blanked.count("{"), blanked.count("}"))
        self.assertIn("f(a / b);", blanked)


if __name__ == "__main__":
    unittest.main()
