"""Resume is complete or says that it is not (G4)."""

import threading

from harness.api import expect
from harness.client import is_entry
from harness.history import check_log, texts


def test_sync_gives_everything_after_the_number(world):
    user, staff, ticket_id = world.chat()
    for number in range(5):
        user.command("message", ticket_id=ticket_id, text=str(number))
    log = user.http.entries(ticket_id)
    for after in range(len(log) + 1):
        entries, end = user.sync(ticket_id, after)
        assert end["type"] == "synced"
        assert end["seq"] == len(log)
        assert end["ticket"]["seq"] == len(log)
        assert entries == log[after:]


def test_beyond_the_log_is_a_resync(world):
    user, staff, ticket_id = world.chat()
    log = user.http.entries(ticket_id)
    entries, end = user.sync(ticket_id, len(log) + 1)
    assert (end["type"], end["seq"], entries) == ("resync", len(log), [])
    assert end["reason"]


def test_what_happened_while_away(world):
    user, staff, ticket_id = world.chat()
    after = user.http.ticket(ticket_id)["seq"]
    user.cut()
    acks = [staff.command("message", ticket_id=ticket_id, text=f"while away {number}") for number in range(10)]
    back = world.again(user)
    entries, end = back.sync(ticket_id, after)
    assert [entry["seq"] for entry in entries] == [ack["seq"] for ack in acks]
    assert end["seq"] == acks[-1]["seq"]
    staff.command("message", ticket_id=ticket_id, text="and live again")
    assert back.expect("message", text="and live again")["seq"] == end["seq"] + 1


def follow(frames, ticket_id, after):
    """What a client has from entry `after` on: live entries may run ahead of the answer to `sync`, which closes the gap."""
    applied, synced = [], False
    for frame in frames:
        if frame["type"] == "synced":
            synced = True
            assert after >= frame["seq"], "synced, and not everything came"
        elif is_entry(frame, ticket_id):
            if frame["seq"] == after + 1:
                applied.append(frame)
                after += 1
            else:
                assert frame["seq"] <= after or not synced, "a gap after synced"
    return applied


def test_after_sync_live_entries_follow_without_a_gap(world):
    """Joined in the middle of the stream, again and again: what came is the log from there on, once."""
    user, staff, ticket_id = world.chat()
    stop = threading.Event()

    def talk():
        number = 0
        while not stop.is_set():
            staff.say(ticket_id, f"n {number}")
            number += 1

    talker = threading.Thread(target=talk)
    talker.start()
    try:
        for round in range(10):
            page = user.http.get(f"/api/v1/tickets/{ticket_id}/entries", after=0, limit=500)
            snapshot = page["entries"]
            assert page["seq"] >= snapshot[-1]["seq"]
            with world.again(user) as joined:
                after = snapshot[-1]["seq"]
                joined.send("sync", ticket_id=ticket_id, after=after)
                target = joined.expect("synced", ticket_id=ticket_id)["seq"] + 5
                while not (got := joined.entries(ticket_id)) or got[-1]["seq"] < target:
                    joined.expect("message", ticket_id=ticket_id)
                joined_log = snapshot + follow([frame for _, frame in joined.log], ticket_id, after)
            assert joined_log == user.http.entries(ticket_id)[:len(joined_log)], round
    finally:
        stop.set()
        talker.join()
    check_log(user.http.entries(ticket_id))


