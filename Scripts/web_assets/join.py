"""A page's modules as one, for the small part of ES modules that web/ uses.

Each module becomes a function that is called once, in the order in which a browser would have run them, and gives what
others import from it; so no name can meet another. What is imported dynamically stays a file of its own: as it is when it
imports nothing, else as a part that takes the joined modules from the whole, so that no module runs twice.
Understood are `import {a, b as c} from '…'`, `import '…'`, `export` before const, function or class, and `import('…')`.
"""

import posixpath
from dataclasses import dataclass, field

from . import Refused, script
from .script import BLANK, Token


@dataclass
class Module:
    path: str
    imports: list = field(default_factory=list)  # (path, [(name there, name here)])
    exports: dict = field(default_factory=dict)  # name → kind of declaration
    lazy: list = field(default_factory=list)  # paths
    body: list = field(default_factory=list)  # tokens; those of lazy paths have the kind "lazy"


def resolve(specifier, path):
    if specifier.startswith("/"):
        return specifier[1:]
    if not specifier.startswith(("./", "../")):
        raise Refused(f"{path}: a bare import of {specifier!r}")
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), specifier))


class Reader:
    """Takes one module apart. `depth` counts brackets, so that a declaration is told from what it holds."""

    def __init__(self, path, text):
        self.module = Module(path)
        self.all = script.tokens(text, path)
        self.at = 0
        self.depth = 0

    def refuse(self, why):
        line = self.all[min(self.at, len(self.all) - 1)].line
        raise Refused(f"{self.module.path}:{line}: {why}")

    def peek(self, ahead=0):
        """The token that comes after `ahead` others, blanks not counted."""
        solid = (each for each in self.all[self.at:] if each.kind not in BLANK)
        for _ in range(ahead):
            next(solid, None)
        return next(solid, Token("end", "", 0))

    def take(self, text=None, kind=None):
        while self.at < len(self.all) and self.all[self.at].kind in BLANK:
            self.at += 1
        if self.at == len(self.all):
            self.refuse("the file ends too early")
        token = self.all[self.at]
        if text is not None and token.text != text or kind is not None and token.kind != kind:
            self.refuse(f"{text or kind} expected, not {token.text!r}")
        self.at += 1
        return token

    def run(self):
        before = ""
        while self.at < len(self.all):
            token = self.all[self.at]
            if token.kind not in BLANK:
                member = before in {".", "?.", "#"}
                before = token.text
                if token.kind == "name" and not member and token.text in {"import", "export", "await"}:
                    self.keyword(token.text)
                    continue
                self.nest(token)
            self.module.body.append(token)
            self.at += 1
        return self.module

    def nest(self, token):
        if token.text.startswith("$") and token.text[1:].isdigit():
            self.refuse(f"the name {token.text}, which the joined file uses")
        if token.kind == "punctuator":
            self.depth += (token.text in "([{") - (token.text in ")]}")

    def keyword(self, word):
        if word == "await":
            if self.depth == 0:
                self.refuse("await outside of a function")
            self.module.body.append(self.take())
        elif word == "import" and self.peek(1).text == "(":
            self.dynamic_import()
        elif self.depth:
            self.refuse(f"{word} inside of something")
        elif word == "import":
            self.static_import()
        else:
            self.export()

    def dynamic_import(self):
        word, bracket = self.take("import"), self.take("(")
        target = self.path(self.take(kind="string"))
        closing = self.take(")")
        self.module.lazy.append(target)
        self.module.body += [word, bracket, Token("lazy", target, word.line), closing]

    def path(self, token):
        if "\\" in token.text:
            self.refuse("an escape in an import")
        return resolve(token.text[1:-1], self.module.path)

    def static_import(self):
        self.take("import")
        names = []
        if self.peek().kind != "string":
            self.take("{")
            while self.peek().text != "}":
                there = here = self.take(kind="name").text
                if self.peek().text == "as":
                    self.take("as")
                    here = self.take(kind="name").text
                if there == "default":
                    self.refuse("an import of default")
                names.append((there, here))
                if self.peek().text != "}":
                    self.take(",")
            self.take("}")
            self.take("from")
        self.module.imports.append((self.path(self.take(kind="string")), names))
        self.take(";")

    def export(self):
        self.take("export")
        word = self.peek().text
        if word not in {"const", "function", "class", "async"}:
            self.refuse(f"export before {word!r}")
        ahead = 2 if word == "async" else 1
        name = self.peek(ahead)
        if name.kind != "name":
            self.refuse(f"an export of {name.text!r}")
        if word == "const":
            self.one_constant()
        self.module.exports[name.text] = word

    def one_constant(self):
        """`export const a = 1, b = 2;` would export two."""
        depth = 0
        for token in self.all[self.at:]:
            if token.kind == "punctuator":
                depth += (token.text in "([{") - (token.text in ")]}")
                if depth == 0 and token.text in {",", ";"}:
                    if token.text == ",":
                        self.refuse("two constants in one export")
                    return
        self.refuse("an exported constant without a semicolon")


