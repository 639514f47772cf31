"""Files that were damaged or lost while nobody ran: said at the start, with what is missing, and nothing else suffers."""

import re
import sqlite3

import pytest

from harness.client import Refused
from harness.data import beckon, change
from harness.waiting import until

# SQLite's write-ahead log: its head, the head of each frame, a page.
WAL_HEAD, FRAME_HEAD, PAGE = 32, 24, 4096
TROUBLE = re.compile(r"^\S+ (warning|error|critical) .*", re.M)


def trouble(server):
    return [match.group(0) for match in TROUBLE.finditer(server.output())]


def said(server, words):
    return until(f"it says {words}", lambda: re.search(words, server.output()), 20)


@pytest.fixture
def killed(fresh):
    """(world, user, ticket, its last number, its number): a server that was killed when its index knew everything."""
    user, staff, ticket_id = fresh.chat()
    last = [user.command("message", ticket_id=ticket_id, text=f"Line {number}")["seq"] for number in range(20)][-1]
    assert staff.http.get("/api/v1/tickets")["tickets"], "to list them everything is folded"
    number = staff.http.ticket(ticket_id)["number"]
    fresh.server.kill()
    return fresh, user, ticket_id, last, number


def test_after_a_stop_and_after_a_kill_nothing_is_said(killed):
    fresh, user, ticket_id, last, _ = killed
    fresh.server.start(fresh.server.port)
    assert len(fresh.again(user).http.entries(ticket_id)) >= last
    fresh.server.restart()
    fresh.server.stop()
    assert not trouble(fresh.server), trouble(fresh.server)
    status, told = beckon("doctor", "--data", fresh.server.data)
    assert status == 0 and "lost" not in told and "damaged" not in told, told


def lost_tail(fresh, user, ticket_id, last, number):
    """The start names what is missing, and a client that knows more than there is is told to read anew."""
    match = said(fresh.server, rf"Lines of the log are lost: .*#{number} numbers? \d+ to (\d+)")
    assert int(match.group(1)) == last
    back = fresh.again(user)
    log = back.http.request("GET", f"/api/v1/tickets/{ticket_id}/entries")
    if log.status_code == 404:
        with pytest.raises(Refused):
            back.command("sync", ticket_id=ticket_id, after=last)
        return
    assert log.json()["seq"] < last
    back.send("sync", ticket_id=ticket_id, after=last)
    assert back.expect("resync", ticket_id=ticket_id)["reason"] == "ahead"


def test_a_missing_log_beside_the_data_is_said(killed):
    fresh, user, ticket_id, last, number = killed
    (fresh.server.data / "beckon.sqlite-wal").unlink()
    fresh.server.start(fresh.server.port)
    said(fresh.server, "warning .*did not end cleanly, and beckon.sqlite-wal is not there")
    assert re.search("error .*Lines of the log are lost", fresh.server.output())
    fresh.again(user).open_ticket("It goes on")
    # All tickets are gone here: nothing was copied into the data yet.
    said(fresh.server, rf"#{number} numbers 1 to {last}")


@pytest.mark.parametrize("frame", [1, 4])
def test_a_damaged_frame_is_said_and_kept(killed, frame):
    fresh, user, ticket_id, last, number = killed
    wal = fresh.server.data / "beckon.sqlite-wal"
    data = bytearray(wal.read_bytes())
    data[WAL_HEAD + (frame - 1) * (FRAME_HEAD + PAGE) + FRAME_HEAD + 100] ^= 0xFF
    wal.write_bytes(data)
    fresh.server.start(fresh.server.port)
    match = said(fresh.server, rf"error .*damaged at frame {frame}: (\d+) transactions or more .*kept as (\S+)")
    assert int(match.group(1)) > 10
    assert (fresh.server.data / match.group(2)).read_bytes() == data
    said(fresh.server, rf"#{number} numbers? \d+ to {last}")
    assert fresh.again(user).open_ticket("It goes on")


def test_a_damaged_head_is_said(killed):
    fresh, _, _, last, number = killed
    wal = fresh.server.data / "beckon.sqlite-wal"
    data = bytearray(wal.read_bytes())
    data[0:8] = b"\x5a" * 8
    wal.write_bytes(data)
    fresh.server.start(fresh.server.port)
    said(fresh.server, "error .*damaged at its head")
    said(fresh.server, rf"#{number} numbers 1 to {last}")


def test_a_client_that_knows_more_than_there_is_reads_anew(fresh):
    user, staff, ticket_id = fresh.chat()
    for line in range(5):
        user.command("message", ticket_id=ticket_id, text=f"Line {line}")
    fresh.server.restart()
    user, staff = fresh.again(user), fresh.again(staff).online()
    staff.pick(ticket_id)
    last = [
        user.command("message", ticket_id=ticket_id, text="Lost later", offline=True)["seq"] for _ in range(10)][-1]
    number = staff.http.ticket(ticket_id)["number"]
    assert staff.http.get("/api/v1/tickets")["tickets"]
    fresh.server.kill()
    # What was there before the restart stands in the data, what came after it in the log beside it.
    (fresh.server.data / "beckon.sqlite-wal").unlink()
    fresh.server.start(fresh.server.port)
    lost_tail(fresh, user, ticket_id, last, number)
    log = fresh.again(user).sync(ticket_id)[0]
    assert log and [entry["seq"] for entry in log] == list(range(1, len(log) + 1))