def test_the_fold_of_the_entries_is_the_ticket(world):
    user, staff, ticket_id = world.chat()
    staff.command("set_priority", ticket_id=ticket_id, priority="high")
    staff.command("set_status", ticket_id=ticket_id, status="pending")
    user.command("message", ticket_id=ticket_id, text="Here it is.")
    staff.command("set_status", ticket_id=ticket_id, status="resolved")
    user.command("rate", ticket_id=ticket_id, score=4, comment="Fine")
    log = check_log(staff.http.entries(ticket_id))
    folded = {"status": "open", "chat": "waiting", "priority": "normal", "assignee": None, "rating": None}
    for entry in log:
        fold(folded, entry)
    ticket = staff.http.ticket(ticket_id)
    assert folded["status"] == ticket["status"] == "resolved"
    assert folded["chat"] == ticket["chat"] == "ended"
    assert folded["priority"] == ticket["priority"] == "high"
    assert folded["assignee"] == ticket["assignee"]["staff_id"] == staff.id
    assert folded["rating"] == ticket["rating"] == {"score": 4, "comment": "Fine"}
    assert ticket["seq"] == len(log)


def fold(state, entry):
    """The fold as docs/api.md writes it down."""
    match entry["type"]:
        case "assigned":
            state.update(assignee=entry["staff_id"], chat="live")
        case "unassigned":
            state.update(assignee=None, chat="waiting")
        case "staff_offline":
            state.update(chat="paused")
        case "status":
            if entry["status"] == "resolved":
                state.update(chat="ended")
            elif entry["status"] == "closed":
                state.update(chat="closed")
            elif entry["status"] == "open" and state["status"] == "resolved":
                state.update(chat="waiting", assignee=None)
            state.update(status=entry["status"])
        case "priority":
            state.update(priority=entry["priority"])
        case "rated":
            state.update(rating={name: entry[name] for name in ("score", "comment") if name in entry})


def test_reading_backwards(world):
    user, staff, ticket_id = world.chat()
    for number in range(20):
        user.command("message", ticket_id=ticket_id, text=str(number))
    log = user.http.entries(ticket_id)
    path = f"/api/v1/tickets/{ticket_id}/entries"
    page = user.http.get(path, before=len(log) + 1, limit=7)["entries"]
    assert page == log[-7:]
    assert user.http.get(path, before=page[0]["seq"], limit=7)["entries"] == log[-14:-7]
    assert user.http.get(path, before=3, limit=7)["entries"] == log[:2]


def test_customers_see_a_placeholder_for_a_note(world):
    user, staff, ticket_id = world.chat()
    noted = staff.command("note", ticket_id=ticket_id, text="A difficult one", client_id="n")
    staff.command("message", ticket_id=ticket_id, text="Hello")
    user.expect("message", text="Hello")
    hidden = [entry for entry in user.entries(ticket_id) if entry["seq"] == noted["seq"]]
    assert hidden == [{"type": "hidden", "ticket_id": ticket_id, "seq": noted["seq"], "at": noted["at"]}]
    log = user.http.entries(ticket_id)
    assert log[noted["seq"] - 1] == hidden[0]
    assert world.again(user).sync(ticket_id)[0] == log
    check_log(log)
    for answer in (user.http.request("GET", "/api/v1/tickets"), user.http.request("GET", f"/api/v1/tickets/{ticket_id}")):
        assert "difficult" not in expect(answer, 200).text
    seen_by_staff = staff.http.entries(ticket_id)[noted["seq"] - 1]
    assert (seen_by_staff["type"], seen_by_staff["text"]) == ("note", "A difficult one")


def test_data_survives_a_restart(fresh):
    user, staff, ticket_id = fresh.chat()
    user.command("message", ticket_id=ticket_id, text="Remember me")
    staff.command("note", ticket_id=ticket_id, text="Noted")
    before = staff.http.entries(ticket_id)
    number = staff.http.ticket(ticket_id)["number"]
    fresh.server.restart()
    after = fresh.person("staff", staff.id).entries(ticket_id)
    assert after[:len(before)] == before
    ticket = fresh.person("user", user.id).ticket(ticket_id)
    assert ticket["number"] == number
    assert "Remember me" in texts(after)
    synced = fresh.again(user).sync(ticket_id)[0]
    assert fresh.person("user", user.id).entries(ticket_id)[:len(synced)] == synced
    assert fresh.user().command("create_ticket", text="Next")["ticket_id"] != ticket_id
