"""Thousands of customers in one thread: each with a ticket, reconnecting and resuming as the pages do."""

import json
import random
import resource
import selectors
import socket
import time

import pytest

from .raw import CLOSE, TEXT, frame

SPARE_DESCRIPTORS = 500
# As in web/shared/socket.js.
FIRST_DELAY_SECONDS, LONGEST_DELAY_SECONDS = 0.5, 15.0
UPGRADE = (
    "GET /ws/user/{} HTTP/1.1\r\nHost: {}:{}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")


def needs_descriptors(count):
    """Every connection is one; they are raised as far as this machine allows, for the server as well."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + SPARE_DESCRIPTORS
    if hard != resource.RLIM_INFINITY and hard < wanted:
        pytest.skip(f"needs {wanted} descriptors, and {hard} are allowed")
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class Customer:
    """One page: opens its ticket the first time, and resumes after the first entry each time after."""

    def __init__(self, id):
        self.id, self.ticket_id, self.seq = id, None, None
        self.socket, self.buffer, self.is_upgraded = None, bytearray(), False
        self.entries, self.failures, self.delay_asked = {}, 0, None
        self.is_caught_up = False


class Crowd:
    def __init__(self, server, prefix, count):
        needs_descriptors(count)
        self.server, self.selector = server, selectors.DefaultSelector()
        self.customers = [Customer(f"{prefix}-{number}") for number in range(count)]
        self.due = []  # (when, customer): who is to connect
        self.refused, self.connects = [], 0

    def open_tickets(self, at_once=100, seconds=300):
        """Everybody comes and opens a ticket, not more than so many at the same time."""
        waiting, under_way = list(self.customers), set()
        deadline = time.monotonic() + seconds
        while waiting or under_way:
            while waiting and len(under_way) < at_once:
                under_way.add(customer := waiting.pop())
                self._connect(customer)
            self._turn(0.1)
            under_way = {customer for customer in under_way if not customer.is_caught_up}
            assert time.monotonic() < deadline, f"{len(waiting) + len(under_way)} have no ticket yet"

    def until_all_are_lost(self, seconds=30):
        """Reads to the end of every connection; each then waits as a page waits."""
        deadline = time.monotonic() + seconds
        while any(customer.socket for customer in self.customers):
            self._turn(0.1, is_connecting=False)
            assert time.monotonic() < deadline, "some are still connected"

    def until_all_are_back(self, seconds):
        """Seconds from now until the last has everything."""
        began = time.monotonic()
        while not all(customer.is_caught_up for customer in self.customers):
            for _ in range(50):
                self._turn(0.05)
            missing = sum(not customer.is_caught_up for customer in self.customers)
            assert time.monotonic() < began + seconds, f"{missing} are not back after {seconds} s; {self.refused[-5:]}"
        return max(customer.caught_up_at for customer in self.customers) - began

    def close(self):
        for customer in self.customers:
            if customer.socket:
                customer.socket.close()
        self.selector.close()

    def _turn(self, seconds, is_connecting=True):
        now = time.monotonic()
        if is_connecting:
            due = [customer for when, customer in self.due if when <= now]
            self.due = [each for each in self.due if each[0] > now]
            for customer in due:
                self._connect(customer)
        for key, events in self.selector.select(seconds):
            self._ready(key.data, events)

    def _connect(self, customer):
        self.connects += 1
        customer.socket = socket.socket()
        customer.socket.setblocking(False)
        customer.buffer.clear()
        customer.is_upgraded = customer.is_caught_up = False
        customer.entries = {}
        customer.socket.connect_ex((self.server.host, self.server.port))
        self.selector.register(customer.socket, selectors.EVENT_WRITE, customer)

    def _ready(self, customer, events):
        try:
            if events & selectors.EVENT_WRITE:
                customer.socket.send(UPGRADE.format(customer.id, self.server.host, self.server.port).encode())
                self.selector.modify(customer.socket, selectors.EVENT_READ, customer)
                return
            data = customer.socket.recv(65536)
            if not data:
                raise ConnectionError("ended")
        except BlockingIOError:
            return
        except OSError:
            self._lost(customer)
            return
        customer.buffer += data
        self._read(customer)

    def _lost(self, customer):
        self.selector.unregister(customer.socket)
        customer.socket.close()
        customer.socket = None
        customer.is_caught_up = False
        asked, customer.delay_asked = customer.delay_asked, None
        ceiling = min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2 ** min(customer.failures, 10))
        customer.failures += 1
        self.due.append((time.monotonic() + (asked or random.uniform(ceiling / 2, ceiling)), customer))

    def _read(self, customer):
        buffer = customer.buffer
        if not customer.is_upgraded:
            end = buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            assert buffer.startswith(b"HTTP/1.1 101"), bytes(buffer[:200])
            del buffer[:end + 4]
            customer.is_upgraded = True
        while len(buffer) >= 2:
            size, start = buffer[1] & 0x7F, 2
            assert size < 127, "no frame for these is that long"
            if size == 126:
                size, start = int.from_bytes(buffer[2:4], "big"), 4
            if len(buffer) < start + size:
                return
            opcode, payload = buffer[0] & 0x0F, bytes(buffer[start:start + size])
            del buffer[:start + size]
            if opcode == TEXT:
                self._take(customer, json.loads(payload))
            elif opcode == CLOSE:
                assert int.from_bytes(payload[:2], "big") in (1001, 1011, 1012), payload

    def _send(self, customer, **fields):
        customer.socket.send(frame(TEXT, json.dumps(fields).encode()))

    def _take(self, customer, taken):
        match taken["type"]:
            case "hello" if customer.ticket_id is None:
                self._send(customer, type="create_ticket", text=f"I am {customer.id}", client_id=customer.id)
            case "hello":
                self._send(customer, type="sync", ticket_id=customer.ticket_id, after=1)
            case "ack":
                customer.ticket_id, customer.seq = taken["ticket_id"], taken["seq"]
                self._done(customer)
            case "going_away":
                customer.delay_asked = taken["reconnect_after_ms"] / 1000
            case "synced":
                missing = set(range(2, taken["seq"] + 1)) - set(customer.entries)
                assert not missing and taken["seq"] >= customer.seq, f"{customer.id} misses {missing}: {taken}"
                assert customer.entries[customer.seq]["text"] == f"I am {customer.id}"
                self._done(customer)
            case "error":
                self.refused.append(taken)
            case _ if "seq" in taken and taken.get("ticket_id") == customer.ticket_id:
                customer.entries[taken["seq"]] = taken

    @staticmethod
    def _done(customer):
        customer.is_caught_up, customer.failures = True, 0
        customer.caught_up_at = time.monotonic()
