"""The settings' documents as a server answers them, for pages: kinds, documents with revisions, refusals, histories."""

import copy
import json
import re

INBOX = {
    "kind": "inbox", "title": "name", "own": False, "may_change": True, "may_create": True, "permanent": ["main"], "fields": [
        {"name": "name", "type": "text", "min": 1, "max": 80, "default": "Support"},
        {"name": "greeting", "type": "text", "max": 300, "lines": 3, "default": "How can we help?"},
        {"name": "greetings", "type": "map", "keys": ["en", "de"],
         "item": {"type": "text", "max": 300, "lines": 3}, "default": {}},
        {"name": "accent", "type": "colour", "default": "#3b5bdb"},
        {"name": "leave_message", "type": "boolean", "default": True},
        {"name": "locale", "type": "choice", "choices": ["", "en", "de"], "default": ""},
        {"name": "origins", "type": "list", "max": 50, "item": {"type": "origin"}, "default": []},
        {"name": "auto_close_days", "type": "integer", "min": 1, "max": 365, "default": 7},
    ]}
TEAM = {
    "kind": "team", "title": "name", "may_change": True, "may_create": True, "fields": [
        {"name": "name", "type": "text", "min": 1, "max": 80, "default": ""},
        {"name": "members", "type": "list", "max": 500, "item": {"type": "reference", "kind": "agent"}, "default": []},
    ]}
TAG = {
    "kind": "tag", "title": "name", "may_change": True, "may_create": True, "fields": [
        {"name": "name", "type": "text", "min": 1, "max": 40, "default": ""},
        {"name": "colour", "type": "colour", "default": "#868e96"},
    ]}
ADA = {"party": "agent", "id": "dana", "name": "Dana Weiss"}
PLACE = re.compile(r"/api/v1/settings(?:/([^/?]+))?(?:/([^/?]+))?(/history)?(?:\?.*)?$")


class FakeSettings:
    """Stands between a page and its server. `documents` is what is stored, `refuse` what the next save gets."""

    def __init__(self, *kinds):
        self.kinds = list(kinds or (INBOX, TEAM, TAG))
        self.revision = 41
        self.documents, self.changes, self.refuse = {}, {}, None
        self.store("inbox", "main", {"name": "Beckon demo", "greeting": "How can we help?", "leave_message": True})

    def store(self, kind, id, value, by=None, archived=False):
        self.revision += 1
        before = self.documents.get((kind, id), {}).get("value")
        document = {"kind": kind, "id": id, "revision": self.revision, "archived": archived, "value": value}
        self.documents[kind, id] = document
        self.changes.setdefault((kind, id), []).insert(0, {
            "revision": self.revision, "at": f"2026-03-0{len(self.changes.get((kind, id), [])) + 1}T09:30:00.000Z",
            "by": by or ADA, "before": copy.deepcopy(before), "after": None if archived else copy.deepcopy(value)})
        return document

    def serve(self, page):
        page.route(PLACE, self.answer)
        return self

    def answer(self, route):
        kind, id, history = PLACE.search(route.request.url).groups()
        status, body = self.reply(route.request, kind, id, history)
        route.fulfill(status=status, content_type="application/json", body=json.dumps(body))

    def reply(self, request, kind, id, history):
        if kind is None:
            return 200, {"revision": self.revision, "kinds": self.kinds}
        if id is None:
            return 200, {"documents": [each for (of, _), each in self.documents.items() if of == kind]}
        stored = self.documents.get((kind, id))
        if history:
            return 200, {"changes": self.changes.get((kind, id), [])}
        if request.method == "GET":
            return (200, stored) if stored else (404, {"error": {"code": "not_found", "message": "No such document."}})
        return self.change(request, kind, id, stored)

    def change(self, request, kind, id, stored):
        if self.refuse:
            answer, self.refuse = self.refuse, None
            return answer
        expected = request.headers.get("if-match", "").strip('"')
        made = request.headers.get("if-none-match") == "*"
        if stored and (made or expected != str(stored["revision"])):
            return 409, {"error": {"code": "changed_meanwhile", "message": "Changed.", "current": stored}}
        if request.method == "DELETE":
            return 200, self.store(kind, id, stored["value"], archived=True)
        return 200 if stored else 201, self.store(kind, id, request.post_data_json)


def told(page, document):
    """The page hears of a change, as from its socket."""
    page.evaluate(
        "(detail) => document.querySelector('desk-app').session.documents"
        ".dispatchEvent(new CustomEvent('change', { detail }))",
        {name: document[name] for name in ("kind", "id", "revision")})
