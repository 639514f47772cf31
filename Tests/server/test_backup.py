"""`beckon backup` and `beckon restore`: what was acked before a backup began is there where it was restored."""

import re
import shutil
import sqlite3
import stat

import pytest

from harness.data import beckon, change, contents, log_lines, works
from harness.history import History, written
from harness.page import all_have_written, all_write_on, chats, check, finish
from harness.world import World


@pytest.fixture
def steady(make_server):
    """A world where nobody counts as gone while a slow machine ends one page after the other."""
    world = World(make_server(environment={"BECKON_PRESENCE_GRACE_MS": "30000"}))
    yield world
    world.close()


@pytest.fixture
def stopped(fresh, tmp_path):
    """(server, backup): a server that ended, with a few lines, and a backup of it."""
    user, _, ticket_id = fresh.chat()
    for number in range(20):
        user.command("message", ticket_id=ticket_id, text=f"Line {number}")
    fresh.close()
    fresh.server.stop()
    backup = tmp_path / "backup.sqlite"
    works("backup", "--data", fresh.server.data, backup)
    return fresh.server, backup


def test_a_backup_under_load_holds_all_that_was_acked_before(steady, make_server, tmp_path):
    history = History()
    pages = chats(steady, history, 4)
    all_have_written(history, pages, 20)
    before = list(history.acks.values())
    backup = tmp_path / "backup.sqlite"
    said = works("backup", "--data", steady.server.data, backup)
    assert "100 %" in said and "backed up to" in said
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["backup.sqlite"], "one file"
    all_write_on(history, pages)
    finish(pages)
    check(steady, history, pages)
    assert not history.shown and all(page.connection == 1 for page in pages), "nobody noticed it"

    other = make_server(start=False, data=tmp_path / "other")
    said = works("restore", "--data", other.data, backup)
    assert "restored" in said
    assert stat.S_IMODE(other.data.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in other.data.iterdir()} == {0o600}
    assert "FAIL" not in works("doctor", "--data", other.data)
    world = World(other.start())
    checker = world.person("staff", "checker")
    logs = {page.ticket_id: checker.entries(page.ticket_id) for page in pages}
    stored = {(id, entry["client_id"]): entry["seq"] for id, log in logs.items() for entry in written(log)}
    assert before and all(stored[ack.ticket_id, ack.client_id] == ack.seq for ack in before)
    assert world.user().open_ticket("It goes on")
    world.close()


def test_a_backup_changes_nothing_and_overwrites_nothing(stopped, tmp_path):
    server, backup = stopped
    data, made = contents(server.data), backup.read_bytes()
    status, said = beckon("backup", "--data", server.data, backup)
    assert status != 0 and "exists already" in said
    status, said = beckon("backup", "--data", tmp_path / "nowhere", tmp_path / "other.sqlite")
    assert status != 0 and "There is no file" in said
    status, said = beckon("backup", "--data", server.data, tmp_path / "no" / "folder.sqlite")
    assert status != 0 and "No such file or directory" in said
    assert contents(server.data) == data and backup.read_bytes() == made
    assert not (tmp_path / "nowhere").exists()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["backup.sqlite"]
    assert log_lines(backup) == log_lines(server.data / "beckon.sqlite")


def test_a_backup_after_a_kill_holds_what_the_log_beside_the_data_holds(fresh, tmp_path):
    user, _, ticket_id = fresh.chat()
    user.command("message", ticket_id=ticket_id, text="Acked, and in the write-ahead log only")
    fresh.server.kill()
    before = contents(fresh.server.data)["beckon.sqlite-wal"]
    works("backup", "--data", fresh.server.data, tmp_path / "backup.sqlite")
    assert contents(fresh.server.data)["beckon.sqlite-wal"] == before, "the next start still finds what there was"
    assert any(b"Acked, and" in line for line in log_lines(tmp_path / "backup.sqlite"))
    fresh.server.start(fresh.server.port)
    assert "Acked, and in the write-ahead log only" in [
        entry.get("text") for entry in fresh.again(user).http.entries(ticket_id)]
    assert "warning" not in fresh.server.output() and "error" not in fresh.server.output()


