"""The server ends and comes back while people write (G1, G3, G9): pages reconnect, and nobody is shown anything."""

import pytest

from harness.history import History, check_log, texts
from harness.page import all_have_written, chats, check, finish


@pytest.mark.cases("restarts", short=[2], long=[10])
@pytest.mark.parametrize("end", ["terminate", "kill"])
def test_a_restart_under_load_is_seen_by_nobody(fresh, restarts, end):
    history = History()
    pages = chats(fresh, history, 4, pause=0.01)
    for number in range(1, restarts + 1):
        all_have_written(history, pages, number * 10)
        getattr(fresh.server, end)()
        status = fresh.server.wait()
        assert end == "kill" or status == 0, fresh.server.output()
        fresh.server.start(fresh.server.port)
    all_have_written(history, pages, restarts * 10 + 10)
    finish(pages)
    check(fresh, history, pages)
    assert not history.shown, f"somebody was shown an error: {history.shown}"
    assert all(page.connection > restarts for page in pages), "somebody was never cut off"
    if end == "terminate":
        assert all(len(page.going_away) == restarts for page in pages), "told to come back, each time"


@pytest.mark.cases("rounds", short=[2], long=[20])
def test_fifty_repeats_across_a_kill_stand_once(fresh, rounds):
    user, staff, ticket_id = fresh.chat()
    for number in range(rounds):
        message = {"ticket_id": ticket_id, "text": f"Once {number}", "client_id": f"same-{number}"}
        before = [fresh.again(user) for _ in range(25)]
        for client in before:
            client.send("message", **message)
        fresh.server.kill()
        fresh.server.start(fresh.server.port)
        after = [fresh.again(user) for _ in range(25)]
        if number == 0:
            fresh.again(staff).online().pick(ticket_id)
        for client in after:
            client.send("message", offline=True, **message)
        acks = {(ack["seq"], ack["at"]) for ack in (client.answer(message["client_id"]) for client in after)}
        assert len(acks) == 1, acks
        log = check_log(fresh.person("user", user.id).entries(ticket_id))
        assert texts(log).count(message["text"]) == 1
        for client in after:
            client.close()
