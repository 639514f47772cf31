"""A logout while that session's sockets are signing in leaves none of them alive (G10)."""

import json
import threading

import pytest
import websockets
from websockets.sync.client import connect

from harness.api import Person, expect
from harness.company import Company

ROUNDS, SOCKETS = 40, 6
OUT_SECONDS = 10


@pytest.fixture
def company(make_server):
    company = Company(make_server(mode="serve", environment={"BECKON_RATE_LIMITS": "false"}))
    yield company
    company.close()


def open_socket(url, **more):
    return connect(url, compression=None, proxy=None, open_timeout=15, ping_interval=None, legacy=True, **more)


def raced(company, url, auth, log_out, **more):
    """Sockets that are connected sign in while the session is logged out; how each of them ended."""
    sockets = [open_socket(url, **more) for _ in range(SOCKETS)] if auth else []
    start = threading.Barrier(SOCKETS + 1)
    codes = [None] * SOCKETS

    def sign_in(index):
        start.wait()
        try:
            socket = sockets[index] if auth else open_socket(url, **more)
            if auth:
                socket.send(json.dumps({"type": "auth", "token": auth}))
            while True:
                socket.recv(timeout=OUT_SECONDS)
        except websockets.ConnectionClosed as closed:
            codes[index] = closed.rcvd.code if closed.rcvd else None
        except websockets.InvalidStatus as invalid:
            codes[index] = invalid.response.status_code
        except TimeoutError:
            codes[index] = "alive"

    threads = [threading.Thread(target=sign_in, args=[index]) for index in range(SOCKETS)]
    for thread in threads:
        thread.start()
    start.wait()
    log_out()
    for thread in threads:
        thread.join()
    return codes


def test_customers_sockets_that_sign_in_during_the_logout(company):
    for _ in range(ROUNDS):
        visitor = company.visitor()
        codes = raced(
            company, f"{company.server.ws}/ws/user/{visitor.me['id']}", visitor.token,
            lambda visitor=visitor: expect(visitor.request("POST", "/api/v1/logout", {}), 204))
        assert set(codes) == {4401}, codes


def test_agents_sockets_that_sign_in_during_the_logout(company):
    company.hire("Dana")
    for _ in range(ROUNDS // 4):
        dana = company.login("Dana")
        codes = raced(
            company, f"{company.server.ws}/ws/staff/{dana.me['id']}", None,
            lambda dana=dana: expect(dana.request("POST", "/api/v1/logout", {}), 204),
            origin=company.server.base, additional_headers={"Cookie": dana.cookie_header})
        assert set(codes) <= {4401, 401}, codes


def test_a_long_poll_that_waits_brings_nothing_after_the_logout(company):
    visitor, agent = company.visitor(), company.agent("Dana")
    ticket = visitor.post("/api/v1/tickets", {"text": "Hello"}, status=201).json()["ticket"]
    poller = Person(company.server, token=visitor.token)
    answers = []
    poll = threading.Thread(target=lambda: answers.append(poller.request(
        "GET", f"/api/v1/tickets/{ticket['ticket_id']}/entries", params={"after": ticket["seq"], "wait": 25})))
    poll.start()
    staff = company.socket(agent).online()
    expect(visitor.request("POST", "/api/v1/logout", {}), 204)
    staff.picks(ticket["ticket_id"])
    poll.join()
    assert answers[0].status_code == 401, answers[0].text
