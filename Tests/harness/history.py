"""What must hold of every log and of every client's view of it, whatever happened in between."""

import re
import threading
import time
from collections import namedtuple

TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")


def written(entries):
    """What people wrote: the entries whose client_id promises that they stand once."""
    return [entry for entry in entries if entry["type"] in ("message", "note")]


def check_log(entries, ticket_id=None):
    """A whole log: dense from 1, one ticket, times in order, no client_id twice of one author."""
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    if ticket_id:
        assert {entry["ticket_id"] for entry in entries} <= {ticket_id}
    if entries:
        assert entries[0]["type"] == "ticket_created"
    for entry in entries:
        assert TIME.match(entry["at"]), entry
    times = [entry["at"] for entry in entries]
    assert times == sorted(times)
    seen = set()
    for entry in written(entries):
        if entry.get("client_id"):
            key = (entry["type"], entry.get("from"), entry["author_id"], entry["client_id"])
            assert key not in seen, f"stands twice: {key}"
            seen.add(key)
    return entries


def check_acked(entries, acks):
    """Every acked message stands in the log once, at the number that the ack named. `acks`: client_id → ack."""
    by_id = {}
    for entry in written(entries):
        if entry.get("client_id"):
            by_id.setdefault(entry["client_id"], []).append(entry["seq"])
    for client_id, ack in acks.items():
        assert by_id.get(client_id) == [ack["seq"]], f"acked {ack}, stored {by_id.get(client_id)}"


def check_view(view, entries, after=0, own=()):
    """A client's received entries are the log beyond `after`, in its order, without its own acked ones."""
    own = set(own)
    expected = [entry for entry in entries if entry["seq"] > after and entry["seq"] not in own]
    assert view == expected


def systems(entries):
    return [entry["code"] for entry in entries if entry["type"] == "system"]


def texts(entries):
    return [entry["text"] for entry in entries if entry["type"] == "message"]


Sent = namedtuple("Sent", "at who ticket_id client_id text")
Acked = namedtuple("Acked", "at who ticket_id client_id seq")
Received = namedtuple("Received", "at who connection entry")
Picked = namedtuple("Picked", "at staff_id ticket_id answer")
Shown = namedtuple("Shown", "at who frame")


