"""Names, subjects and texts are for the owner of the process alone, whatever the umask and whoever made the files."""

import os
import stat
import subprocess

import pytest

from harness.server import binary
from harness.waiting import until
from harness.world import World


def modes(directory):
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()}


def with_umask(umask):
    return ["sh", "-c", f'umask {umask}; exec "$@"', "sh"]


def work(server):
    world = World(server)
    user, staff, ticket_id = world.chat()
    assert staff.http.get("/api/v1/tickets")["tickets"], "lists are folded into the index"
    world.close()


@pytest.mark.parametrize("umask", ["000", "022", "277"])
def test_whatever_the_umask_only_the_owner_reads(make_server, umask):
    server = make_server(start=False)
    server.data = server.data / "made" / "by-beckon"
    server.start(prefix=with_umask(umask))
    work(server)
    found = modes(server.data)
    assert {"beckon.sqlite", "beckon-index.sqlite", "beckon-index.sqlite-wal", "beckon.lock"} <= set(found)
    assert set(found.values()) == {0o600}, found
    assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
    server.stop()
    (server.data / "beckon-index.sqlite").unlink()
    server.start(prefix=with_umask(umask))
    work(server)
    assert set(modes(server.data).values()) == {0o600}, "an index that is made anew, too"


def test_looser_modes_are_tightened_and_that_is_said(make_server):
    server = make_server()
    work(server)
    server.kill()
    for path in server.data.iterdir():
        path.chmod(0o644)
    (server.data / "beckon.json").write_text("{}")
    (server.data / "beckon.json").chmod(0o644)
    server.start()
    found = modes(server.data)
    assert found.pop("beckon.json") == 0o644, "not ours"
    assert set(found.values()) == {0o600}, found
    for name in ("beckon.sqlite", "beckon.sqlite-wal", "beckon-index.sqlite", "beckon-index.sqlite-wal", "beckon.lock"):
        until(f"{name} is named", lambda name=name: f"{name} could be read by others (mode 644)" in server.output())

    os.chmod(server.data / "beckon.sqlite", 0o640)
    doctor = [str(binary()), "doctor", "--data", str(server.data)]
    told = subprocess.run(doctor, capture_output=True, text=True, timeout=60).stdout
    assert "note beckon.sqlite can be read by others (mode 640)" in told, told
    server.stop()
    told = subprocess.run(doctor, capture_output=True, text=True, timeout=60).stdout
    assert "note beckon.sqlite could be read by others (mode 640): it is 600 now" in told, told
    assert modes(server.data)["beckon.sqlite"] == 0o600