def test_nothing_is_restored_under_a_running_server(fresh, tmp_path):
    user, _, ticket_id = fresh.chat()
    works("backup", "--data", fresh.server.data, tmp_path / "backup.sqlite")
    user.command("message", ticket_id=ticket_id, text="Later")
    status, said = beckon("restore", "--data", fresh.server.data, tmp_path / "backup.sqlite")
    assert status != 0 and f"in use by process {fresh.server.process.pid}" in said
    user.command("message", ticket_id=ticket_id, text="Still there")
    fresh.server.restart()
    texts = [entry.get("text") for entry in fresh.again(user).http.entries(ticket_id)]
    assert "Later" in texts and "Still there" in texts


def test_what_was_there_before_is_put_aside(stopped, tmp_path):
    server, backup = stopped
    world = World(server.start())
    user = world.user()
    ticket_id = user.open_ticket("Only in the old data")
    # Killed, so that the newest stands in the write-ahead log only: that belongs to the old data.
    server.kill()
    said = works("restore", "--data", server.data, backup)
    aside, = (path for path in server.data.iterdir() if ".before-restore-" in path.name and path.suffix != ".sqlite"
              and not path.name.endswith("-wal"))
    assert str(aside) in said
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    assert log_lines(server.data / "beckon.sqlite") == log_lines(backup)
    assert not list(server.data.glob("beckon-index*")) and not list(server.data.glob("beckon.sqlite-*"))
    assert any(b"Only in the old data" in line for line in log_lines(aside))

    server.start(server.port)
    assert "warning" not in server.output() and "error" not in server.output(), server.output()
    assert world.person(user.role, user.id).request("GET", f"/api/v1/tickets/{ticket_id}").status_code == 404
    assert world.user().open_ticket("It goes on")
    world.close()
    server.stop()
    assert "FAIL" not in works("doctor", "--data", server.data)


def bad_backup(kind, good, directory):
    path = directory / "bad.sqlite"
    if kind == "itself":
        return None
    if kind != "missing":
        shutil.copy(good, path)
    size = good.stat().st_size
    if kind == "text":
        path.write_text("This is no database.\n" * 500)
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "cut":
        path.write_bytes(good.read_bytes()[:size // 2])
    elif kind == "a flipped page":
        data = bytearray(good.read_bytes())
        data[size // 2:size // 2 + 4096] = bytes(4096)
        path.write_bytes(data)
    elif kind == "another program's":
        path.unlink()
        change(path, "CREATE TABLE notes(text)")
    elif kind == "newer":
        change(path, "INSERT INTO grdb_migrations VALUES ('99')")
    elif kind == "a gap":
        change(path, "DELETE FROM log WHERE position = 7")
    elif kind == "garbage":
        change(path, "UPDATE log SET body = x'7b' WHERE position = 7")
    elif kind == "with a log beside it":
        database = sqlite3.connect(path, isolation_level=None)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("UPDATE log SET at = at + 1 WHERE position = 1")
        shutil.copy(path, directory / "copy.sqlite")
        shutil.copy(f"{path}-wal", directory / "copy.sqlite-wal")
        database.close()
        return directory / "copy.sqlite"
    return path


@pytest.mark.parametrize(("kind", "words"), [
    ("missing", "There is no file"),
    ("text", "not a SQLite database"),
    ("empty", "not a SQLite database"),
    ("cut", "damaged|cut"),
    ("a flipped page", "damaged|cut"),
    ("another program's", "not one of Beckon's"),
    ("newer", "newer Beckon: its schema is version 99"),
    ("a gap", "position 7 is missing"),
    ("garbage", "position 7 .* cannot be read"),
    ("with a log beside it", "write-ahead log beside it"),
    ("itself", "is the data itself"),
])
def test_a_bad_backup_is_refused_in_words_and_changes_nothing(stopped, tmp_path, kind, words):
    server, good = stopped
    (tmp_path / "bad").mkdir()
    bad = bad_backup(kind, good, tmp_path / "bad")
    before, given = contents(server.data), contents(tmp_path / "bad")
    for data in (server.data, tmp_path / "new") if bad else (server.data,):
        status, said = beckon("restore", "--data", data, bad or server.data / "beckon.sqlite")
        assert status != 0 and re.search(words, said), said
    assert contents(server.data) == before and contents(tmp_path / "bad") == given
    assert not (tmp_path / "new").exists()
