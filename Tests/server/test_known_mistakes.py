"""The known mistakes of others that docs/architecture.md lists, each as a test that fails if it is made here."""

import json
import socket
import time

import pytest

from harness.client import Client
from harness.history import check_log, check_view, texts
from harness.raw import TEXT, frame
from harness.server import GRACE_MS
from harness.waiting import until

GRACE_SECONDS = GRACE_MS / 1000


def test_the_agents_drop_is_noticed_and_no_customer_writes_to_nobody(world):
    user, staff, ticket_id = world.chat()
    staff.cut()
    assert user.expect("staff_offline", ticket_id=ticket_id, seconds=GRACE_SECONDS + 4)
    assert user.expect("system", code="staff_offline", ticket_id=ticket_id)
    assert user.refused("message", ticket_id=ticket_id, text="Hello?")["code"] == "chat_paused"


def test_no_second_agent_picks_what_is_picked(world):
    user, staff, ticket_id = world.chat()
    answer = world.staff().pick(ticket_id)
    assert (answer["success"], answer["code"], answer["by"]["staff_id"]) == (False, "already_picked", staff.id)
    assert user.http.ticket(ticket_id)["assignee"]["staff_id"] == staff.id


def test_messages_before_the_pick_do_not_vanish(world):
    user = world.user()
    ticket_id = user.open_ticket("First")
    for number in range(5):
        user.command("message", ticket_id=ticket_id, text=f"more {number}")
    staff = world.staff()
    staff.picks(ticket_id)
    entries, _ = staff.sync(ticket_id)
    assert texts(entries) == ["First"] + [f"more {number}" for number in range(5)]


def test_messages_to_an_absent_customer_do_not_vanish(world):
    user, staff, ticket_id = world.chat()
    user.close()
    ack = staff.command("message", ticket_id=ticket_id, text="Found it")
    entries, _ = world.again(user).sync(ticket_id)
    assert entries[ack["seq"] - 1]["text"] == "Found it"


def test_a_send_to_a_dead_socket_does_not_fail_the_sender(world):
    user, staff, ticket_id = world.chat()
    user.cut()
    for number in range(20):
        assert staff.command("message", ticket_id=ticket_id, text=f"n {number}")["seq"]
    staff.alive()


def test_a_reload_does_not_lose_the_ticket(world):
    user, staff, ticket_id = world.chat()
    user.command("message", ticket_id=ticket_id, text="Before the reload")
    user.close()
    back = world.again(user)
    (ticket,) = back.http.get("/api/v1/tickets")["tickets"]
    assert (ticket["ticket_id"], ticket["chat"]) == (ticket_id, "live")
    entries, end = back.sync(ticket_id)
    assert entries == back.http.entries(ticket_id)
    back.command("message", ticket_id=ticket_id, text="After the reload")
    assert staff.expect("message", text="After the reload")


def test_after_a_sleep_the_state_is_the_new_one(world):
    user, staff, ticket_id = world.chat()
    seq = user.http.ticket(ticket_id)["seq"]
    user.cut()
    staff.command("set_priority", ticket_id=ticket_id, priority="high")
    staff.command("set_status", ticket_id=ticket_id, status="resolved")
    entries, end = world.again(user).sync(ticket_id, seq)
    assert (end["ticket"]["status"], end["ticket"]["chat"]) == ("resolved", "ended")
    assert [entry["seq"] for entry in entries] == list(range(seq + 1, end["seq"] + 1))
    assert "status" in [entry["type"] for entry in entries]


def test_a_resume_is_not_capped_in_silence(world):
    user, staff, ticket_id = world.chat()
    seq = user.http.ticket(ticket_id)["seq"]
    user.cut()
    for number in range(250):
        staff.say(ticket_id, f"n {number}")
    back = world.again(user)
    entries, end = back.sync(ticket_id, seq, seconds=20)
    assert end["type"] == "synced"
    check_view(entries, check_log(back.http.entries(ticket_id)), after=seq)


@pytest.mark.slow
def test_a_resume_that_is_too_long_says_so(world):
    user, staff, ticket_id = world.chat()
    for number in range(1001):
        staff.say(ticket_id, f"n {number}")
    log = check_log(user.http.entries(ticket_id))
    back = world.again(user)
    entries, end = back.sync(ticket_id, 0, seconds=20)
    assert (end["type"], end["seq"], entries) == ("resync", len(log), [])
    entries, end = back.sync(ticket_id, len(log) - 1000, seconds=20)
    assert (end["type"], len(entries)) == ("synced", 1000)


@pytest.mark.slow
def test_a_full_buffer_does_not_drop_in_silence(world):
    """A reader who stops reading is cut off and told to resume; the others notice nothing, and nothing is lost."""
    user, staff, ticket_id = world.chat()
    slow = world.raw(f"/ws/user/{user.id}", receive_buffer_bytes=4096).open()
    slow.send(frame(TEXT, json.dumps({"type": "sync", "ticket_id": ticket_id, "after": 0}).encode()))
    sent = []
    for number in range(600):
        began = time.monotonic()
        sent.append(staff.say(ticket_id, f"{number} " + "\U0001f600" * 7000)["seq"])
        assert time.monotonic() - began < 5, "the slow reader holds up the sender"
        user.expect("message", seq=sent[-1])
        if number % 50 == 49 and hung_up(slow):
            break
    slow.socket.settimeout(10)
    code = slow.close_code(seconds=30)
    assert code in (4408, None), "it was cut off"
    entries, end = world.again(user).sync(ticket_id, sent[0] - 1, seconds=20)
    assert [entry["seq"] for entry in entries] == sent


