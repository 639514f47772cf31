"""The server is killed as it is about to sync, at each sync of a run in turn (G1): what was acked is there."""

import contextlib
import signal

import pytest

from harness.client import Closed, new_id
from harness.history import History
from harness.machine import needs
from harness.server import Server
from harness.world import World

# Each message is acked before the next is sent, so there is a sync for each: every number up to this is reached.
MESSAGES = 40


@pytest.mark.cases("number", short=[1, 3, 8, 21], long=list(range(1, MESSAGES + 1)))
def test_killed_at_sync(number, tmp_path):
    needs("strace")
    server = Server(f"sync-{number}", tmp_path / "data")
    server.start()
    world, history = World(server), History()
    user, staff, ticket_id = world.chat()
    who = ("user", user.id)
    world.close()
    server.stop()

    inject = f"inject=fdatasync,fsync:signal=SIGKILL:when={number}"
    prefix = ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync,fsync", "-e", inject]
    is_up = False
    with contextlib.suppress(AssertionError):  # killed while it starts
        is_up = bool(server.start(server.port, prefix=prefix))
    with contextlib.suppress(Closed, OSError):  # or while we write
        client = world.again(user) if is_up else None
        for text in map(str, range(MESSAGES if is_up else 0)):
            client_id = new_id()
            history.sent(who, ticket_id, client_id, text)
            history.acked(who, client.command(
                "message", ticket_id=ticket_id, text=text, client_id=client_id, offline=True))
    if server.process.poll() is None:
        server.terminate()
    assert server.wait() == -signal.SIGKILL, "it was not killed: this tests nothing"
    server.start(server.port)
    try:
        if history.sends:
            history.check(lambda role, id: world.person("user", user.id).entries(id))
        assert world.again(user).open_ticket("It goes on")
    finally:
        world.close()
        server.stop()
