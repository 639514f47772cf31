"""Connections that ask for nothing, or take nothing, are the few that one address may have, or are ended: others get in."""

import contextlib
import socket
import time

import httpx
import pytest

from harness.api import Person
from harness.waiting import until
from harness.world import World

GET = b"GET /health/live HTTP/1.1\r\nHost: beckon\r\n\r\n"


def own_address():
    """An address of this machine that is not loopback: those of loopback are not counted."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.9", 9))
        if not probe.getsockname()[0].startswith("127."):
            return probe.getsockname()[0]
    pytest.skip("this machine has loopback addresses only")


@contextlib.contextmanager
def lines(server, count, receive_buffer_bytes=None):
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(line(server, receive_buffer_bytes)) for _ in range(count)]


def line(server, receive_buffer_bytes=None):
    opened = socket.socket()
    if receive_buffer_bytes:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer_bytes)
    opened.settimeout(20)
    opened.connect((server.host, server.port))
    return opened


def has_ended(line):
    line.setblocking(False)
    try:
        return line.recv(65536) == b""
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True


def test_connections_of_one_address(make_server):
    """The next one hears why, even before it asks; when one goes there is room."""
    server = make_server(mode="serve", host=own_address(), environment={"BECKON_CONNECTIONS_PER_ADDRESS": "5"})
    with lines(server, 5) as few:
        with line(server) as more:
            answer = more.makefile("rb").read()
            assert answer.startswith(b"HTTP/1.1 429 ") and b"\r\nRetry-After: " in answer and b"rate_limited" in answer
        few[0].close()

        def is_let_in():
            with line(server) as again:
                again.sendall(GET)
                return b"200 OK" in again.makefile("rb").readline()

        until("there is room again", is_let_in)


def test_idle_connections_lock_nobody_out(make_server):
    """From one address that nobody counts, as behind a proxy: 300 that ask for nothing, where 200 may be."""
    server = make_server(arguments=["--empty"], environment={"BECKON_MAX_CONNECTIONS": "200"})
    with lines(server, 300):
        began = time.monotonic()
        assert httpx.get(server.base + "/health/live", timeout=20, trust_env=False).status_code == 200
        assert time.monotonic() - began < 9, "not only when their deadlines were over"


def test_who_waits_for_an_answer_stays_in_a_crowd(make_server):
    server = make_server(environment={"BECKON_MAX_CONNECTIONS": "60"})
    world = World(server)
    user = world.user()
    ticket_id = user.open_ticket()
    seq = user.http.ticket(ticket_id)["seq"]
    poll = f"GET /api/v1/tickets/{ticket_id}/entries?after={seq}&wait=25 HTTP/1.1\r\n"
    poll += f"Host: {server.host}:{server.port}\r\nX-Beckon-Demo: user:{user.id}\r\n\r\n"
    with line(server) as waiting, lines(server, 50) as idle:
        waiting.sendall(poll.encode())
        until("the idle are ended", lambda: sum(map(has_ended, idle)) >= 3, 20)
        user.say(ticket_id, "Are you there?")
        assert b"200 OK" in waiting.makefile("rb").readline()
    world.close()


def test_who_takes_no_byte_of_an_answer_is_cut_off(make_server):
    server = make_server(environment={"BECKON_WRITE_DEADLINE_MS": "500"})
    world = World(server)
    user = world.user()
    ticket_id = user.open_ticket()
    for number in range(400):
        user.say(ticket_id, f"{number} " + "x" * 7000)
    read = f"GET /api/v1/tickets/{ticket_id}/entries HTTP/1.1\r\n"
    read += f"Host: {server.host}:{server.port}\r\nX-Beckon-Demo: user:{user.id}\r\n\r\n"
    with line(server, receive_buffer_bytes=4096) as slow:
        # More than the kernel takes for a reader who reads nothing.
        slow.sendall(read.encode() * 8)
        until("the server gave up", lambda: was_reset(slow), 30)
    assert Person(server, demo=f"user:{user.id}").entries(ticket_id)[-1]["text"].startswith("399 ")
    world.close()


def was_reset(line):
    """Without reading: the peer has closed although bytes wait."""
    try:
        line.send(b"")
        return line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1) not in (b"\x01", b"\x08")
    except OSError:
        return True
