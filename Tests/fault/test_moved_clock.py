"""Somebody sets the machine's clock two days ahead or back (G3, G6): the log's times do not go back, and whatever waits
for a span of time, and not for a date, notices nothing."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from harness.api import expect_error
from harness.company import Company
from harness.history import History, check_log
from harness.moved_clock import MovedClock
from harness.page import all_write_on, chats, check, finish
from harness.server import GRACE_MS
from harness.world import World

DAYS = {"+2d": timedelta(days=2), "-2d": timedelta(days=-2), "+0": timedelta()}
GRACE_SECONDS = GRACE_MS / 1000
AUTO_CLOSE_SECONDS = 2


@pytest.fixture
def clock(tmp_path):
    return MovedClock(tmp_path)


def has_moved(client, offset):
    """The server's own word for the time: without it these tests would test nothing."""
    off = datetime.fromisoformat(client.hello["at"]) - datetime.now(UTC) - DAYS[offset]
    return abs(off) < timedelta(minutes=5)


@pytest.mark.cases("moves", short=[["+2d", "-2d"]], long=[["+2d"], ["-2d"], ["+2d", "-2d", "+0"] * 3])
def test_those_who_write_notice_nothing(make_server, clock, moves):
    world, history = World(make_server(environment={**clock.environment, "BECKON_PING_INTERVAL_MS": "300"})), History()
    idle, agent, ticket_id = world.chat()
    pages = chats(world, history, 2, pause=0.01)
    for move in moves:
        all_write_on(history, pages)
        clock.move(move)
        assert has_moved(world.user(), move)
        all_write_on(history, pages)
    idle.expect_none("staff_offline", seconds=GRACE_SECONDS + 1)
    agent.alive()
    finish(pages)
    logs = check(world, history, pages)
    assert all(page.connection == 1 for page in pages), "somebody was cut off"
    assert not history.shown, history.shown
    # A clock that goes back must not take the log along: that is checked for every log by its times.
    assert all(len(log) > 20 for log in logs.values())
    world.close()


@pytest.mark.parametrize("move", ["+2d", "-2d"])
def test_presence_is_a_matter_of_seconds_and_not_of_the_date(make_server, clock, move):
    world = World(make_server(environment={**clock.environment, "BECKON_PING_INTERVAL_MS": "300"}))
    user, staff, ticket_id = world.chat()
    clock.move(move)
    assert has_moved(world.user(), move)
    began = time.monotonic()
    staff.cut()
    user.expect("staff_offline", ticket_id=ticket_id, seconds=GRACE_SECONDS + 4)
    assert time.monotonic() - began >= GRACE_SECONDS * 0.8, "the grace was not given"
    back = world.again(staff).online().picks(ticket_id)
    assert back.command("message", ticket_id=ticket_id, text="I am back")
    check_log(user.http.entries(ticket_id))
    world.close()


def test_a_clock_that_went_back_stands_behind_the_log_after_a_restart_too(make_server, clock):
    world = World(make_server(environment=clock.environment))
    user, staff, ticket_id = world.chat()
    clock.move("-2d")
    world.server.restart()
    back = world.again(user)
    assert has_moved(back, "-2d")
    back.command("message", ticket_id=ticket_id, text="Two days ago", offline=True)
    check_log(back.http.entries(ticket_id))
    world.close()


def test_a_session_ends_by_the_date_and_a_new_one_begins(make_server, clock):
    company = Company(make_server(mode="serve", environment=clock.environment))
    dana = company.agent("Dana")
    clock.move("-2d")
    assert dana.get("/api/v1/me")["id"] == dana.me["id"], "nobody is signed out by a clock that went back"
    clock.move("+2d")
    expect_error(dana.request("GET", "/api/v1/me"), 401, "not_authenticated")
    again = company.login("Dana")
    assert company.socket(again).online()
    company.close()


def test_tickets_close_when_their_time_has_come_and_not_before(make_server, clock):
    seconds = str(AUTO_CLOSE_SECONDS)
    world = World(make_server(environment={**clock.environment, "BECKON_AUTO_CLOSE_SECONDS": seconds}))
    user, staff, ticket_id = world.chat()
    clock.move("-2d")
    staff.command("set_status", ticket_id=ticket_id, status="resolved")
    user.expect("status", ticket_id=ticket_id, status="resolved")
    user.expect_none("status", seconds=AUTO_CLOSE_SECONDS * 2, ticket_id=ticket_id, status="closed")
    clock.move("+2d")
    user.expect("status", ticket_id=ticket_id, status="closed", seconds=AUTO_CLOSE_SECONDS * 3)
    log = check_log(user.http.entries(ticket_id))
    assert [entry["by"] for entry in log if entry["type"] == "status"][-1] == "clock"
    assert user.http.ticket(ticket_id)["status"] == "closed"
    world.close()
