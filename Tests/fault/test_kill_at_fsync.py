"""The server is killed as it is about to sync, at each sync of a run in turn (G1): what was acked is there."""

import contextlib
import os
import signal
from pathlib import Path

import pytest

from harness.client import Closed, new_id
from harness.history import check_acked, check_log
from harness.server import Server
from harness.world import World

FIRST, LAST, MESSAGES, SURE_SYNCS = 1, 40, 30, 3


def end_traced(server):
    """Waits for the end; a server that was never killed, because it synced less often, is ended in the ordinary way."""
    strace = server.process.pid
    children = Path(f"/proc/{strace}/task/{strace}/children")
    with contextlib.suppress(OSError):
        for child in children.read_text().split():
            os.kill(int(child), signal.SIGTERM)
    server.wait(30)


@pytest.mark.parametrize("number", range(FIRST, LAST + 1))
def test_killed_at_sync(number, tmp_path):
    server = Server(f"sync-{number}", tmp_path / "data")
    server.start()
    world = World(server)
    user, staff, ticket_id = world.chat()
    world.close()
    server.stop()

    inject = f"inject=fdatasync,fsync:signal=SIGKILL:when={number}"
    prefix = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync,fsync", "-e", inject]
    acks = {}
    try:
        server.start(server.port, prefix=prefix)
        client = world.again(user)
        for text in range(MESSAGES):
            client_id = new_id()
            acks[client_id] = client.command(
                "message", ticket_id=ticket_id, text=f"n {text}", client_id=client_id, offline=True)
    except (AssertionError, Closed, OSError):
        pass  # killed while it started, or while we wrote
    finally:
        end_traced(server)
    # The first syncs happen in every run: if nobody was killed there, this test tests nothing.
    assert number > SURE_SYNCS or server.process.returncode == -signal.SIGKILL
    server.start(server.port)
    try:
        log = check_log(world.person("user", user.id).entries(ticket_id))
        check_acked(log, acks)
    finally:
        world.close()
        server.stop()
