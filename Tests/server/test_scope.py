"""Who may not see a ticket sees it nowhere (promise G14): every route, frame, list, count, search and live frame, asked by an
agent of another inbox. Routes and frames come from the contract, so that a new one is walked without being named here."""

import itertools
import json
from pathlib import Path

import pytest

from harness.api import expect_error
from harness.client import Refused

WORD = "Zwiebelturm"


class Office:
    """Mia has a ticket in the main inbox; Sam works for the shop's inbox alone, Dana for all."""

    def __init__(self, company):
        self.company = company
        company.admin.change("inbox", "shop", name="Shop")
        company.admin.change("team", "returns", name="Returns")
        company.admin.change("tag", "late", name="Late")
        self.dana, self.sam, self.mia = company.agent("Dana"), company.agent("Sam"), company.visitor("Mia Wolf")
        company.admin.change("access", self.sam.me["id"], inboxes=["shop"])
        self.customer = company.socket(self.mia)
        self.ticket_id = self.customer.open_ticket(f"Where is my {WORD}?")
        self.number = self.dana.ticket(self.ticket_id)["number"]
        self.secrets = [self.ticket_id, WORD.lower(), self.mia.me["id"].lower(), "mia wolf", f'"number":{self.number}']

    def leaks(self, text):
        text = text.lower().replace(" ", "") if text.startswith("{") else text.lower()
        return [secret for secret in self.secrets if secret.replace(" ", "") in text.replace(" ", "")]


@pytest.fixture
def office(company):
    return Office(company)


def reads(office, document):
    """Every GET of the contract with every way to name the ticket and its customer."""
    names = [office.ticket_id, str(office.number), office.mia.me["id"], "main", "shop", "inbox", office.dana.me["id"]]
    values = {
        "q": [WORD, "Mia", str(office.number), f"#{office.number}"], "user": [office.mia.me["id"]], "inbox": ["main"],
        "assignee": ["none", office.dana.me["id"]], "status": ["open", "closed"], "chat": ["waiting", "live"],
        "list": ["waiting", "all", "resolved", "mine"], "tag": ["late"], "team": ["returns"], "after": ["0"],
        "before": ["99"],
    }
    for path, methods in document["paths"].items():
        if "get" not in methods or not path.startswith("/api/v1/"):
            continue
        parameters = methods["get"].get("parameters", [])
        inner = [p["name"] for p in parameters if p["in"] == "path"]
        for chosen in itertools.product(names, repeat=len(inner)):
            url = path
            for name, value in zip(inner, chosen, strict=True):
                url = url.replace(f"{{{name}}}", value)
            yield url, {}
            for parameter in parameters:
                for value in values.get(parameter["name"], []):
                    yield url, {parameter["name"]: value}


def walk(office, person):
    """Where something of the ticket is found."""
    document = office.company.admin.get("/api/v1/openapi.json")
    found, asked = [], 0
    for url, params in reads(office, document):
        if url == "/api/v1/openapi.json":
            continue
        answer = person.http.get(url, params=params, headers=person.headers())
        assert answer.status_code < 500, (url, params, answer.text)
        asked += 1
        if answer.status_code == 200 and office.leaks(answer.text):
            found.append((url, params))
        if answer.status_code == 429:
            raise AssertionError("asked too fast to know")
    assert asked > 60, asked
    return found


def test_every_route_shows_nothing_of_another_inbox(office):
    assert walk(office, office.sam) == []
    # The same walk finds it everywhere for who may know: it is able to fail.
    found = {url for url, _ in walk(office, office.dana)}
    ticket = f"/api/v1/tickets/{office.ticket_id}"
    assert {"/api/v1/tickets", ticket, ticket + "/entries", f"/api/v1/customers/{office.mia.me['id']}"} <= found


def frames(office, schemas):
    """Every frame of the contract about the ticket, filled with what would be good values."""
    values = {
        "ticket_id": office.ticket_id, "text": "Hello", "staff_id": office.dana.me["id"], "status": "resolved",
        "priority": "high", "subject": "Other", "add": ["late"], "remove": [], "inbox": "shop", "team": "returns",
        "score": 3, "seq": 1, "after": 0, "on": True, "token": "x",
    }
    for frame in schemas.values():
        if "ticket_id" not in frame["properties"]:
            continue
        type = frame["properties"]["type"]["const"]
        yield {"type": type, **{name: values[name] for name in frame["properties"] if name in values}}


