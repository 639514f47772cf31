"""docs/api.md is true: each route, parameter, field, frame, type of entry, error and status of the contract is named there, and no other."""

import json
import re
import unittest

from test_tidy import SCRIPTS

ROOT = SCRIPTS.parent
PAGE = (ROOT / "docs/api.md").read_text(encoding="utf-8")
WORD = re.compile(r"`([a-z_]+)`(\??)")
METHODS = ("get", "post", "put", "patch", "delete")
# Whom the page names, by who may use the route.
WHO = {
    "everyone": ("all", "link's token", "that token"),
    "signed in": ("both", "agents, customers", "own or staff"),
    "customers": ("customers",),
    # Of a kind of documents, each says further who may.
    "staff": ("staff", "agents", "as the kind says", "who may change it"),
    "supervisor": ("supervisor",),
    "admin": ("admin",),
}


def load(name):
    return json.loads((ROOT / "contract" / name).read_text(encoding="utf-8"))


def section(title):
    """What stands under a heading, up to the next one of its rank or above."""
    rank = title.split(" ")[0]
    text = PAGE[PAGE.index(f"\n{title}\n") + len(title) + 2:]
    return re.split(rf"\n#{{1,{len(rank)}}} ", text)[0]


def rows(text):
    """The cells of each row of the tables in it, without their heads."""
    for line in text.splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def names(cell):
    return re.findall(r"`([^`]+)`", cell)


def texts(schema):
    """Every text that a schema names: values of enumerations and constants, names of fields."""
    if isinstance(schema, list):
        return set().union(*map(texts, schema)) if schema else set()
    if not isinstance(schema, dict):
        return set()
    found = set(schema.get("properties", {})) | {value for value in schema.get("enum", []) if isinstance(value, str)}
    if isinstance(schema.get("const"), str):
        found.add(schema["const"])
    return found.union(*map(texts, schema.values()))


class Page(unittest.TestCase):
    maxDiff = None

    def fields(self, what, cell, schema, aside=()):
        """The fields that the cell names, with `?` at those that may be absent, are those of the schema."""
        properties = schema.get("properties", {})
        required = set(schema.get("required", []))
        said = dict(WORD.findall(cell))
        for name in properties.keys() - set(aside):
            self.assertIn(name, said, f"{what}: the page does not name {name}")
            self.assertEqual(said[name] == "?", name not in required, f"{what}: whether {name} may be absent")
        known = texts(schema)
        for name, mark in said.items():
            self.assertIn(name, known, f"{what}: {name} is in the page alone")
            if mark:
                self.assertIn(name, properties, f"{what}: {name} is no field")


class Routes(Page):
    paths = load("openapi.json")["paths"]
    operations = {
        (method.upper(), path): operation for path, methods in paths.items() for method, operation in methods.items()
        if method in METHODS}
    table = {tuple(name.split(" ", 1)): cells[1:] for cells in rows(section("## HTTP")) for name in names(cells[0])
             if " /" in name}

    def test_each_route_is_in_the_table_and_no_other(self):
        self.assertEqual(set(self.operations), set(self.table))

    def test_who_may_use_it(self):
        for way, operation in self.operations.items():
            self.assertTrue(
                self.table[way][0].startswith(WHO[operation["x-permission"]]),
                f"{way}: {operation['x-permission']}, and the page says {self.table[way][0]}")

    def test_its_query(self):
        for way, operation in self.operations.items():
            described = {one["name"] for one in operation.get("parameters", []) if one["in"] == "query"}
            self.assertEqual(described, set(re.findall(r"[?&]([a-z_]+)=", self.table[way][1])), way)

    def test_its_body(self):
        for way, operation in self.operations.items():
            schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            if "properties" not in schema:
                continue
            asked = self.table[way][1].split("→")[0]
            match = re.search(r"`\{([a-z_,?]+)\}`", asked)
            self.assertTrue(match, f"{way}: the page says no body")
            said = {field.rstrip("?"): field.endswith("?") for field in match[1].split(",")}
            self.assertEqual(
                said, {name: name not in schema.get("required", []) for name in schema["properties"]}, way)

    def test_its_statuses(self):
        for way, operation in self.operations.items():
            described = {int(status) for status in operation["responses"] if int(status) < 300}
            said = {int(status) for status in re.findall(r"\b(2\d\d)\b", self.table[way][1])} or {200}
            self.assertEqual(described, said, way)

    def test_the_fields_of_its_answer(self):
        for way, operation in self.operations.items():
            for status in ("200", "201"):
                schema = operation["responses"].get(status, {}).get("content", {}).get("application/json", {}).get("schema", {})
                for name in schema.get("properties", {}):
                    if way[1] != "/api/v1/inbox/settings":
                        self.assertIn(name, re.findall(r"[a-z_]+", " ".join(self.table[way])), way)


