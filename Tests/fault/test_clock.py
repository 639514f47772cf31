"""The wall clock jumps by two days while people write: order, presence, timers and sessions take no harm."""

import time
from datetime import datetime, timedelta, timezone

import pytest

from harness.api import expect_error
from harness.company import Company
from harness.history import History, check_log, systems
from harness.page import all_have_written, all_write_on, chats, check, finish
from harness.server import GRACE_MS
from harness.wall_clock import WallClock
from harness.waiting import until
from harness.world import World

JUMPS = [(2, 0), (-2, 0), (2, -2)]


def days_from_now(at):
    return (datetime.fromisoformat(at.replace("Z", "+00:00")) - datetime.now(timezone.utc)) / timedelta(days=1)


@pytest.fixture
def clock(tmp_path):
    return WallClock(tmp_path)


@pytest.mark.cases("jumps", short=JUMPS[:2], long=JUMPS)
def test_a_clock_that_jumps_breaks_no_order_and_nobodys_presence(make_server, clock, jumps):
    world, history = World(make_server(environment=clock.environment)), History()
    watcher = world.staff()
    pages = chats(world, history, 3, pause=0.02)
    user, staff, ticket_id = world.chat()
    all_have_written(history, pages, 5)
    highest = 0
    for jump in jumps:
        clock.set(jump)
        highest = max(highest, jump)
        all_write_on(history, pages)
        fresh = world.user()
        opened = fresh.open_ticket("What day is it?")
        assert abs(days_from_now(fresh.http.entries(opened)[0]["at"]) - jump) < 0.1, "the clock was set"
        seq = user.command("message", ticket_id=ticket_id, text=f"Day {jump}")["seq"]
        at = user.http.entries(ticket_id, after=seq - 1)[0]["at"]
        assert abs(days_from_now(at) - highest) < 0.1, "the log's time stays where it was, until the clock is there again"
        assert staff.http.ticket(ticket_id)["chat"] == "live"
        watcher.alive()
    staff.cut()
    user.expect("staff_offline", ticket_id=ticket_id, seconds=GRACE_MS / 1000 + 4)
    finish(pages)
    logs = check(world, history, pages)
    assert all("staff_offline" not in systems(log) for log in logs.values()), "nobody else was lost"
    assert all(page.connection == 1 for page in pages)
    assert not history.shown, history.shown
    check_log(user.http.entries(ticket_id))
    world.close()


@pytest.mark.cases("days", short=[-2], long=[2, -2])
def test_the_grace_of_a_lost_connection_is_a_matter_of_seconds(make_server, clock, days):
    world = World(make_server(environment={**clock.environment, "BECKON_PING_INTERVAL_MS": "300"}))
    user, staff, ticket_id = world.chat()
    clock.set(days)
    user.expect_none("staff_offline", seconds=GRACE_MS / 1000, ticket_id=ticket_id)
    began = time.monotonic()
    staff.cut()
    user.expect("staff_offline", ticket_id=ticket_id, seconds=GRACE_MS / 1000 + 4)
    assert time.monotonic() - began >= GRACE_MS / 1000 * 0.8, "the grace was not given"
    world.again(staff).online().picks(ticket_id)
    check_log(user.http.entries(ticket_id))
    world.close()


def test_a_server_that_starts_before_its_own_log_goes_on_after_it(make_server, clock):
    world = World(make_server(environment=clock.environment))
    user, staff, ticket_id = world.chat()
    clock.set(-2)
    world.server.restart()
    back = world.again(user)
    assert abs(days_from_now(back.hello["at"]) + 2) < 0.1, "the clock was set"
    back.command("message", ticket_id=ticket_id, text="Two days ago", offline=True)
    check_log(back.http.entries(ticket_id))
    world.close()


def test_a_resolved_ticket_is_closed_by_the_wall_clock(make_server, clock):
    world = World(make_server(environment={**clock.environment, "BECKON_AUTO_CLOSE_SECONDS": "2"}))
    (_, first), (user, second) = resolved(world), resolved(world, lambda: clock.set(-2))
    until("what was resolved by this clock is closed", lambda: user.http.ticket(second)["status"] == "closed", 15)
    reader = world.person("staff", "reader")
    assert reader.ticket(first)["status"] == "resolved", "for this clock it was not resolved yet"
    clock.set(0)
    until("so is what was resolved before", lambda: reader.ticket(first)["status"] == "closed", 15)
    for ticket_id in (first, second):
        check_log(reader.entries(ticket_id))
    world.close()


def resolved(world, before=lambda: None):
    before()
    user, staff, ticket_id = world.chat()
    staff.command("set_status", ticket_id=ticket_id, status="resolved")
    return user, ticket_id


def test_sessions_end_by_the_wall_clock(make_server, clock):
    """Two days are more than an agent may be silent (twelve hours), and less than a customer may."""
    company = Company(make_server(mode="serve", environment=clock.environment))
    dana, mia = company.agent("Dana"), company.visitor("Mia")
    clock.set(-2)
    assert dana.get("/api/v1/me") and mia.get("/api/v1/me"), "earlier ends nobody's session"
    clock.set(2)
    assert mia.get("/api/v1/me")
    expect_error(dana.request("GET", "/api/v1/me"), 401, "not_authenticated")
    company.close()
