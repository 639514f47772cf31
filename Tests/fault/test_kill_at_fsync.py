"""The server is killed as it is about to sync, at each sync of a run in turn (G1): what was acked is there."""

import contextlib
import os
import signal
from pathlib import Path

import pytest

from harness.history import History
from harness.machine import needs
from harness.page import Page, check, finish
from harness.server import Server
from harness.waiting import until
from harness.world import World

# strace counts for each thread by itself: the first four are those of the start, then come the writer's own, of which
# there is at least one for each message of a page that waits for its ack.
MESSAGES, SURE_SYNCS = 45, 30


def end_traced(server):
    """Ends a server that was never killed, because it synced less often; the signal is not for the strace that runs it."""
    strace = server.process.pid
    children = Path(f"/proc/{strace}/task/{strace}/children")
    with contextlib.suppress(OSError):
        for child in children.read_text().split():
            os.kill(int(child), signal.SIGTERM)
    server.wait(30)


@pytest.mark.cases("number", short=[2, 7, 23], long=range(1, 41))
def test_killed_at_sync(number, tmp_path):
    needs("strace")
    server = Server(f"sync-{number}", tmp_path / "data", environment={"BECKON_PRESENCE_GRACE_MS": "30000"})
    server.start()
    world, history = World(server), History()
    user, staff, ticket_id = world.chat()
    world.close()
    server.stop()
    pages = [Page(world, history, client.role, client.id, ticket_id, pause=0.001) for client in (user, staff)]
    try:
        server.start(server.port, prefix=[
            "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync,fsync",
            "-e", f"inject=fdatasync,fsync:signal=SIGKILL:when={number}"])
        for page in pages:
            page.start()
        until(
            "enough was written, or it was killed",
            lambda: history.ack_count() >= MESSAGES or server.process.poll() is not None, 60)
    except AssertionError as failure:
        if "ended" not in str(failure):
            raise  # killed while it started is well; all else is not
    if server.process.poll() is None:
        end_traced(server)
    server.wait(10)
    # These syncs happen in every run: if nobody was killed there, this test tests nothing.
    assert number > SURE_SYNCS or server.process.returncode == -signal.SIGKILL
    server.start(server.port)
    try:
        for page in pages:
            if page.ident is None:
                page.start()
        until("both write again", lambda: all(page.number > 0 for page in pages))
        finish(pages)
        check(world, history, pages)
    finally:
        world.close()
        server.stop()
