"""A clean stop leaves everything in one file: `beckon.sqlite` copied alone is the whole data (docs/operating.md)."""

import re
import shutil
import sqlite3

from harness.data import log_lines
from harness.history import History
from harness.page import all_have_written, chats, check, finish
from harness.world import World


def copy_alone(server, directory):
    directory.mkdir()
    shutil.copy(server.data / "beckon.sqlite", directory / "beckon.sqlite")
    return directory / "beckon.sqlite"


def test_after_a_stop_one_file_holds_everything(fresh, tmp_path):
    user, staff, ticket_id = fresh.chat()
    for number in range(30):
        user.command("message", ticket_id=ticket_id, text=f"Line {number}")
    log = staff.http.entries(ticket_id)
    fresh.server.terminate()
    assert fresh.server.wait() == 0, fresh.server.output()

    copy = copy_alone(fresh.server, tmp_path / "copy")
    assert len(log_lines(copy)) == len(log) >= 33
    wal = fresh.server.data / "beckon.sqlite-wal"
    assert not wal.exists() or wal.stat().st_size == 0
    assert not re.search("beckon.sqlite-wal", fresh.server.output()), fresh.server.output()

    fresh.server.data = copy.parent
    fresh.server.start(fresh.server.port)
    assert fresh.again(staff).http.entries(ticket_id)[:len(log)] == log


def test_a_stop_under_load_leaves_everything_in_one_file(make_server, tmp_path):
    # Nobody counts as gone while a slow machine ends one page after the other.
    world = World(make_server(environment={"BECKON_PRESENCE_GRACE_MS": "30000"}))
    history = History()
    pages = chats(world, history, 4)
    all_have_written(history, pages, 20)
    world.server.terminate()
    assert world.server.wait() == 0, world.server.output()

    # From here on it is the copy that serves: whatever was acked must be in it.
    world.server.data = copy_alone(world.server, tmp_path / "copy").parent
    world.server.start(world.server.port)
    finish(pages)
    check(world, history, pages)
    assert not history.shown, f"somebody was shown an error: {history.shown}"
    world.close()


def test_a_reader_does_not_keep_rows_out_of_the_file(fresh, tmp_path):
    """Another program (a backup) reads while Beckon stops: it is waited for."""
    user, _, ticket_id = fresh.chat()
    user.command("message", ticket_id=ticket_id, text="Before the reader")
    reader = sqlite3.connect(fresh.server.data / "beckon.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    before = reader.execute("SELECT count(*) FROM log").fetchone()[0]
    user.command("message", ticket_id=ticket_id, text="After the reader")
    fresh.server.terminate()
    # It never goes away here: the log says so, and together the files are whole.
    assert fresh.server.wait() == 0, fresh.server.output()
    assert "beckon.sqlite-wal only" in fresh.server.output()
    reader.execute("COMMIT")
    assert reader.execute("SELECT count(*) FROM log").fetchone()[0] > before
    reader.close()
    fresh.server.start(fresh.server.port)
    assert "After the reader" in [entry.get("text") for entry in fresh.again(user).http.entries(ticket_id)]
