"""Bad input gets a documented error, changes nothing, and keeps the connection (G8)."""

import json

import pytest

from harness.api import expect, expect_error

UNKNOWN = "01900000-0000-7000-8000-000000000000"
LONG = "x" * 8001

# (name, what is sent, codes that may answer). A dict is sent with the ticket's id where it says TICKET.
NOT_FRAMES = [
    ("not JSON", "hello", {"bad_json"}),
    ("empty", "", {"bad_json"}),
    ("half an object", '{"type":"ping"', {"bad_json"}),
    ("two objects", '{"type":"ping"}{"type":"ping"}', {"bad_json"}),
    ("an array", "[]", {"bad_json"}),
    ("a string", '"ping"', {"bad_json"}),
    ("null", "null", {"bad_json"}),
    ("a number", "1e999", {"bad_json"}),
    ("deeply nested", "[" * 30_000, {"bad_json"}),
    ("no type", "{}", {"unknown_type", "bad_request"}),
    ("type is a number", '{"type":5}', {"unknown_type", "bad_request"}),
    ("type is null", '{"type":null}', {"unknown_type", "bad_request"}),
    ("unknown type", '{"type":"dance"}', {"unknown_type"}),
    ("a server's type", '{"type":"ack"}', {"unknown_type"}),
]
FROM_USER = [
    ("message without a ticket", {"type": "message", "text": "x"}, {"bad_request"}),
    ("message without a text", {"type": "message", "ticket_id": "TICKET"}, {"bad_request"}),
    ("ticket id is a number", {"type": "message", "ticket_id": 5, "text": "x"}, {"bad_request"}),
    ("ticket id is an object", {"type": "message", "ticket_id": {}, "text": "x"}, {"bad_request"}),
    ("ticket id is no id", {"type": "message", "ticket_id": "../etc", "text": "x"}, {"bad_request", "not_found"}),
    ("unknown ticket", {"type": "message", "ticket_id": UNKNOWN, "text": "x"}, {"not_found"}),
    ("text is a number", {"type": "message", "ticket_id": "TICKET", "text": 5}, {"bad_request"}),
    ("text is an array", {"type": "message", "ticket_id": "TICKET", "text": ["x"]}, {"bad_request"}),
    ("text is empty", {"type": "message", "ticket_id": "TICKET", "text": ""}, {"bad_request"}),
    ("text is too long", {"type": "message", "ticket_id": "TICKET", "text": LONG}, {"bad_request", "too_large"}),
    ("client id is empty", {"type": "message", "ticket_id": "TICKET", "text": "x", "client_id": ""}, {"bad_request"}),
    ("client id is long", {"type": "message", "ticket_id": "TICKET", "text": "x", "client_id": "c" * 65},
     {"bad_request"}),
    ("client id is a number", {"type": "message", "ticket_id": "TICKET", "text": "x", "client_id": 1}, {"bad_request"}),
    ("offline is a string", {"type": "message", "ticket_id": "TICKET", "text": "x", "offline": "yes"}, {"bad_request"}),
    ("create: text is a number", {"type": "create_ticket", "text": 5}, {"bad_request"}),
    ("create: text is too long", {"type": "create_ticket", "text": LONG}, {"bad_request", "too_large"}),
    ("create: subject is too long", {"type": "create_ticket", "subject": "s" * 201}, {"bad_request", "too_large"}),
    ("status is unknown", {"type": "set_status", "ticket_id": "TICKET", "status": "frozen"}, {"bad_request"}),
    ("status is missing", {"type": "set_status", "ticket_id": "TICKET"}, {"bad_request"}),
    ("a customer resolves", {"type": "set_status", "ticket_id": "TICKET", "status": "resolved"},
     {"forbidden", "bad_request", "invalid_transition"}),
    ("score 0", {"type": "rate", "ticket_id": "TICKET", "score": 0}, {"bad_request"}),
    ("score 6", {"type": "rate", "ticket_id": "TICKET", "score": 6}, {"bad_request"}),
    ("score is a string", {"type": "rate", "ticket_id": "TICKET", "score": "5"}, {"bad_request"}),
    ("score 2.5", {"type": "rate", "ticket_id": "TICKET", "score": 2.5}, {"bad_request"}),
    ("sync before the start", {"type": "sync", "ticket_id": "TICKET", "after": -1}, {"bad_request"}),
    ("sync after a string", {"type": "sync", "ticket_id": "TICKET", "after": "0"}, {"bad_request"}),
    ("sync of an unknown ticket", {"type": "sync", "ticket_id": UNKNOWN, "after": 0}, {"not_found"}),
    ("seen is a string", {"type": "seen", "ticket_id": "TICKET", "seq": "1"}, {"bad_request"}),
    ("seen is negative", {"type": "seen", "ticket_id": "TICKET", "seq": -1}, {"bad_request"}),
    ("seen is huge", '{"type":"seen","ticket_id":"TICKET","seq":99999999999999999999999}',
     {"bad_request", "bad_json"}),
    ("a customer picks", {"type": "pick_ticket", "ticket_id": "TICKET"}, {"forbidden", "unknown_type"}),
    ("a customer notes", {"type": "note", "ticket_id": "TICKET", "text": "x"}, {"forbidden", "unknown_type"}),
    ("a customer releases", {"type": "release", "ticket_id": "TICKET"}, {"forbidden", "unknown_type"}),
    ("a customer goes online", {"type": "status", "status": "online"}, {"forbidden", "unknown_type"}),
    ("a customer watches", {"type": "watch", "on": True}, {"forbidden", "unknown_type"}),
    ("a customer sets a priority", {"type": "set_priority", "ticket_id": "TICKET", "priority": "urgent"},
     {"forbidden", "unknown_type"}),
]
FROM_STAFF = [
    ("status is unknown", {"type": "status", "status": "away"}, {"bad_request"}),
    ("status is missing", {"type": "status"}, {"bad_request"}),
    ("status is a bool", {"type": "status", "status": True}, {"bad_request"}),
    ("priority is unknown", {"type": "set_priority", "ticket_id": "TICKET", "priority": "max"}, {"bad_request"}),
    ("an empty note", {"type": "note", "ticket_id": "TICKET", "text": ""}, {"bad_request"}),
    ("transfer to nobody", {"type": "transfer", "ticket_id": "TICKET"}, {"bad_request"}),
    ("transfer to a stranger", {"type": "transfer", "ticket_id": "TICKET", "staff_id": "nobody-at-all"},
     {"not_found", "staff_offline"}),
    ("transfer to no id", {"type": "transfer", "ticket_id": "TICKET", "staff_id": "a b\n"},
     {"bad_request", "not_found", "staff_offline"}),
    ("watch is a string", {"type": "watch", "on": "yes"}, {"bad_request"}),
    ("seen_seq is a string", {"type": "message", "ticket_id": "TICKET", "text": "x", "seen_seq": "1"}, {"bad_request"}),
    ("an agent asks", {"type": "create_ticket", "text": "x"}, {"forbidden", "unknown_type"}),
    ("an agent rates", {"type": "rate", "ticket_id": "TICKET", "score": 5}, {"forbidden", "unknown_type"}),
]


