"""Who asks for much, and who does not take it (G17): memory stays flat, and others are served as ever."""

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
OTHERS_SECONDS = 8.0
KIM = {"X-Beckon-Demo": "staff:kim"}


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
    # A list is read once all is folded: that is not what is measured here.
    assert httpx.get(server.base + "/api/v1/tickets", headers=KIM, timeout=60, trust_env=False).status_code == 200
    yield world, user, ticket_id
    world.close()
    server.stop()


class Others:
    """Somebody reads lists, readiness and a socket's hello all the while, and the server's memory is watched."""

    def __init__(self, server):
        self.server, self.took, self.mib, self.done = server, [], [memory_mib(server)], threading.Event()
        self.threads = [threading.Thread(target=work) for work in (self.ask, self.watch)]

    def ask(self):
        with httpx.Client(base_url=self.server.base, headers=KIM, timeout=60, trust_env=False) as http:
            while not self.done.is_set():
                began = time.monotonic()
                for path in ("/api/v1/tickets?list=waiting", "/health/ready", "/api/v1/inbox"):
                    assert http.get(path).status_code == 200, path
                Client(f"{self.server.ws}/ws/user/nobody").close()
                self.took.append(time.monotonic() - began)

    def watch(self):
        while not self.done.wait(0.05):
            self.mib.append(memory_mib(self.server))

    def are_served(self, times):
        seen = len(self.took)
        until("the others are served", lambda: len(self.took) >= seen + times, 120)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        for thread in self.threads:
            thread.join()

    def check(self, what, capsys):
        with capsys.disabled():
            print(f"\n{what}: {self.mib[0]:.0f} → {max(self.mib):.0f} MiB, others at most {max(self.took):.2f} s")
        assert max(self.mib) < self.mib[0] + MEMORY_MIB
        assert max(self.took) < OTHERS_SECONDS


@pytest.mark.cases("connections", short=[80], long=[80, 250])
def test_pages_that_nobody_takes(big, connections, capsys):
    world, user, ticket_id = big
    server = world.server
    request = (
        f"GET /api/v1/tickets/{ticket_id}/entries?limit=500 HTTP/1.1\r\nHost: {server.host}:{server.port}\r\n"
        f"X-Beckon-Demo: user:{user.id}\r\n\r\n").encode()
    lines = [world.raw(receive_buffer_bytes=4096) for _ in range(connections)]
    with Others(server) as others:
        for line in lines:
            line.send(request * 20)
        others.are_served(60)
    for line in lines:
        line.close()
    others.check(f"{connections} that take nothing", capsys)


@pytest.mark.cases("sockets", short=[12], long=[12, 30])
def test_syncs_without_end(big, sockets, capsys):
    """100 at once on each socket, which then reads nothing; and they leave."""
    world, user, ticket_id = big
    ask = frame(TEXT, json.dumps({"type": "sync", "ticket_id": ticket_id, "after": 0}).encode())
    lines = [world.raw(f"/ws/user/{user.id}", receive_buffer_bytes=4096).open() for _ in range(sockets)]
    with Others(world.server) as others:
        for line in lines:
            line.send(ask * 100)
        others.are_served(40)
        for line in lines:
            line.close()
        others.are_served(20)
    again = world.again(user)
    began = time.monotonic()
    entries, end = again.sync(ticket_id, 0, seconds=60)
    after = time.monotonic() - began
    assert end["type"] == "synced" and len(entries) == user.http.ticket(ticket_id)["seq"]
    others.check(f"{sockets} sockets with 100 syncs, and {after:.1f} s for one afterwards", capsys)
