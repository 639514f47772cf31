"""Request ids and W3C trace context: into the server, through to the commit's line in the log, and out again."""

import re

import pytest

from harness.waiting import until
from harness.world import World

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = f"00-{TRACE}-00f067aa0ba902b7-01"
RESPONSE = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-0[01]")
SECRET = "the-text-that-no-log-may-hold"


@pytest.fixture
def told(make_server):
    """A server that says all it knows."""
    world = World(make_server(environment={"BECKON_LOG_LEVEL": "debug"}))
    yield world
    world.close()


def line(server, *parts):
    def found():
        return next((line for line in server.lines if line and all(part in line for part in parts)), None)

    until(f"a line with {parts}", lambda: found() is not None)
    return found()


def test_a_trace_goes_in_through_the_log_and_out(told):
    user, _, ticket_id = told.chat()
    answer = user.http.request(
        "POST", f"/api/v1/tickets/{ticket_id}/messages", {"text": SECRET, "client_id": "traced-1"},
        headers={"traceparent": PARENT, "tracestate": "a=1"})
    assert answer.status_code == 201
    trace, span = RESPONSE.fullmatch(answer.headers["traceresponse"]).groups()
    assert trace == TRACE and span != "00f067aa0ba902b7"
    request_id = answer.headers["x-request-id"]
    assert f"trace_id={TRACE}" in line(told.server, " Request", request_id)
    committed = line(told.server, " Committed", request_id)
    assert f"trace_id={TRACE}" in committed and "entries=1" in committed
    assert SECRET not in told.server.output()


@pytest.mark.parametrize("header", [
    None, "", "00-0-0-01", PARENT.upper(), PARENT + "x", f"00-{'0' * 32}-00f067aa0ba902b7-01", "ff" + PARENT[2:],
])
def test_without_a_valid_one_a_trace_begins_here(world, header):
    headers = {} if header is None else {"traceparent": header}
    user = world.user()
    seen = set()
    for _ in range(2):
        answer = user.http.request("GET", "/api/v1/me", headers=headers)
        seen.add(RESPONSE.fullmatch(answer.headers["traceresponse"]).group(1))
    assert len(seen) == 2 and TRACE not in seen


def test_commands_over_a_socket_are_known_by_the_request_that_became_it(told):
    user = told.connect("user", told.name("traced"), headers={"traceparent": PARENT})
    request_id = user.socket.response.headers["X-Request-Id"]
    assert re.fullmatch("[0-9a-f]{32}", request_id)
    opened = line(told.server, "Socket signed in", request_id)
    assert f"trace_id={TRACE}" in opened and f"who=user:{user.id}" in opened
    user.send("create_ticket", text=SECRET, client_id="socket-1")
    user.expect("ack", client_id="socket-1")
    committed = line(told.server, " Committed", request_id)
    assert f"trace_id={TRACE}" in committed and "entries=3" in committed
    assert SECRET not in told.server.output()


def test_at_the_usual_level_commits_are_not_told(world):
    world.chat()
    assert "Committed" not in world.server.output()