def ids(table):
    return [name for name, _, _ in table]


@pytest.fixture(scope="module")
def chat(demo):
    from harness.world import World

    world = World(demo)
    user, staff, ticket_id = world.chat()
    yield user, staff, ticket_id
    world.close()


def check(client, ticket_id, frame, codes):
    client.drain()
    before = client.http.entries(ticket_id)
    raw = frame if isinstance(frame, str) else json.dumps(frame)
    client.send_raw(raw.replace("TICKET", ticket_id))
    error = client.expect("error")
    assert error["code"] in codes, error
    assert isinstance(error["message"], str) and error["message"]
    if isinstance(frame, dict) and isinstance(frame.get("client_id"), str) and 0 < len(frame["client_id"]) <= 64:
        assert error["client_id"] == frame["client_id"]
    if isinstance(frame, dict) and frame.get("ticket_id") == "TICKET":
        assert error["ticket_id"] == ticket_id
    client.alive()
    assert client.http.entries(ticket_id) == before
    assert not [each for each in client.waiting if each["type"] == "error"], "answered twice"


@pytest.mark.parametrize(("name", "frame", "codes"), NOT_FRAMES, ids=ids(NOT_FRAMES))
def test_what_is_no_frame(chat, name, frame, codes):
    user, staff, ticket_id = chat
    check(user, ticket_id, frame, codes)
    check(staff, ticket_id, frame, codes)