class Joined:
    """`files` maps paths to texts. `whole` and `parts` are what comes out."""

    def __init__(self, files, entry):
        self.files, self.entry = files, entry
        self.modules = {}
        self.numbers = {}
        self.order = []
        self.used = {}  # path → names that others take from it
        self.visit(entry, [])
        self.home = dict.fromkeys(self.order, entry)  # path → the file that it becomes a part of
        self.lazy = set()  # paths that are loaded on demand
        self.find_parts()

    @property
    def in_whole(self):
        return {path for path, home in self.home.items() if home == self.entry}

    def module(self, path):
        if path not in self.modules:
            if path not in self.files:
                raise Refused(f"{path}: imported, but not there")
            self.modules[path] = Reader(path, self.files[path]).run()
        return self.modules[path]

    def visit(self, path, trail):
        if path in trail:
            raise Refused(f"{path}: imports itself by way of {', '.join(trail)}")
        if path in self.numbers:
            return
        module = self.module(path)
        for target, names in module.imports:
            self.visit(target, [*trail, path])
            for there, _ in names:
                if there not in self.module(target).exports:
                    raise Refused(f"{path}: {target} does not export {there}")
                self.used.setdefault(target, {})[there] = True
        self.numbers[path] = len(self.numbers)
        self.order.append(path)

    def find_parts(self):
        """Every module that is not in the whole gets a part: the one that loads it, or its own where several do."""
        waiting = [target for path in self.order for target in self.modules[path].lazy]
        needs = {}
        while waiting:
            target = waiting.pop(0)
            if target in needs or not self.has_imports(target):
                continue
            if target in self.home:
                raise Refused(f"{target}: loaded both at once and on demand")
            self.visit(target, [])
            needs[target] = self.beyond(target, [])
            waiting += [each for path in needs[target] for each in self.modules[path].lazy]
        for path in self.order[len(self.home):]:
            users = [target for target, paths in needs.items() if path in paths]
            alone = len(users) == 1 and users[0] or path
            self.home[path] = self.part_path(alone)
            if self.home[path] in self.files:
                raise Refused(f"{self.home[path]}: there already, where a part of {self.entry} would stand")
        self.lazy = set(needs)

    def beyond(self, path, found):
        """What `path` needs, itself included, that the whole does not have."""
        if path not in self.home and path not in found:
            for target, _ in self.modules[path].imports:
                self.beyond(target, found)
            found.append(path)
        return found

    def has_imports(self, path):
        """False for what can stay as it is, such as a catalogue with its default export."""
        if path not in self.files:
            raise Refused(f"{path}: imported, but not there")
        solid = [each for each in script.tokens(self.files[path], path) if each.kind not in BLANK]
        return any(each.kind == "name" and each.text == "import" for each in solid)

    def part_path(self, path):
        """Where a part is served: beside the whole."""
        stem = posixpath.splitext(self.entry)[0]
        return f"{stem}.{posixpath.basename(path)}"

    def outputs(self):
        """Path → text of the whole and of each part."""
        return {home: self.file(home) for home in dict.fromkeys(self.home.values())}

    def file(self, home):
        own = [path for path in self.order if self.home[path] == home]
        for path in own:
            if path in self.lazy:
                self.used.setdefault(path, {}).update(dict.fromkeys(self.modules[path].exports, True))
        text = "".join(self.import_of(other, self.taken(home, other)) for other in dict.fromkeys(self.home.values()))
        text += "".join(self.function(path) for path in own)
        given = set().union(*(self.taken(other, home) for other in self.home.values()))
        if given:
            text += f"export{{{','.join(f'${each}' for each in sorted(given))}}};\n"
        for path in own:
            if path in self.lazy:
                text += f"export const{{{','.join(self.modules[path].exports)}}}=${self.numbers[path]};\n"
        return text

    def import_of(self, home, numbers):
        return f"import{{{','.join(f'${each}' for each in sorted(numbers))}}}from'/{home}';\n" if numbers else ""

    def taken(self, taker, giver):
        """Numbers of the modules in one file that another imports from."""
        return {
            self.numbers[target] for path in self.order if self.home[path] == taker != giver
            for target, names in self.modules[path].imports if names and self.home[target] == giver}

    def function(self, path):
        """One module as a function that was called."""
        module = self.modules[path]
        head = "".join(
            f"const{{{','.join(a if a == b else f'{a}:{b}' for a, b in names)}}}=${self.numbers[target]};"
            for target, names in module.imports if names)
        body = script.write([self.located(each) for each in module.body])
        names = ",".join(self.used.get(path, ()))
        if not names:
            return f"(()=>{{{head}{body}}})();\n"
        return f"const ${self.numbers[path]}=(()=>{{{head}{body}return{{{names}}}}})();\n"

    def located(self, token):
        if token.kind != "lazy":
            return token
        path = self.home[token.text] if token.text in self.lazy else token.text
        return Token("string", f"'/{path}'", token.line)
