"""The data directory goes away under a running server: that is noticed, said, and nothing is promised meanwhile."""

import shutil

import httpx
import pytest

from harness.client import Refused
from harness.waiting import until


def readiness(server):
    answer = httpx.get(server.base + "/health/ready", timeout=5, trust_env=False)
    return answer.status_code, answer.json()["status"]


def times_said(server, words):
    return server.output().count(words)


def test_a_renamed_directory_is_noticed_and_taken_up_again(fresh):
    server = fresh.server
    user, _, ticket_id = fresh.chat()
    aside = server.data.with_name("aside")
    server.data.rename(aside)
    # Nobody writes and nobody asks: it is noticed all the same.
    until("it is said", lambda: times_said(server, "The data is not at"), 10)
    until("it is not ready", lambda: readiness(server) == (503, "store_down"), 10)
    for _ in range(3):
        with pytest.raises(Refused) as refused:
            user.command("message", ticket_id=ticket_id, text="To nowhere")
        assert refused.value.code == "store_unavailable"
    assert not server.data.exists(), "nothing was made in its place"

    aside.rename(server.data)
    until("it is ready again", lambda: readiness(server) == (200, "ok"), 10)
    user.command("message", ticket_id=ticket_id, text="Stored")
    assert (times_said(server, "The data is not at"), times_said(server, "The data is at")) == (1, 1), "once each"
    server.restart()
    texts = [entry.get("text") for entry in fresh.again(user).http.entries(ticket_id)]
    assert texts.count("Stored") == 1 and "To nowhere" not in texts


def test_a_removed_directory_is_not_ready_and_ends_cleanly(fresh):
    server = fresh.server
    user, _, ticket_id = fresh.chat()
    shutil.rmtree(server.data)
    with pytest.raises(Refused) as refused:
        user.command("message", ticket_id=ticket_id, text="To nowhere")
    assert refused.value.code == "store_unavailable"
    until("it is not ready", lambda: readiness(server) == (503, "store_down"), 10)
    until("it is said", lambda: times_said(server, "The data is not at"), 10)
    server.terminate()
    assert server.wait(20) == 0, server.output()
    assert not (server.data / "beckon.sqlite").exists()
