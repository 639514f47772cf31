"""Ending, by signal and by force, loses nothing that was acked (G1, G9)."""

import re
import signal
import subprocess
import threading
import time

import httpx
import pytest

from harness.client import Closed, Refused, new_id
from harness.history import check_acked, check_log, written
from harness.server import Server
from harness.waiting import until

TALKERS = 8


class Talker(threading.Thread):
    """Writes until it is cut off, and keeps what it sent and what was acked."""

    def __init__(self, client, ticket_id):
        super().__init__(daemon=True)
        self.client, self.ticket_id = client, ticket_id
        self.sent, self.acks, self.errors = {}, {}, []
        self.closed = None

    def run(self):
        number = 0
        try:
            while True:
                client_id, text = new_id(), f"{self.client.role} {number}"
                self.sent[client_id] = text
                try:
                    self.acks[client_id] = self.client.command(
                        "message", ticket_id=self.ticket_id, text=text, client_id=client_id)
                except Refused as refused:
                    if refused.code == "rate_limited":
                        time.sleep(refused.frame.get("retry_after_ms", 100) / 1000)
                    else:
                        self.errors.append(refused.frame)
                        if refused.code == "draining":
                            self.client.expect_close((1001, 1012), seconds=20)
                number += 1
        except Closed as closed:
            self.closed = closed


def load(world):
    """Customers and agents who write all the time, and have begun."""
    talkers = []
    for _ in range(TALKERS // 2):
        user, staff, ticket_id = world.chat()
        talkers += [Talker(user, ticket_id), Talker(staff, ticket_id)]
    for talker in talkers:
        talker.start()
    until("everyone has been acked ten times", lambda: all(len(talker.acks) >= 10 for talker in talkers), 60)
    return talkers


def check_everything(world, talkers):
    """After the restart: all that was acked is there, and what was not acked may be sent again and stands once."""
    for talker in talkers:
        reader = world.person(talker.client.role, talker.client.id)
        check_acked(check_log(reader.entries(talker.ticket_id)), talker.acks)
    for talker in talkers:
        client = world.again(talker.client)
        if talker.client.role == "staff":
            client.online().pick(talker.ticket_id)
    for talker in talkers:
        client = world.again(talker.client)
        unacked = {key: text for key, text in talker.sent.items() if key not in talker.acks}
        for client_id, text in unacked.items():
            client.say(talker.ticket_id, text, client_id=client_id)
        log = check_log(client.http.entries(talker.ticket_id))
        stored = [entry.get("client_id") for entry in written(log)]
        assert all(stored.count(client_id) == 1 for client_id in talker.sent)


def test_a_drain_under_load_loses_nothing(fresh):
    server, talkers = fresh.server, load(fresh)
    server.terminate()
    assert server.wait(30) == 0, server.output()
    for talker in talkers:
        talker.join(20)
        assert talker.closed and talker.closed.code == 1012, talker.closed
        going = [frame for _, frame in talker.client.log if frame["type"] == "going_away"]
        assert len(going) == 1
        assert 0 <= going[0]["reconnect_after_ms"] <= 60_000
        assert {frame["code"] for frame in talker.errors} <= {"draining"}
    server.start(server.port)
    check_everything(fresh, talkers)


def test_the_delays_of_going_away_differ(fresh):
    users = [fresh.user() for _ in range(20)]
    fresh.server.terminate()
    delays = {user.expect("going_away", seconds=10)["reconnect_after_ms"] for user in users}
    assert len(delays) > 5, "all would come back at once"


def test_a_draining_server_says_so(fresh):
    user = fresh.user()
    fresh.server.terminate()
    user.expect("going_away", seconds=10)
    try:
        answer = httpx.get(fresh.server.base + "/health/ready", timeout=2, trust_env=False)
    except httpx.TransportError:
        return  # gone already
    assert answer.status_code == 503


@pytest.mark.parametrize("round", range(3))
def test_a_kill_under_load_loses_nothing(fresh, round):
    server, talkers = fresh.server, load(fresh)
    server.kill()
    for talker in talkers:
        talker.join(20)
        assert talker.closed
    server.start(server.port)
    check_everything(fresh, talkers)


def test_after_a_kill_nobody_is_online_as_a_ghost(fresh):
    user, staff, ticket_id = fresh.chat()
    fresh.server.kill()
    fresh.server.start(fresh.server.port)
    back = fresh.again(user)
    until(
        "the ticket is paused, because its agent did not come back",
        lambda: back.http.ticket(ticket_id)["chat"] == "paused", 40)
    assert back.refused("message", ticket_id=ticket_id, text="Hello?")["code"] == "chat_paused"


def test_a_second_server_on_the_same_data_refuses(fresh):
    first = fresh.server
    second = Server("second", first.data)
    done = subprocess.run(
        second.command(0), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
    assert done.returncode not in (0, -signal.SIGABRT, -signal.SIGILL, -signal.SIGTRAP)
    output = done.stdout + done.stderr
    assert re.search(r"in use|already|locked|another", output, re.IGNORECASE), output
    assert "listening on" not in output
    fresh.user().open_ticket("The first goes on")
    assert first.process.poll() is None


def test_a_killed_servers_data_can_be_used_at_once(fresh):
    fresh.server.kill()
    fresh.server.start(fresh.server.port)
    assert fresh.user().open_ticket()


def test_a_taken_port_is_named(fresh):
    other = Server("other", fresh.server.data.parent / "other")
    done = subprocess.run(
        other.command(fresh.server.port), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
    assert done.returncode > 0
    assert str(fresh.server.port) in done.stdout + done.stderr


def test_the_demo_binds_to_loopback_only(tmp_path):
    demo = Server("public", tmp_path / "data")
    command = [part if part != "127.0.0.1" else "0.0.0.0" for part in demo.command(0)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
    assert done.returncode > 0
    assert "loopback" in (done.stdout + done.stderr).lower()


def test_sigint_ends_it_as_well(fresh):
    fresh.server.process.send_signal(signal.SIGINT)
    assert fresh.server.wait(20) == 0
