"""A restore is killed at each of its steps: the data is the old or the new, whole, and a start finds nothing to say against it."""

import re
import shutil
import subprocess

import pytest

from harness.data import log_lines, works
from harness.machine import needs
from harness.server import Server, binary
from harness.world import World


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """(data, backup): data of a server that ended, and an older backup of it."""
    directory = tmp_path_factory.mktemp("restore")
    server = Server("restore-killed", directory / "data").start()
    world = World(server)
    user, _, ticket_id = world.chat()
    works("backup", "--data", server.data, directory / "backup.sqlite")
    user.command("message", ticket_id=ticket_id, text="After the backup")
    world.close()
    server.stop()
    return server.data, directory / "backup.sqlite"


# What it does to names: the copy's, the old data's second name, what is stale, the last rename.
@pytest.mark.cases("number", short=[2, 5, 8], long=list(range(1, 13)))
def test_killed_at_a_step(places, tmp_path, number):
    needs("strace")
    data = tmp_path / "data"
    shutil.copytree(places[0], data)
    old, new = log_lines(places[0] / "beckon.sqlite"), log_lines(places[1])
    assert len(old) > len(new)
    calls = "unlink,unlinkat,link,linkat,rename,renameat,renameat2"
    subprocess.run(
        ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}",
         "-e", f"inject={calls}:signal=SIGKILL:when={number}",
         str(binary()), "restore", "--data", str(data), str(places[1])],
        capture_output=True, timeout=120)
    found = log_lines(data / "beckon.sqlite")
    assert found in (old, new)

    server = Server(f"restore-killed-{number}", data).start()
    try:
        assert not re.search("^\\S+ (error|critical) ", server.output(), re.M), server.output()
        stored = log_lines(data / "beckon.sqlite")
        assert stored[:len(found)] == found
    finally:
        server.stop()
    works("restore", "--data", data, places[1])
    assert log_lines(data / "beckon.sqlite") == new, "and it can be done again"
