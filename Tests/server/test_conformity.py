"""RFC 6455 by hand, held against the table in conformity_cases.py; whatever one socket does, others do not notice."""

import contextlib
import json
import socket

import pytest

from harness.conformity_cases import ASK, CASES
from harness.raw import CLOSE, CONTINUATION, PING, PONG, TEXT, frame

BYTEWISE = [case for case in CASES if len(case[1]) < 300]


@pytest.fixture(scope="module")
def bystander(demo):
    """Somebody else on the same server, who is asked after each row."""
    from harness.world import World

    world = World(demo)
    yield world.user()
    world.close()


@pytest.fixture
def raw(world, bystander):
    raw = world.raw().open()
    assert json.loads(raw.receive_until(TEXT))["type"] == "hello"
    yield raw
    bystander.alive()


def expect(raw, expected):
    """The frames of the row, in its order and with nothing between; then, after a close, the end of the connection."""
    for wanted in expected if isinstance(expected, list) else [expected]:
        opcode, payload = raw.receive()
        if isinstance(wanted, int):
            assert (opcode, int.from_bytes(payload[:2], "big")) == (CLOSE, wanted)
            # Section 7.1.1: our answer to the close; a server that has lost the frames' borders sees the end at least.
            with contextlib.suppress(OSError):
                raw.send(frame(CLOSE, payload[:2]))
                raw.socket.shutdown(socket.SHUT_WR)
        elif isinstance(wanted, str):
            assert opcode == TEXT and json.loads(payload)["code"] == wanted
        else:
            assert (opcode, payload) == wanted
    if opcode == CLOSE:
        assert raw.ended()
        assert raw.buffer == b"", "nothing follows a close"
    else:
        raw.send(frame(TEXT, ASK))
        assert raw.receive() == (TEXT, b'{"type":"pong"}')


@pytest.mark.parametrize(("name", "sent", "expected"), CASES, ids=[case[0] for case in CASES])
def test_at_once(raw, name, sent, expected):
    with contextlib.suppress(ConnectionError):  # it may be closed before all is sent
        raw.send(sent)
    expect(raw, expected)


@pytest.mark.parametrize(("name", "sent", "expected"), BYTEWISE, ids=[case[0] for case in BYTEWISE])
def test_byte_by_byte(raw, name, sent, expected):
    raw.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with contextlib.suppress(ConnectionError):
        for byte in sent:
            raw.send(bytes([byte]))
    expect(raw, expected)


@pytest.mark.parametrize("cut", [1, 3, 6, 12])
def test_half_a_frame_and_then_the_end(raw, cut):
    raw.send(frame(TEXT, ASK)[:cut])
    raw.socket.shutdown(socket.SHUT_WR)
    assert raw.ended()


def test_half_a_message_and_then_the_end(raw):
    raw.send(frame(TEXT, ASK[:5], final=False) + frame(PING))
    assert raw.receive() == (PONG, b"")
    raw.socket.shutdown(socket.SHUT_WR)
    assert raw.ended()


def test_a_million_empty_continuations(demo, raw):
    """Bounded by their number; what still comes is thrown away, and costs no memory."""
    before = resident_bytes(demo)
    empty = frame(CONTINUATION, final=False) * 10_000
    raw.send(frame(TEXT, final=False))
    with contextlib.suppress(ConnectionError):
        for _ in range(100):
            raw.send(empty)
    assert raw.close_code() == 1009
    assert raw.ended()
    assert resident_bytes(demo) - before < 16 << 20


def resident_bytes(server):
    with open(f"/proc/{server.process.pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096
