"""Data of a newer Beckon is refused in words by every command, and is left as it is."""

import subprocess

import pytest

from harness.data import beckon, change, contents
from harness.server import binary

COMMANDS = [["serve", "--port", "0"], ["demo", "--port", "0"], ["doctor"], ["agent", "list"]]


@pytest.fixture
def newer(fresh):
    """The data of a server that ended, as a later version would leave it."""
    fresh.chat()
    fresh.close()
    fresh.server.stop()
    change(fresh.server.data / "beckon.sqlite", "INSERT INTO grdb_migrations VALUES ('99')")
    return fresh.server.data


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_newer_schema_is_refused_in_words(newer, command):
    before = contents(newer)
    status, said = beckon(*command, "--data", newer, seconds=30)
    assert status != 0
    assert "newer Beckon: its schema is version 99, this program knows versions up to" in said, said
    assert contents(newer) == before, "nothing was changed"
    assert "listening" not in said


def test_another_programs_database_is_left_alone(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    change(data / "beckon.sqlite", "CREATE TABLE notes(text)", "INSERT INTO notes VALUES ('mine')")
    before = contents(data)
    status, said = beckon("demo", "--port", "0", "--data", data, seconds=30)
    assert status != 0 and "not one of Beckon's" in said
    assert contents(data) == before


def test_a_newer_schema_after_a_kill_is_refused_too(fresh):
    fresh.chat()
    fresh.server.kill()
    data = fresh.server.data
    # A shell that is killed as well: its change stands in the write-ahead log only.
    script = f"""
import os, sqlite3
database = sqlite3.connect({str(data / 'beckon.sqlite')!r}, isolation_level=None)
database.execute("INSERT INTO grdb_migrations VALUES ('99')")
os.kill(os.getpid(), 9)
"""
    subprocess.run(["python3", "-c", script], timeout=30)
    before = contents(data)
    done = subprocess.run(
        [str(binary()), "demo", "--port", "0", "--data", str(data)], capture_output=True, text=True, timeout=30)
    assert done.returncode > 0 and "schema is version 99" in done.stderr, done
    assert {name: bytes_ for name, bytes_ in contents(data).items() if not name.endswith("-shm")} == {
        name: bytes_ for name, bytes_ in before.items() if not name.endswith("-shm")}
