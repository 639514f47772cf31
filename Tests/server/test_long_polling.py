"""The way for networks that carry no WebSocket: reads that wait, commands over HTTP."""

import time
from concurrent.futures import ThreadPoolExecutor

from harness.waiting import until
from harness.api import expect, expect_error
from harness.history import systems, texts


def command(person, **frame):
    return expect(person.request("POST", "/api/v1/commands", frame), 200).json()["frames"]


def types(frames):
    return [frame["type"] for frame in frames]


def test_a_read_waits_for_what_comes(world):
    user, staff, ticket_id = world.chat()
    seq = user.http.ticket(ticket_id)["seq"]
    path = f"/api/v1/tickets/{ticket_id}/entries"
    with ThreadPoolExecutor(1) as pool:
        started = time.monotonic()
        reading = pool.submit(user.http.get, path, after=seq, wait=20)
        until_held = world.person("user", user.id).get(path, after=seq, wait=1)
        assert until_held["entries"] == []
        assert not reading.done()
        staff.command("message", ticket_id=ticket_id, text="There you are")
        page = reading.result(5)
    assert texts(page["entries"]) == ["There you are"]
    assert (page["seq"], page["ticket"]["seq"]) == (seq + 1, seq + 1)
    assert time.monotonic() - started < 10


def test_a_read_gives_up_in_time(world):
    user, staff, ticket_id = world.chat()
    seq = user.http.ticket(ticket_id)["seq"]
    started = time.monotonic()
    page = user.http.get(f"/api/v1/tickets/{ticket_id}/entries", after=seq, wait=1)
    assert 0.8 < time.monotonic() - started < 5
    assert (page["entries"], page["seq"]) == ([], seq)


def test_what_is_there_does_not_wait(world):
    user, staff, ticket_id = world.chat()
    started = time.monotonic()
    page = user.http.get(f"/api/v1/tickets/{ticket_id}/entries", after=0, wait=25)
    assert page["entries"]
    assert time.monotonic() - started < 3


def test_the_whole_story_without_a_socket(world):
    user = world.person("user", world.name("user"))
    staff = world.person("staff", world.name("agent"))
    frames = command(user, type="create_ticket", text="Hello", client_id="c")
    assert {"ack", "ticket_created", "system"} <= set(types(frames))
    ticket_id = next(frame["ticket_id"] for frame in frames if frame["type"] == "ticket_created")

    frames = command(staff, type="status", status="online")
    assert next(frame for frame in frames if frame["type"] == "status_updated")["status"] == "online"
    offered = [frame["ticket"]["ticket_id"] for frame in frames if frame["type"] == "new_ticket"]
    assert ticket_id in offered
    frames = command(staff, type="pick_ticket", ticket_id=ticket_id)
    assert next(frame for frame in frames if frame["type"] == "ticket_picked")["success"] is True

    frames = command(user, type="message", ticket_id=ticket_id, text="One", client_id="1")
    assert next(frame for frame in frames if frame["type"] == "ack")["client_id"] == "1"
    answer = expect(staff.post(f"/api/v1/tickets/{ticket_id}/messages", {"text": "Two", "client_id": "2"}), 201)
    assert answer.json()["ack"]["client_id"] == "2"
    assert texts(user.entries(ticket_id)) == ["Hello", "One", "Two"]

    command(staff, type="status", status="offline")
    story = ["ticket_created", "staff_joined", "staff_offline"]
    until("the chat is paused", lambda: systems(user.entries(ticket_id)) == story, 10)
    expect_error(user.post(f"/api/v1/tickets/{ticket_id}/messages", {"text": "Three"}), 409, "chat_paused")


def test_a_socket_sees_what_http_wrote_and_the_other_way(world):
    user, staff, ticket_id = world.chat()
    command(user.http, type="message", ticket_id=ticket_id, text="By HTTP", client_id="h")
    assert staff.expect("message", client_id="h")["text"] == "By HTTP"
    assert user.expect("message", client_id="h"), "HTTP is another connection: the socket gets the entry"


def test_what_has_no_place_over_http(world):
    user = world.person("user", world.name("user"))
    for frame in ({"type": "auth", "token": "x"}, {"type": "sync", "ticket_id": "01900000-0000-7000-8000-000000000000", "after": 0}):
        answer = user.request("POST", "/api/v1/commands", frame)
        assert answer.status_code == 400, answer.text
        assert answer.json()["error"]["code"] in ("unknown_type", "bad_request")
