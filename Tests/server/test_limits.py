"""Rows of docs/limits.md that no other file looks at: what happens one step beyond."""

import pytest

from harness.api import expect_error
from harness.raw import TEXT, frame

SOCKETS_OF_A_PERSON = 50


def test_sockets_of_one_person(world):
    path = f"/ws/user/{world.name('many')}"
    for _ in range(SOCKETS_OF_A_PERSON):
        world.raw(path).open().receive_until(TEXT)
    assert world.raw(path).open().close_code() == 4429
    world.raw().open().receive_until(TEXT)  # somebody else


def test_a_flood_of_frames_is_refused_and_then_cut_off(make_server):
    from harness.world import World

    world = World(make_server(arguments=["--empty"]))
    raw = world.raw().open()
    raw.receive_until(TEXT)
    flood = frame(TEXT, b'{"type":"ping"}') * 1_000
    raw.send(flood)
    refused = answered = 0
    while (got := raw.receive())[0] == TEXT:
        refused += b"rate_limited" in got[1]
        answered += 1
        if answered % 1_000 == 0:
            raw.send(flood)  # on a slow machine so many of one flood had their turn that it was none
    assert int.from_bytes(got[1][:2], "big") == 4429
    assert refused >= 200, "200 in a row: on a slow machine one in between may have its turn"
    world.close()


@pytest.mark.parametrize(("name", "headers"), [
    ("a header too long", {"X-Long": "x" * 17_000}),
    ("headers too long together", {f"X-{n}": "x" * 9_000 for n in range(4)}),
    ("too many headers", {f"X-{n}": "x" for n in range(101)}),
])
def test_a_head_beyond_the_limit_is_refused(world, name, headers):
    raw = world.raw("/api/v1/me")
    raw.socket.settimeout(5)  # less than a silent peer is given
    try:
        status, _ = raw.request(Upgrade=None, Connection=None, **headers)
    except (EOFError, ConnectionError):
        return
    assert status in (400, 431)


@pytest.mark.parametrize("query", ["tickets?limit=101", "tickets/{ticket_id}/entries?limit=501"])
def test_a_page_beyond_the_limit(world, query):
    _, staff, ticket_id = world.chat()
    answer = staff.http.request("GET", "/api/v1/" + query.format(ticket_id=ticket_id))
    expect_error(answer, 400, "bad_request")


def test_going_online_brings_so_many_tickets(fresh):
    user = fresh.user()
    for number in range(201):
        user.send("create_ticket", text=f"Question {number}")
    for _ in range(201):
        user.expect("ticket_created")
    staff = fresh.staff(online=False)
    staff.send("status", status="online")
    for _ in range(200):
        staff.expect("new_ticket")
    staff.expect_none("new_ticket", 1)
