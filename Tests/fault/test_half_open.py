"""A network dies without a word (G6): within 30 s presence is true again, and the customers are told."""

import time

import pytest

from harness.company import Company
from harness.history import check_log, systems
from harness.network import Network
from harness.server import GRACE_MS

PONG_SECONDS, PROMISED_SECONDS = 5.0, 30.0


@pytest.fixture
def network():
    with Network() as network:
        yield network


@pytest.mark.cases("ping_ms", short=[1000], long=[1000, None])
def test_an_agent_whose_network_died_is_offline_within_the_promise(make_server, network, ping_ms):
    environment = {"BECKON_PING_INTERVAL_MS": str(ping_ms)} if ping_ms else {"BECKON_PRESENCE_GRACE_MS": "5000"}
    company = Company(make_server(mode="serve", host=network.here, environment=environment))
    dana, kim, mia = company.agent("Dana"), company.agent("Kim"), company.visitor("Mia")
    user = company.socket(mia)
    ticket_id = user.open_ticket()
    far = network.inside(lambda: company.socket(dana)).online()
    far.picks(ticket_id)
    user.expect("system", code="staff_joined", ticket_id=ticket_id)
    near = company.socket(kim).online()
    near.watch()
    far.command("message", ticket_id=ticket_id, text="I have it")

    network.cut()
    began = time.monotonic()
    user.expect("staff_offline", ticket_id=ticket_id, seconds=PROMISED_SECONDS + 1)
    took = time.monotonic() - began
    if ping_ms:
        assert took < ping_ms / 1000 + PONG_SECONDS + GRACE_MS / 1000 + 2, took
    assert took < PROMISED_SECONDS
    near.expect("staff", staff_id=dana.me["id"], online=False)
    assert user.http.ticket(ticket_id)["chat"] == "paused", "from which the composer's lock follows"
    assert user.refused("message", ticket_id=ticket_id, text="Hello?")["code"] == "chat_paused"
    agents = {agent["staff_id"]: agent["online"] for agent in kim.get("/api/v1/agents")["agents"]}
    assert (agents[dana.me["id"]], agents[kim.me["id"]]) == (False, True)
    near.expect("new_ticket", ticket=lambda ticket: ticket["ticket_id"] == ticket_id)

    network.mend()
    back = network.inside(lambda: company.socket(dana)).online()
    assert back.refused("message", ticket_id=ticket_id, text="I am back")["code"] == "must_repick"
    back.picks(ticket_id)
    assert "staff_reconnected" in systems(check_log(user.http.entries(ticket_id)))
    company.close()


def test_a_customer_whose_network_died_is_seen_as_away_and_misses_nothing(make_server, network):
    company = Company(make_server(mode="serve", host=network.here, environment={"BECKON_PING_INTERVAL_MS": "1000"}))
    dana, mia = company.agent("Dana"), company.visitor("Mia")
    user = network.inside(lambda: company.socket(mia))
    ticket_id = user.open_ticket()
    staff = company.socket(dana).online()
    staff.watch()
    staff.picks(ticket_id)
    seq = user.expect("system", code="staff_joined", ticket_id=ticket_id)["seq"]

    network.cut()
    sent = [staff.command("message", ticket_id=ticket_id, text=f"n {number}")["seq"] for number in range(5)]
    staff.expect("user_presence", user_id=mia.me["id"], online=False, seconds=PROMISED_SECONDS)
    network.mend()
    back = network.inside(lambda: company.socket(mia))
    staff.expect("user_presence", user_id=mia.me["id"], online=True)
    entries, _ = back.sync(ticket_id, seq)
    assert [entry["seq"] for entry in entries] == sent
    company.close()
