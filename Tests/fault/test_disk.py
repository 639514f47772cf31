"""The disk is full, or fails (G11): writing fails fast and in words, reading goes on, and what was acked is there."""

import contextlib
import re
import subprocess
import time

import httpx
import pytest

from harness.client import Refused
from harness.history import History
from harness.machine import needs
from harness.page import all_have_written, all_write_on, chats, check, finish
from harness.server import Server
from harness.waiting import until
from harness.world import World

FAST_SECONDS = 2.0


@pytest.fixture
def small_disk(tmp_path):
    """A file system of its own on a loop device, small enough to be filled."""
    needs("mkfs.ext4", "mount", "umount", root=True)
    image, point = tmp_path / "disk.img", tmp_path / "disk"
    point.mkdir()
    with open(image, "wb") as file:
        file.truncate(64 << 20)
    subprocess.run(["mkfs.ext4", "-q", "-m", "0", image], check=True)
    mounted = subprocess.run(["mount", "-o", "loop", image, point], capture_output=True, text=True)
    if mounted.returncode:
        # A directory of fixed size in memory fills up in the same way.
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=56m", "tmpfs", point], capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"nothing can be mounted here: {mounted.stderr.strip()}")
    yield point
    subprocess.run(["umount", point], check=True)


def fill(path):
    with open(path, "wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * size)


def readiness(server):
    answer = httpx.get(server.base + "/health/ready", timeout=5, trust_env=False)
    return answer.status_code, answer.json()["status"]


def test_a_full_disk_refuses_writes_fast_and_goes_on_reading(small_disk):
    server = Server("full-disk", small_disk / "data").start()
    world, history = World(server), History()
    try:
        pages = chats(world, history, 3, pause=0.02)
        user, staff, ticket_id = world.chat("Is there room?")
        all_have_written(history, pages, 5)
        fill(small_disk / "filler")

        began = time.monotonic()
        with pytest.raises(Refused) as refused:
            while True:
                began = time.monotonic()
                user.command("message", ticket_id=ticket_id, text="x" * 7000)
        assert refused.value.code == "store_unavailable"
        assert refused.value.frame["message"]
        assert time.monotonic() - began < FAST_SECONDS
        until("every page has been refused", lambda: all(page.refused for page in pages), 30)
        until("it says that it cannot write", lambda: readiness(server) == (503, "store_down"), 10)
        assert httpx.get(server.base + "/health/live", timeout=5, trust_env=False).status_code == 200

        log = user.http.entries(ticket_id)
        assert log == user.sync(ticket_id)[0] and log[2]["text"] == "Is there room?"
        assert world.again(user).sync(ticket_id)[0] == log, "who comes back can read on"
        assert staff.http.ticket(ticket_id)["chat"] == "live"

        (small_disk / "filler").unlink()
        until("it can write again", lambda: readiness(server) == (200, "ok"), 20)
        user.command("message", ticket_id=ticket_id, text="There is")
        all_write_on(history, pages)
        assert user.http.get("/api/v1/tickets")["tickets"]
        finish(pages)
        check(world, history, pages)
        assert not history.shown, f"somebody was shown an error: {history.shown}"
        assert all(page.connection == 1 for page in pages), "and nobody was cut off"
        told = re.findall("Nothing can be written: database or disk is full", server.output())
        assert len(told) == 1, "said once, with SQLite's words for why"
        words = "A batch could not be stored: database or disk is full (SQLite 13)"
        batches = [line for line in server.output().splitlines() if words in line]
        assert any(re.search("request_id=[0-9a-f]{32}", line) for line in batches), "whose message it was, too"
        assert "x" * 100 not in server.output()
        until("it says that it works again", lambda: "Writing works again" in server.output(), 20)
    finally:
        world.close()
        server.stop()


def traced(server, call, error, when):
    """The prefix that lets `call` on the files of data fail with `error`."""
    needs("strace")
    data = server.data / "beckon.sqlite"
    return [
        "strace", "-D", "-f", "-qq", "--seccomp-bpf", "-o", "/dev/null", "-P", str(data), "-P", f"{data}-wal",
        "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={when}"]


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_a_start_without_a_disk_to_write_to_fails_in_words(make_server, error):
    server = make_server(start=False)
    with pytest.raises(AssertionError, match="the server ended"):
        server.start(prefix=traced(server, "pwrite64,write", error, "1+"))
    assert server.wait() > 0
    assert "cannot be read or written" in server.output()
    assert World(server.start()).user().open_ticket(), "and nothing stands in the way of the next start"


# A start writes some dozens of times, mostly to make the write-ahead log large; where it cannot, it goes on with a small one.
@pytest.mark.cases("first", short=[150], long=[80, 150, 300, 600, 1200])
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_writes_that_fail_for_a_while_lose_nothing(make_server, error, first):
    server = make_server()
    world, history = World(server), History()
    pages = chats(world, history, 3, pause=0.02)
    all_have_written(history, pages, 5)
    server.stop()
    server.start(server.port, prefix=traced(server, "pwrite64,write", error, f"{first}..{first + 40}"))
    until("somebody has been refused", lambda: any(page.refused for page in pages), 60)
    all_write_on(history, pages)
    finish(pages)
    check(world, history, pages)
    assert {code for page in pages for code in page.refused} == {"store_unavailable"}
    assert not history.shown, f"somebody was shown an error: {history.shown}"
    world.close()


@pytest.mark.cases("number", short=[40], long=[5, 10, 20, 40, 80, 160, 320])
@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
def test_a_sync_that_failed_is_never_trusted(make_server, error, number):
    server = make_server()
    world, history = World(server), History()
    pages = chats(world, history, 3, pause=0.02)
    all_have_written(history, pages, 5)
    server.stop()
    with contextlib.suppress(AssertionError):  # the sync may be one of the start
        server.start(server.port, prefix=traced(server, "fdatasync,fsync", error, f"{number}"))
    assert server.wait(60) > 0, "it stopped by itself, and says that it failed"
    assert "sync" in server.output()
    server.start(server.port)
    all_write_on(history, pages)
    finish(pages)
    check(world, history, pages)
    assert not history.shown, f"somebody was shown an error: {history.shown}"
    world.close()


def test_a_sync_that_fails_at_the_start_ends_the_start(make_server):
    server = make_server()
    world = World(server)
    user, staff, ticket_id = world.chat("Before it failed")
    world.close()
    server.stop()
    with pytest.raises(AssertionError, match="the server ended"):
        server.start(server.port, prefix=traced(server, "fdatasync,fsync", "EIO", "1"))
    assert server.wait(10) > 0, server.output()
    server.start(server.port)
    assert world.again(user).http.entries(ticket_id)[2]["text"] == "Before it failed"
    world.close()