class History:
    """Every send, ack and receipt of many clients, with its time. `who` is (role, id).

    `check` compares all of it with what is stored in the end. Each check is a function of its own below, so that a test
    of the checker can see it fail.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self.sends, self.acks, self.receipts, self.picks, self.shown = {}, {}, [], [], []

    def sent(self, who, ticket_id, client_id, text):
        """The first time counts: a repeat is the same message."""
        with self._lock:
            self.sends.setdefault(client_id, Sent(time.monotonic(), who, ticket_id, client_id, text))

    def acked(self, who, ack):
        with self._lock:
            made = Acked(time.monotonic(), who, ack["ticket_id"], ack["client_id"], ack["seq"])
            first = self.acks.setdefault(ack["client_id"], made)
            assert (first.ticket_id, first.seq) == (made.ticket_id, made.seq), f"two answers: {first}, {made}"

    def received(self, who, connection, entry):
        with self._lock:
            self.receipts.append(Received(time.monotonic(), who, connection, entry))

    def picked(self, staff_id, ticket_id, answer):
        with self._lock:
            self.picks.append(Picked(time.monotonic(), staff_id, ticket_id, answer))

    def was_shown(self, who, frame):
        """An error that a person saw: not one that their page mends by itself."""
        with self._lock:
            self.shown.append(Shown(time.monotonic(), who, frame))

    def ack_count(self, who=None):
        with self._lock:
            return len(self.acks) if who is None else sum(ack.who == who for ack in self.acks.values())

    @property
    def tickets(self):
        return {sent.ticket_id for sent in self.sends.values()} | {
            receipt.entry["ticket_id"] for receipt in self.receipts}

    def check(self, read, complete=()):
        """`read(role, ticket_id)` is the whole log as that role may read it; `complete` are the connections' owners who
        say that they have everything: [(who, ticket_id)]. Returns the logs as the agents see them."""
        logs = {}
        for ticket_id in self.tickets:
            by_role = {role: check_log(read(role, ticket_id), ticket_id) for role in ("staff", "user")}
            log = logs[ticket_id] = by_role["staff"]
            acks = [ack for ack in self.acks.values() if ack.ticket_id == ticket_id]
            sends = [sent for sent in self.sends.values() if sent.ticket_id == ticket_id]
            check_acked(log, {ack.client_id: {"seq": ack.seq} for ack in acks})
            check_sent(log, self.sends)
            check_real_time(sends, acks)
            check_chat(log)
            check_picks(log, [pick for pick in self.picks if pick.ticket_id == ticket_id])
            receipts = [each for each in self.receipts if each.entry["ticket_id"] == ticket_id]
            check_receipts(receipts, by_role)
            for who, of in complete:
                if of == ticket_id:
                    check_complete(who, log, receipts, acks)
        return logs


def check_sent(log, sends):
    """Nothing is stored that nobody sent, and what is stored is what was sent, by whom it was sent."""
    for entry in written(log):
        if sent := sends.get(entry.get("client_id")):
            stored = (entry["from"], entry["author_id"]), entry["ticket_id"], entry["text"]
            assert stored == (sent.who, sent.ticket_id, sent.text), f"sent {sent}, stored {entry}"


def check_real_time(sends, acks):
    """What was acked before another message was sent stands before it: one order, and the one that people lived through."""
    seq_of = {ack.client_id: ack.seq for ack in acks}
    events = sorted(
        [(ack.at, 0, ack.seq) for ack in acks]
        + [(sent.at, 1, seq_of[sent.client_id]) for sent in sends if sent.client_id in seq_of])
    newest = 0
    for at, is_send, seq in events:
        if is_send:
            assert seq > newest, f"sent at {at}, after {newest} had been acked, and stands at {seq}"
        else:
            newest = max(newest, seq)


def check_chat(log):
    """Presence and picks as the log tells them: an agent writes only while they have the ticket, one agent has it, and a
    customer writes into a paused chat only on purpose."""
    chat, assignee = "waiting", None
    for entry in log:
        match entry["type"]:
            case "assigned":
                assert chat != "live" or assignee == entry["staff_id"] or entry.get("previous") == assignee, (
                    f"picked from {assignee}: {entry}")
                chat, assignee = "live", entry["staff_id"]
            case "unassigned":
                chat, assignee = "waiting", None
            case "staff_offline":
                assert (chat, assignee) == ("live", entry["staff_id"]), f"was not there: {entry}"
                chat = "paused"
            case "status" if entry["status"] in ("resolved", "closed"):
                chat = "ended"
            case "status" if entry["was"] == "resolved":
                chat, assignee = "waiting", None
            case "message" if entry["from"] == "staff":
                assert (chat, assignee) == ("live", entry["author_id"]), f"{chat}, {assignee}: {entry}"
            case "message":
                assert chat != "paused" or entry.get("offline"), f"written to an empty chair: {entry}"


def check_picks(log, picks):
    """A pick that was granted is in the log; one that was refused names who had it, and they had it."""
    had = [entry["staff_id"] for entry in log if entry["type"] == "assigned"]
    for pick in picks:
        if pick.answer["success"]:
            assert pick.staff_id in had, f"granted and not stored: {pick}"
        elif pick.answer["code"] == "already_picked":
            assert pick.answer["by"]["staff_id"] in had, f"lost to nobody: {pick}"


def check_receipts(receipts, by_role):
    """Every entry that ever arrived is the one that is stored under its number, for everyone the same."""
    for receipt in receipts:
        log, seq = by_role[receipt.who[0]], receipt.entry["seq"]
        assert seq <= len(log), f"received and not stored: {receipt}"
        assert receipt.entry == log[seq - 1], f"received {receipt.entry}, stored {log[seq - 1]}"


def check_complete(who, log, receipts, acks):
    """No gap: what came, with one's own acked messages, is the whole log, up to what everybody's leaving wrote."""
    seqs = {receipt.entry["seq"] for receipt in receipts if receipt.who == who}
    seqs |= {ack.seq for ack in acks if ack.who == who}
    newest = len(log)
    while newest and is_leaving(log[newest - 1]) and newest not in seqs:
        newest -= 1
    missing = set(range(1, newest + 1)) - seqs
    assert not missing, f"{who} never got {sorted(missing)} of {len(log)}"


def is_leaving(entry):
    """Written when an agent's last connection has been gone for the grace: on a slow machine before the log is read."""
    return entry["type"] == "staff_offline" or entry.get("code") == "staff_offline"
