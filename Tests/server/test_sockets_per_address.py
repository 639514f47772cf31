"""One address has so many sockets and no more; whom a trusted proxy names is counted, not the proxy."""

import json

import pytest

from harness.company import Company
from harness.raw import CLOSE, TEXT, RawSocket, frame
from harness.waiting import until


@pytest.fixture
def doors(make_server):
    company = Company(make_server(mode="serve", environment={
        "BECKON_SOCKETS_PER_ADDRESS": "2", "BECKON_TRUSTED_PROXIES": "127.0.0.1"}))
    doors = Doors(company)
    yield doors
    doors.close()


class Doors:
    def __init__(self, company):
        self.company, self.mia, self.open = company, company.visitor(), []

    def opened(self, address):
        """The socket, and the first that was heard on it: a hello, or the code it was closed with."""
        raw = RawSocket(self.company.server, f"/ws/user/{self.mia.me['id']}", {"X-Forwarded-For": address}).open()
        self.open.append(raw)
        raw.send(frame(TEXT, json.dumps({"type": "auth", "token": self.mia.token}).encode()))
        opcode, payload = raw.receive()
        assert opcode in (TEXT, CLOSE)
        return raw, "hello" if opcode == TEXT else int.from_bytes(payload[:2], "big")

    def close(self):
        for raw in self.open:
            raw.close()
        self.company.close()


def test_no_more_than_the_limit_and_room_again_when_one_goes(doors):
    first, heard = doors.opened("192.0.2.1")
    assert heard == "hello"
    assert doors.opened("192.0.2.1")[1] == "hello"
    assert doors.opened("192.0.2.1")[1] == 4429
    assert doors.opened("192.0.2.2")[1] == "hello", "another address is not concerned"
    first.close()
    until("there is room again", lambda: doors.opened("192.0.2.1")[1] == "hello", 10)
    assert doors.opened("192.0.2.1")[1] == 4429


def test_what_stands_before_the_proxys_own_word_is_not_believed(doors):
    heard = [doors.opened(f"198.51.100.{n}, 192.0.2.1")[1] for n in range(3)]
    assert heard == ["hello", "hello", 4429]


def test_this_machine_is_not_counted(doors):
    """A proxy beside the server that nobody named as trusted must not make all people one."""
    heard = [doors.opened("127.0.0.1")[1] for _ in range(3)]
    assert heard == ["hello"] * 3


def test_an_ipv6_network_of_64_bits_is_one_address(doors):
    heard = [doors.opened(f"2001:db8::{n}")[1] for n in range(3)]
    assert heard == ["hello", "hello", 4429]
    assert doors.opened("2001:db8:0:1::1")[1] == "hello"