class Entries(Page):
    schemas = load("schemas/entry.json")["$defs"]
    types = {
        schema["properties"]["type"]["const"]: schema for schema in schemas.values()
        if "const" in schema.get("properties", {}).get("type", {})}
    # Any entry that a command with a `client_id` began has the last two.
    head = ("type", "ticket_id", "seq", "at", "author_id", "client_id")

    def test_each_type_is_in_the_table(self):
        table = {names(cells[0])[0]: cells[1] for cells in rows(section("## Objects"))}
        self.assertEqual(set(self.types) - {"hidden"}, set(table))
        for type, cell in table.items():
            self.fields(type, re.sub(r"\([^)]*\)|Codes:.*", "", cell), self.types[type], aside=self.head)

    def test_hidden_entries_and_codes_are_named(self):
        self.assertIn('"type":"hidden"', PAGE)
        for code in self.types["system"]["properties"]["code"]["enum"]:
            self.assertIn(f"`{code}` \"", PAGE)

    def test_the_ticket_has_the_fields_of_the_example(self):
        ticket = load("schemas/ticket.json")
        block = re.search(r"```json\n(.*?)```", PAGE, re.S)[1]
        for name in ticket["properties"]:
            self.assertTrue(f'"{name}"' in block or f"`{name}`" in section("## Objects"), name)
        for name in re.findall(r'"([a-z_]+)":', block):
            self.assertIn(name, texts({**ticket, "$defs": ticket["$defs"]}), name)
        for name in ("status", "chat", "priority"):
            for value in ticket["properties"][name]["enum"]:
                self.assertIn(f"`{value}`", section("## Objects"))


class Frames(Page):
    @staticmethod
    def described(name):
        return {
            schema["properties"]["type"]["const"]: schema for schema in load(f"schemas/{name}.json")["$defs"].values()
            if "const" in schema.get("properties", {}).get("type", {})}

    def test_each_frame_of_clients_is_in_a_table(self):
        described, table = self.described("client-frame"), {}
        for title in ("### From customers", "### From staff", "### From both"):
            for cells in rows(section(title)):
                for name in names(cells[0]):
                    table.setdefault(name, []).append(cells[1])
        self.assertEqual(set(described), set(table))
        for name, cells in table.items():
            self.fields(name, ", ".join(cells).replace("\\|", " "), described[name], aside=("type", "client_id"))

    def test_each_frame_of_the_server_is_named(self):
        entries = set(Entries.types)
        described = {name: schema for name, schema in self.described("server-frame").items() if name not in entries}
        socket = section("## The socket")
        table = {name: cells[2] for cells in rows(section("### From the server, besides entries, `ack`, `error`"))
                 for name in names(cells[0])}
        self.assertLessEqual(set(table), set(described))
        for name, schema in described.items():
            self.assertTrue(f"`{name}`" in socket or f'"type":"{name}"' in socket, f"{name} is not in the page")
            for field in schema["properties"].keys() - {"type", "code", "message", "by", "count", "retry_after_ms", "fields", "current"}:
                self.assertRegex(socket, rf'["`]{field}["`]', f"{name}: {field}")

    def test_whether_it_is_for_sockets_only(self):
        commands = load("openapi.json")["components"]["schemas"]["CommandFrame"]["anyOf"]
        self.assertEqual(
            len(self.described("client-frame")) - len(commands), len(["auth", "sync", "watch", "leave"]))
        self.assertIn("but `auth`, `sync`, `watch`, `leave`", PAGE)


class Errors(Page):
    def test_each_code_is_in_the_table_with_its_status(self):
        table = {names(cells[0])[0]: int(cells[1]) for cells in rows(section("## Errors"))}
        self.assertEqual({code: row["status"] for code, row in load("errors.json").items()}, table)


if __name__ == "__main__":
    unittest.main()
