"""Beckon with a long history: its start, and what it answers with 1,000,000 tickets against 1,000."""

import http.client
import json
import random
import shutil
import statistics
import subprocess
import sys
import time

from . import workplace
from .figures import at_most

SMALL, LARGE = 1000, 1_000_000
REQUESTS = 200
SENT_TO = 40
FIRST_NUMBER = 1001


def make(cache, tickets):
    """A data directory with so many tickets, made once and kept; the server's own additions to it are few."""
    directory = cache / str(tickets)
    made = directory / "made"
    if made.exists():
        return directory
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    maker = workplace.ROOT / ".build/release/beckon-benchmarks"
    if not maker.exists():
        sys.exit("build it first: swift build -c release --product beckon-benchmarks")
    done = subprocess.run([str(maker), "data", str(directory), str(tickets)], check=True, capture_output=True, text=True)
    print(done.stdout.strip(), file=sys.stderr)
    made.touch()
    return directory


def warm(directory):
    """Brings the files into the kernel's cache, so that Beckon is measured and not what the disk has at hand."""
    for path in directory.glob("*.sqlite*"):
        with path.open("rb") as file:
            while file.read(1 << 22):
                pass


class Asker:
    """Requests over one connection that stays open."""

    def __init__(self, running, tickets):
        self.connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
        self.tickets = tickets
        self.random = random.Random(11)
        self.sent = 0
        self.waiting = self.get("/api/v1/tickets?chat=waiting&limit=100")["tickets"][:SENT_TO]
        self.page = self.get("/api/v1/tickets?status=closed&limit=50")["next"]
        if len(self.waiting) < SENT_TO or not self.page:
            raise RuntimeError("the data is not as it should be")

    def request(self, method, path, who="staff:dana", body=None):
        headers = {"X-Beckon-Demo": who}
        if body is not None:
            headers["Content-Type"] = "application/json"
        self.connection.request(method, path, body=body and json.dumps(body), headers=headers)
        response = self.connection.getresponse()
        answer = response.read()
        if response.status not in (200, 201):
            raise RuntimeError(f"{method} {path}: {response.status} {answer[:200]}")
        return answer

    def get(self, path, who="staff:dana"):
        return json.loads(self.request("GET", path, who))

    def any_number(self):
        return FIRST_NUMBER + self.random.randrange(self.tickets)

    def any_closed_index(self):
        return self.random.randrange(self.tickets // 2)

    # What is timed: each returns a call without arguments.

    def list(self, query):
        return lambda: self.request("GET", f"/api/v1/tickets?{query}&limit=50")

    def next_page(self):
        return lambda: self.request("GET", f"/api/v1/tickets?status=closed&limit=50&cursor={self.page}")

    def own_tickets(self):
        customer = f"user:c{self.any_closed_index() // 4}"
        # Whom the demo does not know is stored, and synced, on their first request: that is not what is asked here.
        self.request("GET", "/api/v1/me", customer)
        return lambda: self.request("GET", "/api/v1/tickets?limit=50", customer)

    def search(self):
        query = f"/api/v1/tickets?q=R{self.any_closed_index()}&limit=50"
        return lambda: self.request("GET", query)

    def ticket(self):
        path = f"/api/v1/tickets/{self.any_number()}"
        return lambda: self.request("GET", path)

    def entries(self):
        path = f"/api/v1/tickets/{self.get(f'/api/v1/tickets/{self.any_number()}')['ticket']['ticket_id']}/entries"
        return lambda: self.request("GET", path)

    def send(self):
        ticket = self.waiting[self.sent % SENT_TO]
        self.sent += 1
        path, who = f"/api/v1/tickets/{ticket['ticket_id']}/messages", f"user:{ticket['user_id']}"
        body = {"text": "x" * 64, "client_id": f"bench-{time.time_ns()}"}
        return lambda: self.request("POST", path, who, body)


KINDS = {
    "list-all": ("list: all that is not closed", lambda asker: asker.list("list=all")),
    "list-waiting": ("list: waiting", lambda asker: asker.list("list=waiting")),
    "list-mine": ("list: mine", lambda asker: asker.list("list=mine")),
    "list-pending": ("list: pending", lambda asker: asker.list("list=pending")),
    "list-closed": ("list: closed", lambda asker: asker.list("status=closed")),
    "list-closed-2": ("list: closed, second page", lambda asker: asker.next_page()),
    "list-own": ("list: a customer's own", lambda asker: asker.own_tickets()),
    "search": ("search: an order's number", lambda asker: asker.search()),
    "ticket": ("read: a ticket by its number", lambda asker: asker.ticket()),
    "entries": ("read: a ticket's entries", lambda asker: asker.entries()),
    "send": ("send: a message, durable", lambda asker: asker.send()),
}


def timed(call):
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1e6


def medians(make_call, askers):
    """The median time of each asker's requests; they take turns."""
    times = [[] for _ in askers]
    for _ in range(REQUESTS):
        for asker, list_of_times in zip(askers, times):
            list_of_times.append(timed(make_call(asker)))
    return [statistics.median(list_of_times) for list_of_times in times]


def large(run):
    for server in run.of("beckon"):
        measure(run, server)


def measure(run, server):
    small_data, large_data = make(run.options.data_cache, SMALL), make(run.options.data_cache, LARGE)
    start = run.figures.row("start-large", f"start → ready, {LARGE:,} tickets, 10 entries each", "ms", at_most(200))
    warm(large_data)
    memory = run.figures.row("memory-large", "· resident memory then", "MiB")
    for _ in range(run.options.rounds):
        with run.figure(server, "start with many tickets"), server.start(large_data) as running:
            start.add(server.key, running.start_ms)
            memory.add(server.key, running.resident_kib() / 1024)
    with run.figure(server, "many tickets"), server.start(small_data) as little, server.start(large_data) as much:
        askers = [Asker(little, SMALL), Asker(much, LARGE)]
        for key, (title, make_call) in KINDS.items():
            ratio = run.figures.row(f"large-{key}", f"{title}: p50 with {LARGE:,} tickets ÷ with {SMALL:,}", "×", at_most(1.2), digits=2)
            time_of = run.figures.row(f"large-{key}-p50", f"· p50 with {LARGE:,}", "µs")
            for _ in range(min(run.options.rounds, 3)):
                small, big = medians(make_call, askers)
                ratio.add(server.key, big / small)
                time_of.add(server.key, big)
