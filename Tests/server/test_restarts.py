"""Ending, by signal and by force, loses nothing that was acked (G1, G9)."""

import re
import signal
import subprocess

import httpx
import pytest

from harness.client import Closed
from harness.history import History
from harness.page import chats, check, finish
from harness.server import Server
from harness.waiting import until
from harness.world import World

PAIRS = 4
# Everybody is back before anybody counts as absent: what is shown to people then is a fault of the restart.
ENVIRONMENT = {"BECKON_PRESENCE_GRACE_MS": "10000"}


@pytest.fixture
def talk(make_server):
    """Customers and agents who write all the time, and have begun: (server, finish)."""
    world, history = World(make_server(environment=ENVIRONMENT)), History()
    pages = chats(world, history, PAIRS)
    until("everyone has been acked ten times", lambda: all(history.ack_count(page.who) >= 10 for page in pages), 60)

    def end():
        finish(pages)
        check(world, history, pages)
        assert not history.shown, history.shown
        assert all(page.connection > 1 for page in pages), "somebody noticed nothing"
        return pages

    yield world.server, end
    world.close()


def test_a_drain_under_load_loses_nothing(talk):
    server, end = talk
    server.terminate()
    assert server.wait(30) == 0, server.output()
    server.start(server.port)
    for page in end():
        assert isinstance(page.closes[0], Closed) and page.closes[0].code == 1012, page.closes
        assert len(page.going_away) == 1
        assert 0 <= page.going_away[0]["reconnect_after_ms"] <= 60_000


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
def test_a_kill_under_load_loses_nothing(talk, round):
    server, end = talk
    server.kill()
    server.start(server.port)
    end()


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