def test_every_frame_about_it_is_answered_as_if_it_were_not_there(office):
    folder = Path(__file__).parents[2] / "contract" / "schemas"
    schemas = json.loads((folder / "client-frame.json").read_text())["$defs"]
    socket = office.company.socket(office.sam).online()
    before = office.dana.get(f"/api/v1/tickets/{office.ticket_id}/entries")
    types = []
    for frame in frames(office, schemas):
        types.append(frame["type"])
        if frame["type"] == "status":
            continue
        client_id = f"walk-{frame['type']}"
        socket.send_raw(json.dumps({**frame, "client_id": client_id}))
        if frame["type"] in ("leave", "typing"):
            continue
        answer = socket.expect(lambda type: type == "error", client_id=client_id)
        assert answer["code"] == ("forbidden" if frame["type"] == "auth" else "not_found"), (frame, answer)
    assert {"message", "note", "pick_ticket", "set_tags", "move", "sync", "seen", "transfer", "rate"} <= set(types)
    for frame in socket.drain():
        text = json.dumps(frame)
        assert frame["type"] == "ticket_picked" or not office.leaks(text), frame
    assert office.dana.get(f"/api/v1/tickets/{office.ticket_id}/entries")["entries"] == before["entries"]


def live(socket):
    return [frame for frame in socket.drain() if frame["type"] not in ("pong", "staff", "status_updated", "settings")]


def test_nothing_of_it_comes_live(office):
    company = office.company
    sam, dana = company.socket(office.sam).online(), company.socket(office.dana).online()
    assert set(sam.watch()[name] for name in ("waiting", "all", "mine")) == {0}
    assert dana.watch()["waiting"] == 1
    second = office.customer.open_ticket(f"And my other {WORD}?")
    office.secrets.append(second)
    dana.expect("new_ticket", ticket=lambda ticket: ticket["ticket_id"] == second)
    dana.picks(office.ticket_id)
    dana.say(office.ticket_id, f"Your {WORD} is here")
    dana.command("note", ticket_id=office.ticket_id, text=f"{WORD}!")
    dana.command("set_priority", ticket_id=office.ticket_id, priority="urgent")
    dana.command("set_subject", ticket_id=office.ticket_id, subject=f"{WORD} again")
    dana.command("set_tags", ticket_id=office.ticket_id, add=["late"])
    dana.command("move", ticket_id=office.ticket_id, team="returns")
    dana.send("typing", ticket_id=office.ticket_id)
    office.customer.say(office.ticket_id, f"Thanks for the {WORD}")
    office.customer.send("seen", ticket_id=office.ticket_id, seq=4)
    refused = dana.refused("transfer", ticket_id=office.ticket_id, staff_id=office.sam.me["id"])
    assert refused["fields"] == [{"field": "staff_id", "problem": "not_allowed"}]
    dana.command("set_status", ticket_id=office.ticket_id, status="resolved")
    dana.expect("ticket", ticket=lambda ticket: ticket["status"] == "resolved")
    # Desks are shown lists in rounds: what Dana has been shown by now, Sam would have been, too.
    for frame in live(sam):
        assert not office.leaks(json.dumps(frame)), frame
        if frame["type"] == "counts":
            assert frame["all"] == 0, frame


