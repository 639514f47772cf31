"""Handshakes by hand, and the pings of the server. What is sent on an open socket is in test_conformity.py."""

import json

import pytest

from harness.raw import PING, PONG, TEXT, frame


def test_the_server_pings(make_server):
    from harness.world import World

    world = World(make_server(environment={"BECKON_PING_INTERVAL_MS": "200"}))
    raw = world.raw().open()
    payload = raw.receive_until(PING)
    raw.send(frame(PONG, payload))
    assert raw.receive_until(PING, seconds=5) is not None
    world.close()


def test_who_never_answers_pings_is_gone(make_server):
    """A half-open connection: the peer is there no more, and TCP does not know."""
    from harness.world import World

    world = World(make_server(environment={"BECKON_PING_INTERVAL_MS": "300"}))
    user = world.user()
    ticket_id = user.open_ticket()
    silent = world.raw("/ws/staff/silent").open()
    silent.send(frame(TEXT, b'{"type":"status","status":"online"}'))
    silent.send(frame(TEXT, json.dumps({"type": "pick_ticket", "ticket_id": ticket_id}).encode()))
    user.expect("assigned", staff_id="silent")
    user.expect("staff_offline", ticket_id=ticket_id, seconds=30)
    world.close()


@pytest.mark.parametrize(("name", "changes", "statuses"), [
    ("no upgrade", {"Upgrade": None, "Connection": None}, (400, 404, 405, 426)),
    ("another protocol", {"Upgrade": "h2c"}, (400, 404, 426)),
    ("an old version", {"Sec_WebSocket_Version": "8"}, (400, 426)),
    ("no key", {"Sec_WebSocket_Key": None}, (400,)),
    ("a short key", {"Sec_WebSocket_Key": "abc"}, (400,)),
])
def test_handshakes_that_are_none(world, name, changes, statuses):
    status, _ = world.raw().request(**changes)
    assert status in statuses


def test_no_other_path_is_a_socket(world):
    for path in ("/ws", "/ws/admin/x", "/ws/user", "/ws/user/a/b", "/api/v1/me", "/"):
        status, _ = world.raw(path).request()
        assert status != 101, path
