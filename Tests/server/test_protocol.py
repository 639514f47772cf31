"""RFC 6455 by hand: what breaks the protocol ends the connection with the right code, and only that connection."""

import json

import pytest

from harness.raw import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, frame

LIMIT = 64 * 1024
PING_FRAME = b'{"type":"ping"}'

VIOLATIONS = [
    ("unmasked", frame(TEXT, PING_FRAME, masked=False), 1002),
    ("reserved bit 1", frame(TEXT, PING_FRAME, reserved=4), 1002),
    ("reserved bit 3", frame(TEXT, PING_FRAME, reserved=1), 1002),
    ("unknown opcode", frame(3, b""), 1002),
    ("unknown control opcode", frame(11, b""), 1002),
    ("ping in fragments", frame(PING, b"x", final=False), 1002),
    ("ping too long", frame(PING, b"x" * 126), 1002),
    ("continuation of nothing", frame(CONTINUATION, b"x"), 1002),
    ("text inside text", frame(TEXT, b"{", final=False) + frame(TEXT, b"}"), 1002),
    ("close with one byte", frame(CLOSE, b"\x03"), 1002),
    ("close with 1005", frame(CLOSE, (1005).to_bytes(2, "big")), 1002),
    ("close with 999", frame(CLOSE, (999).to_bytes(2, "big")), 1002),
    ("close with bad text", frame(CLOSE, (1000).to_bytes(2, "big") + b"\xff"), 1007),
    ("binary", frame(BINARY, PING_FRAME), 1003),
    ("binary in fragments", frame(BINARY, b"x", final=False), 1003),
    ("not UTF-8", frame(TEXT, b'{"type":"\xff"}'), 1007),
    ("overlong UTF-8", frame(TEXT, b"\xc0\x80"), 1007),
    ("a surrogate in UTF-8", frame(TEXT, b"\xed\xa0\x80"), 1007),
    ("half a character", frame(TEXT, b"\xf0\x9f\x98"), 1007),
    ("not UTF-8 over fragments", frame(TEXT, b"\xf0\x9f", final=False) + frame(CONTINUATION, b"x"), 1007),
    ("one byte too many", frame(TEXT, b" " * (LIMIT + 1)), 1009),
    ("too many over fragments",
     frame(TEXT, b" " * 40_000, final=False) + frame(CONTINUATION, b" " * 40_000), 1009),
    ("a length of a terabyte", frame(TEXT, b"x", length=1 << 40), 1009),
    ("a length beyond the format", frame(TEXT, b"x", length=(1 << 63) + 5), (1002, 1009)),
    ("endless empty fragments", frame(TEXT, b"", final=False) + frame(CONTINUATION, b"", final=False) * 5000,
     (1002, 1008, 1009, 4429)),
]


@pytest.mark.parametrize(("name", "data", "code"), VIOLATIONS, ids=[case[0] for case in VIOLATIONS])
def test_violations(world, name, data, code):
    bystander = world.user()
    raw = world.raw().open()
    raw.send(data)
    got = raw.close_code()
    assert got in (code if isinstance(code, tuple) else (code,))
    # RFC 6455, 7.1.1: the server ends the TCP connection, at the latest after the close was answered.
    raw.send(frame(CLOSE, got.to_bytes(2, "big")))
    assert raw.ended()
    bystander.alive()


def test_a_message_in_fragments_with_a_ping_between(world):
    raw = world.raw().open()
    raw.receive_until(TEXT)  # hello
    raw.send(frame(TEXT, b'{"type"', final=False) + frame(PING, b"still there?"))
    raw.send(frame(CONTINUATION, b':"pi', final=False) + frame(CONTINUATION, b'ng"}'))
    assert raw.receive_until(PONG) == b"still there?"
    assert json.loads(raw.receive_until(TEXT)) == {"type": "pong"}


def test_a_character_may_be_split_over_fragments(world):
    raw = world.raw().open()
    raw.receive_until(TEXT)
    data = '{"type":"ping","x":"😀"}'.encode()
    cut = data.index(b"\xf0") + 2
    raw.send(frame(TEXT, data[:cut], final=False) + frame(CONTINUATION, data[cut:]))
    assert json.loads(raw.receive_until(TEXT)) == {"type": "pong"}


def test_the_largest_message(world):
    raw = world.raw().open()
    raw.receive_until(TEXT)
    raw.send(frame(TEXT, PING_FRAME + b" " * (LIMIT - len(PING_FRAME))))
    assert json.loads(raw.receive_until(TEXT)) == {"type": "pong"}


def test_bytes_that_arrive_one_by_one(world):
    raw = world.raw().open()
    raw.receive_until(TEXT)
    for byte in frame(TEXT, PING_FRAME):
        raw.send(bytes([byte]))
    assert json.loads(raw.receive_until(TEXT)) == {"type": "pong"}


def test_an_unsolicited_pong_is_ignored(world):
    raw = world.raw().open()
    raw.receive_until(TEXT)
    raw.send(frame(PONG, b"x") + frame(TEXT, PING_FRAME))
    assert json.loads(raw.receive_until(TEXT)) == {"type": "pong"}


@pytest.mark.parametrize("payload", [b"", (1000).to_bytes(2, "big"), (1000).to_bytes(2, "big") + b"bye",
                                     (4999).to_bytes(2, "big")])
def test_close_is_answered(world, payload):
    raw = world.raw().open()
    raw.send(frame(CLOSE, payload))
    assert raw.close_code() in (1000, 1005, int.from_bytes(payload[:2], "big"))
    assert raw.ended()


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
