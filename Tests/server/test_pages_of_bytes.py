"""A page of entries ends at a mebibyte; who follows its last number gets everything."""

import pytest

PAGE_BYTES, ENVELOPE_BYTES = 1 << 20, 8 << 10
TEXT = "\U0001f600" * 8000
COUNT = 90


@pytest.fixture(scope="module")
def long(demo):
    from harness.world import World

    world = World(demo)
    user = world.user()
    ticket_id = user.open_ticket()
    for number in range(COUNT):
        user.say(ticket_id, f"{number} {TEXT}"[:8000])
    yield user, ticket_id
    world.close()


def page(user, ticket_id, **params):
    answer = user.http.request("GET", f"/api/v1/tickets/{ticket_id}/entries", params=params)
    assert answer.status_code == 200
    assert len(answer.content) <= PAGE_BYTES + ENVELOPE_BYTES
    return answer.json()


def test_forwards(long):
    user, ticket_id = long
    read, pages = [], 0
    while True:
        got = page(user, ticket_id, after=read[-1]["seq"] if read else 0, limit=500)
        assert got["entries"], "a page has at least one"
        read, pages = read + got["entries"], pages + 1
        if read[-1]["seq"] == got["seq"]:
            break
    assert [entry["seq"] for entry in read] == list(range(1, COUNT + 4))
    assert pages >= 3
    assert user.http.entries(ticket_id) == read


def test_backwards(long):
    user, ticket_id = long
    whole = user.http.entries(ticket_id)
    read = page(user, ticket_id, before=len(whole) + 1, limit=500)["entries"]
    assert read[-1] == whole[-1]
    while read[0]["seq"] > 1:
        read = page(user, ticket_id, before=read[0]["seq"], limit=500)["entries"] + read
    assert read == whole


def test_a_socket_gets_all_of_it(long, world):
    user, ticket_id = long
    entries, end = world.again(user).sync(ticket_id, 0, seconds=30)
    assert end["type"] == "synced"
    assert [entry["seq"] for entry in entries] == list(range(1, COUNT + 4))


def test_several_at_once_on_one_socket_come_whole_and_one_after_the_other(long, world):
    user, ticket_id = long
    socket = world.again(user)
    for _ in range(5):
        socket.send("sync", ticket_id=ticket_id, after=0)
    for _ in range(5):
        socket.expect("synced", ticket_id=ticket_id, seconds=30)
    seqs = [entry["seq"] for entry in socket.entries(ticket_id)]
    assert seqs == list(range(1, COUNT + 4)) * 5
    socket.alive()