def reads_only(fresh, user, ticket_id, damaged):
    """All but the damaged line is there, numbered as before; nothing can be added, and everybody is told why."""
    back = fresh.again(user)
    with pytest.raises(Refused) as refused:
        back.command("message", ticket_id=ticket_id, text="To a damaged ticket", offline=True)
    assert refused.value.code == "read_only"
    log = back.http.entries(ticket_id)
    assert [entry["seq"] for entry in log] == list(range(1, len(log) + 1))
    assert [entry["seq"] for entry in log if entry["type"] == "damaged"] == [damaged]
    assert [entry.get("text") for entry in log if entry["type"] == "message"][-1] == "Line 4"
    assert [entry["seq"] for entry in back.sync(ticket_id)[0]] == [entry["seq"] for entry in log]
    assert back.http.ticket(ticket_id)["read_only"] == "damaged"


@pytest.mark.parametrize(("statement", "words"), [
    ("DELETE FROM log WHERE position = {}", "position {0} is missing"),
    ("UPDATE log SET body = x'7b' WHERE position = {}", r"position {0} \(number 4 of ticket .*\) cannot be read"),
    ("UPDATE log SET body = CAST(substr(body, 1, 150) || x'ff00' || substr(body, 153) AS BLOB) WHERE position = {}",
     r"position {0} \(number 4 of ticket .*\) cannot be read"),
    ("UPDATE log SET seq = 99 WHERE position = {}", "position {0} .* says something else than its row"),
])
@pytest.mark.parametrize("without_index", [False, True])
def test_a_gap_and_garbage_are_said_and_damage_one_ticket(fresh, statement, words, without_index):
    user, staff, ticket_id = fresh.chat()
    for number in range(5):
        user.command("message", ticket_id=ticket_id, text=f"Line {number}")
    other, _, other_id = fresh.chat()
    fresh.server.stop()
    # The first ticket's fourth line: it was opened before anything else was written.
    position = 4
    change(fresh.server.data / "beckon.sqlite", statement.format(position))
    if without_index:
        (fresh.server.data / "beckon-index.sqlite").unlink()
    for _ in range(2):
        fresh.server.start(fresh.server.port)
        said(fresh.server, "error .*" + words.format(position))
        if "SET seq" not in statement:
            reads_only(fresh, user, ticket_id, position)
        else:
            assert len(fresh.again(user).http.entries(ticket_id)) >= 9, "the entry itself says its number"
        assert fresh.again(other).sync(other_id)[0], "the others are as they were"
        assert fresh.again(other).open_ticket("It goes on")
        fresh.server.stop()
    status, told = beckon("doctor", "--data", fresh.server.data)
    assert status != 0 and "FAIL" in told


MOST = 2 ** 63 - 1


@pytest.mark.parametrize("statement", [
    f"UPDATE log SET seq = {MOST} WHERE position = 4", f"UPDATE log SET seq = -{MOST} - 1 WHERE position = 4",
    f"UPDATE log SET position = {MOST} WHERE position = 4", "UPDATE log SET position = -4 WHERE position = 4",
    f"UPDATE log SET at = -{MOST} - 1, body = x'7b' WHERE position = 4",
])
@pytest.mark.parametrize("without_index", [False, True])
def test_no_number_ends_a_start_or_a_command(fresh, tmp_path, statement, without_index):
    user, _, ticket_id = fresh.chat()
    other, _, other_id = fresh.chat()
    fresh.server.stop()
    change(fresh.server.data / "beckon.sqlite", statement)
    if without_index:
        (fresh.server.data / "beckon-index.sqlite").unlink()
    copy = tmp_path / "copy.sqlite"
    status, told = beckon("backup", "--data", fresh.server.data, copy)
    assert status != 0 and "damaged: log: " in told and copy.exists(), told
    status, told = beckon("restore", "--data", tmp_path / "other", copy)
    assert status != 0 and "is damaged and was not used" in told, told
    fresh.server.start(fresh.server.port)
    said(fresh.server, "error .*The log is damaged")
    assert len(fresh.again(user).http.entries(ticket_id)) >= 4
    assert fresh.again(other).sync(other_id)[0]
    new = fresh.again(other)
    assert new.command("message", ticket_id=new.open_ticket("It goes on"), text="And on", offline=True)["seq"]
    fresh.server.stop()
    status, told = beckon("doctor", "--data", fresh.server.data)
    assert status != 0 and "FAIL" in told, told


def test_a_damaged_page_of_people_is_said_and_copied_as_it_is(fresh, tmp_path):
    fresh.chat()
    fresh.server.stop()
    data = fresh.server.data / "beckon.sqlite"
    database = sqlite3.connect(data)
    (page,) = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'customer_email'").fetchone()
    database.close()
    with data.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(b"\xa5" * PAGE)
    damaged = data.read_bytes()
    copy = tmp_path / "copy.sqlite"
    status, told = beckon("backup", "--data", fresh.server.data, copy)
    assert status != 0 and "damaged: file: " in told and "as it is" in told, told
    assert copy.read_bytes()[PAGE:] == damaged[PAGE:]
    for _ in range(2):
        fresh.server.start(fresh.server.port)
        said(fresh.server, "error .*beckon.sqlite is damaged: ")
        fresh.server.stop()
    status, told = beckon("doctor", "--data", fresh.server.data)
    assert status != 0 and "FAIL file: " in told, told
