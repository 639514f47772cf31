"""A person whose page mends itself as the real ones do: an outbox, a backoff with jitter, resume after the last number."""

import contextlib
import random
import threading
import time

import websockets

from .client import ENTRY_TYPES, Closed, new_id
from .waiting import until

FIRST_DELAY_SECONDS, LONGEST_DELAY_SECONDS = 0.1, 1.0
RETRY_SECONDS = 0.2
FINAL_SECONDS = 60.0
# As in web/shared/outbox.js: the page sends again by itself, and nobody is shown anything.
PASSING = {"rate_limited", "store_unavailable", "draining", "internal"}
LOST = (Closed, OSError, TimeoutError, EOFError, websockets.InvalidHandshake, websockets.ConnectionClosed)


class Page(threading.Thread):
    """Writes one message after the other into its ticket until it is told to finish, and tells `history` everything."""

    def __init__(self, world, history, role, id, ticket_id, *, pause=0.0, text="n"):
        super().__init__(daemon=True)
        self.world, self.history, self.who, self.ticket_id = world, history, (role, id), ticket_id
        self.pause, self.text = pause, text
        self.last, self.own = 0, set()  # everything up to `last` is here; `own`: acked beyond it
        self.item = None  # (client_id, text): sent, or to be sent again
        self.not_before = 0.0
        self.latencies, self.closes, self.going_away = [], [], []
        self.refused = []  # codes of errors that the page mends by itself
        self.connection = self.failures = self.number = 0
        self.delay_asked = None
        self.picking = self.is_synced = False
        self.failure = None
        self.is_quiet = threading.Event()  # it writes no more, and its last message is acked
        self._be_quiet, self._leave = threading.Event(), threading.Event()
        self.has_everything = False

    def be_quiet(self):
        self._be_quiet.set()

    def result(self):
        """Lets everything arrive that others wrote, and ends it."""
        self._leave.set()
        self.join(FINAL_SECONDS)
        assert not self.is_alive(), f"{self.who} is not done: at {self.last}, outbox {self.item}, {self.closes[-3:]}"
        if self.failure:
            raise self.failure
        return self

    def run(self):
        try:
            while not self.has_everything:
                try:
                    self._talk()
                except LOST as lost:
                    self.closes.append(lost)
                    self.failures += 1
                    time.sleep(self._delay())
        except BaseException as failure:  # of the checker: told by `result`
            self.failure = failure
            self.is_quiet.set()

    def _delay(self):
        asked, self.delay_asked = self.delay_asked, None
        if asked is not None:
            return asked
        longest = min(FIRST_DELAY_SECONDS * 2 ** min(self.failures, 10), LONGEST_DELAY_SECONDS)
        return random.uniform(longest / 2, longest)

    def _talk(self):
        """One connection, from hello to its end."""
        self.connection += 1
        self.is_synced = self.picking = False
        client = self.world.connect(*self.who)
        try:
            self.failures = 0
            if client.hello.get("status") == "offline":
                client.send("status", status="online")
                client.send("pick_ticket", ticket_id=self.ticket_id)
                self.picking = True
            self._sync(client)
            is_leaving = False
            if self.item:
                self._write(client)
            while not (is_leaving and self.is_synced):
                if self._leave.is_set() and not is_leaving:
                    is_leaving = True
                    self._sync(client)
                self._write_next(client)
                frame = client.next(self._patience())
                if frame:
                    self._take(client, frame)
            self.has_everything = True
        except LOST:
            # What came before the end counts: an ack may be among it, or when to come back.
            with contextlib.suppress(*LOST):
                while client.waiting:
                    self._take(client, client.waiting.pop(0))
            raise
        finally:
            client.close()

    def _patience(self):
        longest = 0.05 if self._be_quiet.is_set() else 0.5
        return max(0.001, min(longest, self.not_before - time.monotonic())) if self.not_before else longest

    def _write_next(self, client):
        if self.picking or not self.is_synced or time.monotonic() < self.not_before:
            return
        if self.item is None and self._be_quiet.is_set():
            self.is_quiet.set()
        elif self.item is None:
            self.item = (new_id(), f"{self.who[1]} {self.number} {self.text}")
            self.number += 1
            self._write(client)
        elif self.not_before:
            self._write(client)

    def _write(self, client):
        client_id, text = self.item
        self.not_before = 0.0
        self._sent_at = time.monotonic()
        self.history.sent(self.who, self.ticket_id, client_id, text)
        client.send("message", ticket_id=self.ticket_id, text=text, client_id=client_id)

    def _sync(self, client):
        self.is_synced = False
        client.send("sync", ticket_id=self.ticket_id, after=self.last)

    def _take(self, client, frame):
        kind = frame["type"]
        if kind == "ack" and self.item and frame["client_id"] == self.item[0]:
            self.history.acked(self.who, frame)
            self.latencies.append(time.monotonic() - self._sent_at)
            self.item = None
            self.not_before = time.monotonic() + self.pause if self.pause else 0.0
            self._have(frame["seq"])
        elif kind == "error":
            self._refused(frame)
        elif kind == "ticket_picked":
            self.history.picked(self.who[1], self.ticket_id, frame)
            self.picking = False
        elif kind == "going_away":
            self.going_away.append(frame)
            self.delay_asked = frame["reconnect_after_ms"] / 1000
        elif kind == "synced" and frame["ticket_id"] == self.ticket_id:
            assert self.last >= frame["seq"], f"{self.who}: synced at {frame['seq']}, and only {self.last} is here"
            self.is_synced = True
        elif kind == "resync" and frame["ticket_id"] == self.ticket_id:
            for entry in client.http.entries(self.ticket_id, after=self.last):
                self._entry(client, entry)
            self._sync(client)
        elif kind in ENTRY_TYPES and frame.get("ticket_id") == self.ticket_id:
            self._entry(client, frame)

    def _refused(self, frame):
        if frame["code"] not in PASSING:
            self.history.was_shown(self.who, frame)
            self.item = None if self.item and frame.get("client_id") == self.item[0] else self.item
            return
        self.refused.append(frame["code"])
        self.not_before = time.monotonic() + frame.get("retry_after_ms", RETRY_SECONDS * 1000) / 1000

    def _entry(self, client, entry):
        self.history.received(self.who, self.connection, entry)
        self._have(entry["seq"])
        # A gap may stand only while an answer to `sync` is under way, which closes it.
        if entry["seq"] > self.last and self.is_synced and self.item is None:
            self._sync(client)

    def _have(self, seq):
        self.own.add(seq)
        while self.last + 1 in self.own:
            self.last += 1
            self.own.discard(self.last)