@pytest.mark.parametrize(("name", "frame", "codes"), FROM_USER, ids=ids(FROM_USER))
def test_from_a_customer(chat, name, frame, codes):
    user, staff, ticket_id = chat
    check(user, ticket_id, frame, codes)


@pytest.mark.parametrize(("name", "frame", "codes"), FROM_STAFF, ids=ids(FROM_STAFF))
def test_from_an_agent(chat, name, frame, codes):
    user, staff, ticket_id = chat
    check(staff, ticket_id, frame, codes)


@pytest.mark.parametrize("type", ["message", "set_status", "rate", "sync", "seen", "delivered"])
def test_other_peoples_tickets_do_not_exist(world, chat, type):
    _, _, ticket_id = chat
    stranger = world.user()
    fields = {"message": {"text": "x"}, "set_status": {"status": "closed"}, "rate": {"score": 5},
              "sync": {"after": 0}, "seen": {"seq": 1}, "delivered": {"seq": 1}}[type]
    stranger.send(type, ticket_id=ticket_id, client_id="c", **fields)
    mine = stranger.expect("error", client_id="c")
    stranger.send(type, ticket_id=UNKNOWN, client_id="d", **fields)
    none = stranger.expect("error", client_id="d")
    assert mine["code"] == none["code"] == "not_found"
    assert mine["message"] == none["message"]


def test_depth_in_a_field_that_nobody_reads_is_survived(chat):
    user, _, _ = chat
    user.drain()
    user.send_raw('{"type":"ping","x":' + '{"x":' * 10_000 + "1" + "}" * 10_001)
    user.expect(lambda type: type in ("pong", "error"))
    user.alive()


def test_an_error_names_what_it_answers(chat):
    user, _, ticket_id = chat
    user.send("message", ticket_id=UNKNOWN, text="x", client_id="mine")
    error = user.expect("error")
    assert (error["code"], error["client_id"], error["ticket_id"]) == ("not_found", "mine", UNKNOWN)


def test_hard_texts_come_back_as_they_were(chat):
    user, staff, ticket_id = chat
    for text in ["\u202e abc \u2066", "a\tb\nc", "👩‍👩‍👧‍👦" * 100, "é" * 8000, "<script>alert(1)</script>", "' OR 1=1 --", "%s%n{}"]:
        ack = user.say(ticket_id, text)
        assert user.http.entries(ticket_id)[ack["seq"] - 1]["text"] == text
        staff.expect("message", seq=ack["seq"], text=text)


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_characters_that_are_none_are_answered(chat, text):
    user, _, ticket_id = chat
    user.drain()
    user.send_raw(json.dumps({"type": "message", "ticket_id": ticket_id, "text": text}))
    user.send_raw(json.dumps({"type": "message", "ticket_id": ticket_id, "text": text, "client_id": f"odd {len(text)}"}))
    user.expect(lambda type: type in ("ack", "error"))
    user.alive()


# HTTP

BODIES = [
    ("not JSON", "hello", 400, {"bad_json", "bad_request"}),
    ("an array", "[]", 400, {"bad_json", "bad_request"}),
    ("empty", "", 400, {"bad_json", "bad_request"}),
    ("wrong type", '{"text":5}', 400, {"bad_request"}),
    ("nothing", "{}", 400, {"bad_request"}),
    ("too long a text", json.dumps({"text": LONG}), 400, {"bad_request"}),
    ("long client id", json.dumps({"text": "x", "client_id": "c" * 65}), 400, {"bad_request"}),
    ("not UTF-8", b'{"text":"\xff"}', 400, {"bad_json", "bad_request"}),
]


