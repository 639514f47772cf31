"""A WebSocket client that keeps what it got until a test asks for it."""

import itertools
import json
import socket
import struct
import time
import uuid

import websockets
from websockets.sync.client import connect

from .contract import check_frame

SECONDS = 5.0
MESSAGE_BYTES_MAX = 4 << 20
ENTRY_TYPES = {
    "ticket_created", "message", "system", "assigned", "unassigned", "staff_offline", "status", "priority", "note",
    "rated", "follow_up", "hidden", "damaged",
}


class Refused(Exception):
    """The server answered a command with an error frame."""

    def __init__(self, frame):
        super().__init__(f"{frame.get('code')}: {frame.get('message')}")
        self.frame, self.code = frame, frame.get("code")


class Closed(Exception):
    """The server closed the connection; `code` is None when it was cut without a close frame."""

    def __init__(self, code, reason):
        super().__init__(f"closed {code} {reason}")
        self.code, self.reason = code, reason


def new_id():
    return str(uuid.uuid4())


def matches(frame, fields):
    for name, wanted in fields.items():
        value = frame.get(name)
        if not (wanted(value) if callable(wanted) else value == wanted):
            return False
    return True


class Client:
    """`expect` takes the first frame that fits out of what came, and leaves the others for later."""

    def __init__(self, url, *, token=None, headers=None, origin=None, hello=True):
        self.url = url
        self.waiting = []  # frames that no expect took yet, in the order of arrival
        self.log = []  # every frame that ever came, (seconds, frame)
        self._pings = itertools.count(1)
        self.socket = connect(
            url, origin=origin, additional_headers=headers or {}, compression=None, proxy=None, open_timeout=15,
            ping_interval=None, close_timeout=2, max_size=MESSAGE_BYTES_MAX, max_queue=None, legacy=True)
        self.hello = None
        if token is not None:
            self.send("auth", token=token)
        if hello:
            self.hello = self.expect("hello", seconds=10)

    # Sending

    def send(self, type, **fields):
        self.send_raw(json.dumps({"type": type, **fields}, ensure_ascii=False))

    def send_raw(self, text):
        try:
            self.socket.send(text)
        except websockets.ConnectionClosed as closed:
            # What came before the close is still to be read.
            while self._take(0):
                pass
            raise self._closed(closed) from None

    def command(self, type, seconds=SECONDS, **fields):
        """Sends with a client_id and returns the ack, or raises Refused."""
        client_id = fields.pop("client_id", None) or new_id()
        self.send(type, client_id=client_id, **fields)
        return self.answer(client_id, seconds)

    def answer(self, client_id, seconds=SECONDS):
        frame = self.expect(lambda type: type in ("ack", "error"), seconds=seconds, client_id=client_id)
        if frame["type"] == "error":
            raise Refused(frame)
        return frame

    def refused(self, type, **fields):
        """The error frame that answers a command; fails if it was accepted."""
        try:
            ack = self.command(type, **fields)
        except Refused as refused:
            return refused.frame
        raise AssertionError(f"{type} was accepted: {ack}")

    def say(self, ticket_id, text, **fields):
        """A message, sent again for as long as the server asks for patience."""
        client_id = fields.pop("client_id", None) or new_id()
        while True:
            try:
                return self.command("message", ticket_id=ticket_id, text=text, client_id=client_id, **fields)
            except Refused as refused:
                if refused.code != "rate_limited":
                    raise
                time.sleep(refused.frame.get("retry_after_ms", 200) / 1000)

    def open_ticket(self, text="Where is my order?", **fields):
        return self.command("create_ticket", text=text, **fields)["ticket_id"]

    # An agent's ways

    def online(self):
        self.send("status", status="online")
        self.expect("status_updated", status="online")
        return self

    def offline(self):
        self.send("status", status="offline")
        self.expect("status_updated", status="offline")
        return self

    def watch(self):
        """From now on the desk's lists; returns the first counts."""
        self.send("watch", on=True)
        return self.expect("counts")

    def pick(self, ticket_id, seconds=SECONDS):
        """The answer, whichever it is."""
        self.send("pick_ticket", ticket_id=ticket_id)
        return self.expect("ticket_picked", seconds=seconds, ticket_id=ticket_id)

    def picks(self, ticket_id):
        answer = self.pick(ticket_id)
        assert answer["success"] is True, answer
        return self

    # Receiving

    def _take(self, seconds):
        """One more frame from the socket into `waiting`, or None when `seconds` passed."""
        try:
            data = self.socket.recv(timeout=max(0.0, seconds))
        except TimeoutError:
            return None
        except websockets.ConnectionClosed as closed:
            raise self._closed(closed) from None
        assert isinstance(data, str), "the server sent a binary message"
        frame = json.loads(data)
        assert isinstance(frame, dict) and isinstance(frame.get("type"), str), f"not a frame: {data}"
        check_frame(frame)
        self.waiting.append(frame)
        self.log.append((time.monotonic(), frame))
        return frame

    @staticmethod
    def _closed(closed):
        frame = closed.rcvd
        return Closed(frame.code if frame else None, frame.reason if frame else "")

    def next(self, seconds):
        """The next frame, whatever it is, or None when none came within `seconds`."""
        if not self.waiting and self._take(seconds) is None:
            return None
        return self.waiting.pop(0)

    def expect(self, type, seconds=SECONDS, **fields):
        """The first frame of this type with these fields; a callable field is asked."""
        wanted = {"type": type, **fields}
        deadline = time.monotonic() + seconds
        looked_at = 0
        while True:
            while looked_at < len(self.waiting):
                if matches(self.waiting[looked_at], wanted):
                    return self.waiting.pop(looked_at)
                looked_at += 1
            left = deadline - time.monotonic()
            if self._take(left) is None and time.monotonic() >= deadline:
                shown = {name: "…" if callable(value) else value for name, value in wanted.items()}
                raise AssertionError(f"no {shown} within {seconds} s; waiting: {self.waiting[-20:]}")

    def expect_none(self, type, seconds, **fields):
        """Fails if such a frame is there or comes within `seconds`."""
        wanted = {"type": type, **fields}
        deadline = time.monotonic() + seconds
        while True:
            found = [frame for frame in self.waiting if matches(frame, wanted)]
            assert not found, f"unwanted: {found}"
            if self._take(deadline - time.monotonic()) is None:
                return

    def expect_close(self, code, seconds=SECONDS):
        deadline = time.monotonic() + seconds
        try:
            while time.monotonic() < deadline:
                self._take(deadline - time.monotonic())
        except Closed as closed:
            codes = code if isinstance(code, tuple) else (code,)
            assert closed.code in codes, f"closed with {closed.code} {closed.reason!r}, not {codes}"
            return closed
        raise AssertionError(f"still open after {seconds} s")

    def drain(self):
        """Everything that has come by the answer to a ping."""
        self.alive()
        taken, self.waiting = self.waiting, []
        return taken

    def alive(self, seconds=SECONDS):
        """The connection still answers."""
        self.send("ping")
        self.expect("pong", seconds=seconds)

    def sync(self, ticket_id, after=0, seconds=SECONDS):
        """(entries after N, the `synced` or `resync` frame)."""
        self.send("sync", ticket_id=ticket_id, after=after)
        end = self.expect(
            lambda type: type in ("synced", "resync", "error"), seconds=seconds, ticket_id=ticket_id)
        assert end["type"] != "error", end
        by_seq = {}
        for frame in self.waiting:
            if is_entry(frame, ticket_id) and frame["seq"] > after:
                assert by_seq.setdefault(frame["seq"], frame) == frame, "one number, two entries"
        self.waiting = [frame for frame in self.waiting if not is_entry(frame, ticket_id)]
        return [by_seq[seq] for seq in sorted(by_seq)], end

    def entries(self, ticket_id):
        """All entries of a ticket that ever came to this connection, in the order of arrival."""
        return [frame for _, frame in self.log if is_entry(frame, ticket_id)]

    # Ending

    def close(self):
        self.socket.close()

    def cut(self):
        """Ends the TCP connection without a close frame, as a dead network's peer would see it at best."""
        raw = self.socket.socket
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raw.shutdown(socket.SHUT_RDWR)
        raw.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def is_entry(frame, ticket_id):
    return frame["type"] in ENTRY_TYPES and frame.get("ticket_id") == ticket_id and "seq" in frame
