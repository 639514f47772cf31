"""Somebody stops reading while others talk (G7): they are cut off and lose nothing, and nobody else notices."""

import json
import statistics
from pathlib import Path

import pytest

from harness.history import History, check_log
from harness.page import all_have_written, chats, check, finish
from harness.raw import TEXT, frame

# Generous, because a machine has other work too: a few hundredths of a second are no delay, ten times as long is one.
P99_RATIO, P99_FREE_SECONDS = 10, 0.05
# What one of them may hold: a megabyte that waits, and about as much on the way.
MEMORY_MIB, MEMORY_EACH_MIB = 24, 3
LONG_MESSAGES = 250


def memory_mib(server):
    for line in Path(f"/proc/{server.process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("the server is gone")


def p99(pages):
    return statistics.quantiles([latency for page in pages for latency in page.latencies], n=100)[98]


def talk(world, user, staff, ticket_id):
    """Three chats go on while an agent writes long messages to `user`: (numbers of these, p99 of the chats, MiB at most)."""
    history = History()
    pages = chats(world, history, 3, pause=0.005)
    seqs, most = [], 0
    for number in range(LONG_MESSAGES):
        seqs.append(staff.say(ticket_id, f"{number} " + "\U0001f600" * 7000)["seq"])
        user.expect("message", seq=seqs[-1])
        most = max(most, memory_mib(world.server))
    all_have_written(history, pages, 100)
    finish(pages)
    check(world, history, pages)
    return seqs, p99(pages), most


@pytest.mark.cases("readers", short=[3], long=[10, 40])
def test_who_stops_reading_is_cut_off_and_nobody_else_notices(fresh, readers, capsys):
    user, staff, ticket_id = fresh.chat()
    _, alone, memory_alone = talk(fresh, user, staff, ticket_id)
    slow = [fresh.raw(f"/ws/user/{user.id}", receive_buffer_bytes=4096).open() for _ in range(readers)]
    seq = user.http.ticket(ticket_id)["seq"]
    for raw in slow:
        raw.send(frame(TEXT, json.dumps({"type": "sync", "ticket_id": ticket_id, "after": seq}).encode()))
    seqs, beside, memory_beside = talk(fresh, user, staff, ticket_id)
    for raw in slow:
        assert raw.close_code(seconds=30) in (4408, None), "it was cut off"
    with capsys.disabled():
        print(f"\n{readers} slow readers: p99 {alone * 1000:.1f} → {beside * 1000:.1f} ms, "
              f"memory at most {memory_alone:.0f} → {memory_beside:.0f} MiB")
    assert beside < max(P99_FREE_SECONDS, alone * P99_RATIO)
    assert memory_beside < memory_alone + MEMORY_MIB + readers * MEMORY_EACH_MIB

    entries, end = fresh.again(user).sync(ticket_id, seq, seconds=20)
    assert [entry["seq"] for entry in entries] == seqs and end["type"] == "synced"
    check_log(user.http.entries(ticket_id))
