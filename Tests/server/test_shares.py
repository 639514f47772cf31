"""Limits are a person's, and a customer's address's, whatever number of sockets and requests they come by."""

import json
import time

import pytest

from harness.api import Person
from harness.client import Client
from harness.company import Company

AT_ONCE, PER_SECOND = 100, 20
ADDRESS_AT_ONCE, ADDRESS_PER_SECOND = 300, 60
READS_AT_ONCE, READS_PER_SECOND = 300, 50


@pytest.fixture
def behind_proxy(make_server):
    company = Company(make_server(mode="serve", environment={"BECKON_TRUSTED_PROXIES": "127.0.0.1"}))
    yield company
    company.close()


def flood(sockets, ticket_id, each):
    """All send at once: how many were taken, and in how many seconds."""
    began = time.monotonic()
    for number in range(each):
        for index, socket in enumerate(sockets):
            socket.send("message", ticket_id=ticket_id, text="x", client_id=f"{index}-{number}")
    answers = [socket.expect(lambda type: type in ("ack", "error"), seconds=30, client_id=f"{index}-{number}")
               for index, socket in enumerate(sockets) for number in range(each)]
    taken = [answer for answer in answers if answer["type"] == "ack"]
    for answer in answers:
        assert answer["type"] == "ack" or (answer["code"] == "rate_limited" and answer["retry_after_ms"] > 0), answer
    return len(taken), time.monotonic() - began


def test_ten_sockets_of_one_person_are_one_person(company):
    mia = company.visitor()
    sockets = [company.socket(mia) for _ in range(10)]
    ticket_id = sockets[0].open_ticket()
    taken, seconds = flood(sockets, ticket_id, 60)
    assert AT_ONCE * 0.9 <= taken <= AT_ONCE + seconds * PER_SECOND + 1, (taken, seconds)

    refused = [mia.post(f"/api/v1/tickets/{ticket_id}/messages", {"text": "over HTTP"}) for _ in range(30)]
    codes = {answer.status_code for answer in refused}
    assert 429 in codes, "HTTP is no way around"
    answer = next(answer for answer in refused if answer.status_code == 429)
    assert int(answer.headers["retry-after"]) >= 1

    other = company.socket(company.visitor())
    assert other.open_ticket(), "others are not concerned"


def test_bytes_are_counted_as_well(company):
    mia = company.visitor()
    sockets = [company.socket(mia) for _ in range(3)]
    ticket_id = sockets[0].open_ticket()
    began, taken = time.monotonic(), 0
    for number in range(30):
        for index, socket in enumerate(sockets):
            socket.send_raw(json.dumps({"type": "message", "ticket_id": ticket_id, "text": "x", "client_id": f"{index}-{number}",
                                        "more": "y" * 60_000}))
    for number in range(30):
        for index, socket in enumerate(sockets):
            answer = socket.expect(lambda type: type in ("ack", "error"), seconds=30, client_id=f"{index}-{number}")
            taken += answer["type"] == "ack"
    most = (1 << 20) + (time.monotonic() - began) * (256 << 10)
    assert 10 <= taken <= most / 60_000 + 1


def test_customers_of_one_address_share_its_limit(behind_proxy):
    company = behind_proxy
    people = [company.visitor() for _ in range(5)]

    def socket(person, address):
        url = f"{company.server.ws}/ws/user/{person.me['id']}"
        client = Client(url, token=person.token, headers={"X-Forwarded-For": address})
        company.clients.append(client)
        return client

    sockets = [socket(person, "192.0.2.7") for person in people]
    tickets = [client.open_ticket() for client in sockets]
    began = time.monotonic()
    for number in range(90):
        for index, client in enumerate(sockets):
            client.send("message", ticket_id=tickets[index], text="x", client_id=f"{number}")
    answers = [client.expect(lambda type: type in ("ack", "error"), seconds=30, client_id=f"{number}")
               for client in sockets for number in range(90)]
    taken = sum(answer["type"] == "ack" for answer in answers)
    most = ADDRESS_AT_ONCE + (time.monotonic() - began) * ADDRESS_PER_SECOND + 1
    assert taken <= most, (taken, most)
    assert socket(company.visitor(), "192.0.2.8").open_ticket(), "another address is not concerned"


def test_reads_have_a_limit(company):
    mia, kim = company.visitor(), company.visitor()
    began = time.monotonic()
    answers = [mia.request("GET", "/api/v1/tickets") for _ in range(900)]
    seconds = time.monotonic() - began
    taken = sum(answer.status_code == 200 for answer in answers)
    assert taken <= READS_AT_ONCE + seconds * READS_PER_SECOND + 1
    if taken < 900:
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert int(refused.headers["retry-after"]) >= 1
        assert refused.json()["error"]["code"] == "rate_limited"
    kim.get("/api/v1/tickets")


def test_without_limits_nobody_is_refused(world):
    user = world.user()
    sockets = [user] + [world.again(user) for _ in range(3)]
    taken, _ = flood(sockets, user.open_ticket(), 100)
    assert taken == 400
    person = Person(world.server, demo=f"user:{user.id}")
    assert all(person.request("GET", "/api/v1/tickets").status_code == 200 for _ in range(400))
