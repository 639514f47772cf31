"""Who asks for much, and who does not take it (G17): memory stays flat, and others are served as ever."""

import contextlib
import json
import threading
import time

import httpx
import pytest

from fault.test_slow_reader import memory_mib
from harness.client import Client
from harness.raw import TEXT, frame
from harness.waiting import until

# 8,000 characters of four bytes: 32 KB each, so that 500 are a page of 16 MB.
LONG = "\U0001f600" * 8000
MEMORY_MIB = 160
OTHERS_SECONDS = 3.0


@pytest.fixture(scope="module")
def big(tmp_path_factory):
    """A server with one ticket of 16 MB."""
    from harness.server import Server
    from harness.world import World

    server = Server("big-reads", tmp_path_factory.mktemp("big") / "data").start()
    world = World(server)
    user = world.user()
    ticket_id = user.open_ticket()
    for _ in range(500):
        user.send("message", ticket_id=ticket_id, text=LONG, client_id=f"{_}")
    user.expect("ack", client_id="499", seconds=60)
    yield world, user, ticket_id
    world.close()
    server.stop()


@contextlib.contextmanager
def others(server):
    """Somebody reads lists, readiness and a socket's hello all the while: the longest that took, in seconds."""
    took, done = [], threading.Event()

    def ask():
        headers = {"X-Beckon-Demo": "staff:kim"}
        with httpx.Client(base_url=server.base, headers=headers, timeout=60, trust_env=False) as http:
            while not done.is_set():
                began = time.monotonic()
                for path in ("/api/v1/tickets?list=waiting", "/health/ready", "/api/v1/inbox"):
                    assert http.get(path).status_code == 200, path
                Client(f"{server.ws}/ws/user/nobody").close()
                took.append(time.monotonic() - began)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield took
    finally:
        done.set()
        thread.join()


@pytest.mark.cases("connections", short=[80], long=[80, 250])
def test_pages_that_nobody_takes(big, connections, capsys):
    world, user, ticket_id = big
    server = world.server
    before = memory_mib(server)
    request = (
        f"GET /api/v1/tickets/{ticket_id}/entries?limit=500 HTTP/1.1\r\nHost: {server.host}:{server.port}\r\n"
        f"X-Beckon-Demo: user:{user.id}\r\n\r\n").encode()
    lines = [world.raw(receive_buffer_bytes=4096) for _ in range(connections)]
    with others(server) as took:
        for line in lines:
            line.send(request * 20)
        most = 0
        until_ = time.monotonic() + 6
        while time.monotonic() < until_:
            most = max(most, memory_mib(server))
            until("the others are served", lambda seen=len(took): len(took) > seen, 60)
    for line in lines:
        line.close()
    with capsys.disabled():
        print(f"\n{connections} that take nothing: {before:.0f} → {most:.0f} MiB, others at most {max(took):.2f} s")
    assert most < before + MEMORY_MIB
    assert max(took) < OTHERS_SECONDS


@pytest.mark.cases("sockets", short=[4], long=[4, 20])
def test_syncs_without_end(big, sockets, capsys):
    """100 at once on each socket, which then reads nothing; and they leave."""
    world, user, ticket_id = big
    server = world.server
    before = memory_mib(server)
    ask = frame(TEXT, json.dumps({"type": "sync", "ticket_id": ticket_id, "after": 0}).encode())
    lines = [world.raw(f"/ws/user/{user.id}", receive_buffer_bytes=4096).open() for _ in range(sockets)]
    with others(server) as took:
        for line in lines:
            line.send(ask * 100)
        most = 0
        until_ = time.monotonic() + 4
        while time.monotonic() < until_:
            most = max(most, memory_mib(server))
            until("the others are served", lambda seen=len(took): len(took) > seen, 60)
        for line in lines:
            line.close()
        until("the others are served", lambda seen=len(took): len(took) > seen + 3, 60)
    again = world.again(user)
    began = time.monotonic()
    entries, end = again.sync(ticket_id, 0, seconds=60)
    after = time.monotonic() - began
    assert end["type"] == "synced" and len(entries) == user.http.ticket(ticket_id)["seq"]
    with capsys.disabled():
        print(f"\n{sockets} sockets with 100 syncs: {before:.0f} → {most:.0f} MiB, others at most {max(took):.2f} s, "
              f"a sync afterwards {after:.1f} s")
    assert most < before + MEMORY_MIB
    assert max(took) < OTHERS_SECONDS