def hung_up(raw):
    """Whether the server has closed its side, found out without reading."""
    try:
        raw.socket.setblocking(False)
        raw.socket.send(frame(TEXT, b'{"type":"ping"}'))
        return False
    except BlockingIOError:
        return False
    except (BrokenPipeError, ConnectionResetError, socket.error):
        return True
    finally:
        raw.socket.setblocking(True)


def test_a_weak_connection_sends_twice_and_one_stands(world):
    user, staff, ticket_id = world.chat()
    user.send("message", ticket_id=ticket_id, text="Twice?", client_id="weak")
    user.cut()
    ack = world.again(user).command("message", ticket_id=ticket_id, text="Twice?", client_id="weak")
    log = check_log(user.http.entries(ticket_id))
    assert texts(log).count("Twice?") == 1
    assert log[ack["seq"] - 1]["client_id"] == "weak"


def test_read_marks_do_not_use_the_clients_clock(world):
    user, staff, ticket_id = world.chat()
    seq = staff.command("message", ticket_id=ticket_id, text="Seen?")["seq"]
    user.send("seen", ticket_id=ticket_id, seq=seq, at="2099-01-01T00:00:00.000Z", client_time=0)
    frame = staff.expect("marks", ticket_id=ticket_id, marks=lambda marks: marks["user"]["seen"] == seq)
    assert "2099" not in json.dumps(frame)
    # A mark beyond the log does not cover what will be written.
    user.send("seen", ticket_id=ticket_id, seq=seq + 100)
    user.alive()
    later = staff.command("message", ticket_id=ticket_id, text="And this?")["seq"]
    assert user.http.ticket(ticket_id)["marks"]["user"]["seen"] < later


def test_no_ticket_is_given_to_somebody_who_is_offline(world):
    user, staff, ticket_id = world.chat()
    absent = world.staff(online=False)
    assert staff.refused("transfer", ticket_id=ticket_id, staff_id=absent.id)["code"] == "staff_offline"
    second = world.user()
    other = second.open_ticket()
    assert absent.pick(other)["code"] == "staff_offline"
    assert "assignee" not in second.http.ticket(other)


def test_no_ticket_stays_with_somebody_who_went(world):
    user, staff, ticket_id = world.chat()
    staff.offline()
    other = world.staff()
    other.expect("new_ticket", ticket=lambda ticket: ticket["ticket_id"] == ticket_id)
    other.picks(ticket_id)
    assert user.http.ticket(ticket_id)["assignee"]["staff_id"] == other.id


def test_presence_does_not_survive_the_person(world):
    watcher, staff = world.staff(), world.staff()
    watcher.watch()
    staff.cut()
    watcher.expect("staff", staff_id=staff.id, online=False, seconds=GRACE_SECONDS + 4)
    agents = {agent["staff_id"]: agent for agent in watcher.http.get("/api/v1/agents")["agents"]}
    assert agents[staff.id]["online"] is False


def test_two_agents_do_not_answer_the_same_customer(world):
    user, staff, ticket_id = world.chat()
    other = world.staff()
    other.sync(ticket_id)
    staff.sync(ticket_id)
    staff.expect("viewing", staff=lambda each: other.id in {one["staff_id"] for one in each})
    error = other.refused("message", ticket_id=ticket_id, text="Me too")
    assert error["code"] == "not_assigned"
    staff.command("message", ticket_id=ticket_id, text="I have it")
    assert other.expect("message", ticket_id=ticket_id)["author_id"] == staff.id
    assert texts(user.http.entries(ticket_id))[-1] == "I have it"


def test_no_answer_without_having_seen_the_last_messages(world):
    user, staff, ticket_id = world.chat()
    seen = staff.sync(ticket_id)[1]["seq"]
    user.command("message", ticket_id=ticket_id, text="Stop,")
    user.command("message", ticket_id=ticket_id, text="I found it.")
    error = staff.refused("message", ticket_id=ticket_id, text="I sent you a new one", seen_seq=seen)
    assert (error["code"], error["count"]) == ("newer_messages", 2)
    assert "I sent you a new one" not in texts(user.http.entries(ticket_id))


def test_a_customer_whose_agent_is_absent_is_told_when_they_come(world):
    user, staff, ticket_id = world.chat()
    user.cut()
    staff.offline()
    back = Client(f"{world.server.ws}/ws/user/{user.id}")
    # The agent's choice is confirmed at once, the pause is told when it is stored.
    until("the chat is paused", lambda: back.sync(ticket_id)[1]["ticket"]["chat"] == "paused")
    entries, _ = back.sync(ticket_id)
    assert "staff_offline" in [entry["type"] for entry in entries]
    back.close()