@pytest.mark.parametrize(("name", "body", "status", "codes"), BODIES, ids=[body[0] for body in BODIES])
def test_bad_bodies(chat, name, body, status, codes):
    user, _, ticket_id = chat
    before = user.http.entries(ticket_id)
    for path in ("/api/v1/tickets", f"/api/v1/tickets/{ticket_id}/messages", "/api/v1/commands"):
        answer = user.http.request(
            "POST", path, content=body if isinstance(body, bytes) else body.encode(),
            headers={"Content-Type": "application/json"})
        if path.endswith("commands") and answer.status_code == 200:
            # A frame that is one and is refused: answered by the frame that a socket would get.
            (error,) = answer.json()["frames"]
            assert error["code"] in codes | {"unknown_type"}, error
        else:
            assert answer.status_code == status, (path, answer.text)
            assert answer.json()["error"]["code"] in codes, path
    assert user.http.entries(ticket_id) == before


def test_a_body_beyond_the_limit(chat):
    user, _, _ = chat
    body = json.dumps({"text": "x", "padding": "y" * 70_000})
    answer = user.http.request(
        "POST", "/api/v1/tickets", content=body, headers={"Content-Type": "application/json"})
    expect_error(answer, 413, "too_large")


def test_the_content_type_must_be_json(chat):
    user, _, _ = chat
    for type in ("text/plain", "application/x-www-form-urlencoded", "application/jsonp", None):
        answer = user.http.request("POST", "/api/v1/tickets", content='{"text":"x"}', headers={"Content-Type": type})
        assert answer.status_code in (400, 415), type
        assert answer.json()["error"]["code"]
    expect(user.http.request(
        "POST", "/api/v1/tickets", content='{"text":"x"}',
        headers={"Content-Type": "application/json; charset=utf-8"}), 201)


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "after=-1", "after=x", "wait=x", "before=x"])
def test_bad_queries(chat, query):
    user, _, ticket_id = chat
    expect_error(user.http.request("GET", f"/api/v1/tickets/{ticket_id}/entries?{query}"), 400, "bad_request")


@pytest.mark.parametrize("query", ["limit=x", "status=frozen", "chat=x", "list=x", "cursor=x"])
def test_bad_queries_of_lists(chat, query):
    _, staff, _ = chat
    expect_error(staff.http.request("GET", f"/api/v1/tickets?{query}"), 400, "bad_request")


def test_unknown_things_are_404(chat):
    user, staff, _ = chat
    for person in (user.http, staff.http):
        for path in (f"/api/v1/tickets/{UNKNOWN}", "/api/v1/tickets/x", f"/api/v1/tickets/{UNKNOWN}/entries"):
            expect_error(person.request("GET", path), 404, "not_found")
    assert user.http.request("GET", "/api/v1/nothing-here").status_code == 404
    assert user.http.request("GET", "/../../etc/passwd").status_code == 404
    assert user.http.request("GET", "/%2e%2e/%2e%2e/etc/passwd").status_code in (400, 404)


def test_other_peoples_tickets_do_not_exist_over_http(world, chat):
    _, _, ticket_id = chat
    stranger = world.person("user", world.name("user"))
    for path in (f"/api/v1/tickets/{ticket_id}", f"/api/v1/tickets/{ticket_id}/entries"):
        expect_error(stranger.request("GET", path), 404, "not_found")
    expect_error(stranger.post(f"/api/v1/tickets/{ticket_id}/messages", {"text": "x"}), 404, "not_found")
    assert stranger.get("/api/v1/tickets")["tickets"] == []


def test_what_is_for_staff_is_for_staff(world):
    user = world.person("user", world.name("user"))
    for path in ("/api/v1/agents", "/api/v1/customers/x", "/api/v1/settings", "/api/v1/settings/inbox/main"):
        expect_error(user.request("GET", path), 403, "forbidden")
    mine = user.request("PUT", "/api/v1/settings/inbox/main", {"name": "Mine"}, headers={"If-Match": '"0"'})
    expect_error(mine, 403, "forbidden")


@pytest.mark.parametrize("id", ["a%20b", "x" * 65, "%00", "a%2Fb", "%F0%9F%98%80", ""])
def test_ids_that_are_none(demo, id):
    from harness.raw import RawSocket

    with RawSocket(demo, f"/ws/user/{id}") as raw:
        status, _ = raw.request()
        if status == 101:
            assert raw.close_code() in (4401, 4403)
        else:
            assert status in (400, 403, 404)
