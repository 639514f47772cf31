"""Holds what the server sends against contract/: answers against the OpenAPI document, frames against their schemas.

What is sent has no field that the contract does not name: readers may meet more, our own server must not send it.
"""

import functools
import json
import re
from pathlib import Path

import jsonschema_rs

CONTRACT = Path(__file__).resolve().parents[2] / "contract"
# Entries of other versions have fields of their own.
OPEN = {"UnknownEntry"}


def load(name):
    return json.loads((CONTRACT / name).read_text(encoding="utf-8"))


def strict(schema):
    """The same without room for fields that it does not name."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {
        name: {inner: part if inner in OPEN else strict(part) for inner, part in value.items()}
        if name in ("$defs", "schemas", "properties") else strict(value)
        for name, value in schema.items()
    }
    if schema.get("type") == "object" and "properties" in schema:
        closed["additionalProperties"] = False
    return closed


def validator(schema):
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def problems(checker, value):
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message[:300]}" for error in checker.iter_errors(value)]


class Frames:
    """The messages of one direction, each held against the schema of its type."""

    def __init__(self, name):
        definitions = strict(load(f"schemas/{name}.json"))["$defs"]
        self.names = {
            schema["properties"]["type"]["const"]: name for name, schema in definitions.items()
            if "const" in schema.get("properties", {}).get("type", {})
        }
        self.checkers = {
            name: validator({"$ref": f"#/$defs/{name}", "$defs": definitions}) for name in definitions}

    def problems(self, frame):
        name = self.names.get(frame.get("type"), "UnknownEntry")
        if name not in self.checkers:
            return [f"no frame of type {frame.get('type')!r} is described"]
        return [f"{name}/{problem}" for problem in problems(self.checkers[name], frame)]


class Answers:
    """The answers of the HTTP API."""

    def __init__(self, document):
        self.document = strict(document)
        self.ways = []
        for path, methods in self.document["paths"].items():
            pattern = re.compile(re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(path)))
            self.ways.append((path.count("{"), pattern, path, methods))
        self.ways.sort(key=lambda way: way[0])
        self._checkers = {}

    def operation(self, method, path):
        """Where it stands in the document, and what stands there; nothing for what is not described."""
        for _, pattern, template, methods in self.ways:
            if pattern.fullmatch(path) and method.lower() in methods:
                return f"{method} {template}", methods[method.lower()]
        return None

    def _checker(self, place, schema):
        if place not in self._checkers:
            self._checkers[place] = validator({**schema, "components": self.document["components"]})
        return self._checkers[place]

    def problems(self, method, path, response):
        found = self.operation(method, path)
        if not found:
            if response.status_code < 400:
                return [f"{method} {path} is answered, and not described"]
            checker = self._checker("error", {"$ref": "#/components/schemas/Error"})
            return problems(checker, response.json())
        place, operation = found
        answer = operation["responses"].get(str(response.status_code))
        if not answer:
            return [f"{place} answered {response.status_code}, which is not described: {response.text[:300]}"]
        if "$ref" in answer:
            answer = self.document["components"]["responses"][answer["$ref"].rsplit("/", 1)[1]]
        content = answer.get("content")
        if not content:
            return [f"{place} has a body: {response.text[:300]}"] if response.content else []
        kind = response.headers.get("content-type")
        if kind not in content:
            return [f"{place} answered {kind}"]
        checker = self._checker(f"{place} {response.status_code}", content[kind]["schema"])
        return [f"{place} {response.status_code} {problem}" for problem in problems(checker, response.json())]


@functools.cache
def server_frames():
    return Frames("server-frame")


@functools.cache
def answers():
    return Answers(load("openapi.json"))


def check_frame(frame):
    """Fails when the server sent what the contract does not say."""
    found = server_frames().problems(frame)
    assert not found, f"not as the contract says: {found}\n{json.dumps(frame)[:2000]}"


def check_answer(method, path, response):
    """Fails when the API answered what the document does not say. Pages and their files are no part of it."""
    path = str(path).split("?")[0]
    if method != "HEAD" and path.startswith(("/api/", "/health/")):
        found = answers().problems(method, path, response)
        assert not found, f"not as the document says: {found}\n{response.text[:2000]}"