def test_a_ticket_that_moves_is_shown_to_those_before_and_after(office):
    company = office.company
    sam, dana = company.socket(office.sam).online(), company.socket(office.dana).online()
    sam.watch()
    dana.picks(office.ticket_id)
    dana.command("move", ticket_id=office.ticket_id, inbox="shop")
    shown = sam.expect("ticket", ticket=lambda ticket: ticket["ticket_id"] == office.ticket_id)
    assert shown["ticket"]["inbox"] == "shop" and shown["ticket"]["assignee"]["staff_id"] == office.dana.me["id"]
    assert office.sam.ticket(office.ticket_id)["inbox"] == "shop"
    sam.sync(office.ticket_id)
    assert sam.expect("counts", all=1)
    dana.command("move", ticket_id=office.ticket_id, inbox="main")
    assert sam.expect("gone", ticket_id=office.ticket_id)
    assert sam.expect("counts", all=0)
    expect_error(office.sam.request("GET", f"/api/v1/tickets/{office.ticket_id}"), 404, "not_found")
    sam.drain()
    dana.say(office.ticket_id, f"{WORD} once more")
    office.customer.expect("message", text=f"{WORD} once more")
    assert not [frame for frame in sam.drain() if office.leaks(json.dumps(frame))]


def test_an_agent_loses_what_moves_out_of_their_sight(office):
    company = office.company
    shopper = company.socket(company.visitor("Tom"))
    ticket_id = shopper.open_ticket("A shop's question", inbox="shop")
    sam, dana = company.socket(office.sam).online(), company.socket(office.dana).online()
    sam.picks(ticket_id)
    dana.command("move", ticket_id=ticket_id, inbox="main")
    ticket = office.dana.ticket(ticket_id)
    assert "assignee" not in ticket and ticket["chat"] == "waiting" and ticket["inbox"] == "main"
    sam.expect("unassigned", ticket_id=ticket_id)
    with pytest.raises(Refused) as refused:
        sam.say(ticket_id, "Hello?")
    assert refused.value.code == "not_found"


def test_a_changed_scope_counts_at_once(office):
    company = office.company
    sam = company.socket(office.sam).online()
    sam.watch()
    company.admin.change("access", office.sam.me["id"], inboxes=[])
    sam.expect("going_away")
    assert office.sam.ticket(office.ticket_id)["inbox"] == "main"
    # Who has a ticket and may not know of it any more hears nothing of it.
    sam = company.socket(office.sam).online()
    sam.picks(office.ticket_id)
    company.admin.change("access", office.sam.me["id"], inboxes=["shop"])
    sam.expect("going_away")
    sam = company.socket(office.sam).online()
    sam.drain()
    dana = company.socket(office.dana)
    dana.command("note", ticket_id=office.ticket_id, text=f"{WORD} again")
    dana.command("set_priority", ticket_id=office.ticket_id, priority="urgent")
    assert not [frame for frame in sam.drain() if office.leaks(json.dumps(frame))]
    company.admin.change("access", office.sam.me["id"], inboxes=[], tickets="team")
    company.admin.change("access", office.sam.me["id"], tickets="own")
    another = office.customer.open_ticket("Mine it is not")
    expect_error(office.sam.request("GET", f"/api/v1/tickets/{another}"), 404, "not_found")


def test_tags_and_places_are_for_staff(office):
    dana = office.company.socket(office.dana).online()
    dana.command("set_tags", ticket_id=office.ticket_id, add=["late"])
    dana.command("move", ticket_id=office.ticket_id, team="returns")
    mine = office.mia.ticket(office.ticket_id)
    assert not {"tags", "team", "inbox"} & set(mine)
    entries = office.mia.entries(office.ticket_id)
    assert [entry["type"] for entry in entries[-2:]] == ["hidden", "hidden"]
    staff = office.dana.ticket(office.ticket_id)
    assert (staff["tags"], staff["team"], staff["inbox"]) == (["late"], "returns", "main")
    for name, value in (("tag", "late"), ("team", "returns"), ("inbox", "main")):
        page = office.dana.get("/api/v1/tickets", **{name: value})
        assert [ticket["ticket_id"] for ticket in page["tickets"]] == [office.ticket_id], name
    assert office.dana.get("/api/v1/tickets", tag="other")["tickets"] == []
    for field, value in (("inbox", "nowhere"), ("team", "nobody")):
        refused = dana.refused("move", ticket_id=office.ticket_id, **{field: value})
        assert refused["fields"] == [{"field": field, "problem": "unknown"}]
    refused = dana.refused("set_tags", ticket_id=office.ticket_id, add=["late", "nothing"])
    assert refused["fields"] == [{"field": "add[1]", "problem": "unknown"}]