def all_have_written(history, pages, count):
    until(
        f"everyone has been acked {count} times",
        lambda: all(history.ack_count(page.who) >= count for page in pages), FINAL_SECONDS)


def all_write_on(history, pages, count=5):
    """Each is acked so many times from now on."""
    counts = {page.who: history.ack_count(page.who) for page in pages}
    until(
        f"everyone has been acked {count} times more",
        lambda: all(history.ack_count(page.who) >= counts[page.who] + count for page in pages), FINAL_SECONDS)


def finish(pages):
    """Ends them all: first all are quiet, then all get what is left. Fails if one of them cannot."""
    for page in pages:
        page.be_quiet()
    for page in pages:
        assert page.is_quiet.wait(FINAL_SECONDS), f"{page.who} is not quiet: outbox {page.item}, {page.closes[-3:]}"
    return [page.result() for page in pages]


def chats(world, history, count, **more):
    """So many customers and agents who talk to each other, all the time, each pair in a ticket of its own."""
    pages = []
    for _ in range(count):
        user, staff, ticket_id = world.chat()
        for client in (user, staff):
            pages.append(Page(world, history, client.role, client.id, ticket_id, **more))
            pages[-1].start()
            client.close()
    return pages


def check(world, history, pages):
    """After `finish`: the whole history against what is stored. Returns the logs."""
    staff = world.person("staff", "checker")
    owner = {page.ticket_id: page.who for page in pages if page.who[0] == "user"}

    def read(role, ticket_id):
        return (staff if role == "staff" else world.person(*owner[ticket_id])).entries(ticket_id)

    assert history.acks, "nothing was acked: this tests nothing"
    return history.check(read, complete=[(page.who, page.ticket_id) for page in pages])
