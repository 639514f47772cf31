"""One address has so many sockets and no more; whom a trusted proxy names is counted, not the proxy."""

import pytest

from harness.raw import CLOSE, TEXT
from harness.waiting import until
from harness.world import World


@pytest.fixture
def world(make_server):
    world = World(make_server(arguments=["--empty"], environment={
        "BECKON_SOCKETS_PER_ADDRESS": "2", "BECKON_TRUSTED_PROXIES": "127.0.0.1"}))
    yield world
    world.close()


def opened(world, address):
    """The socket, and the first that was heard on it: a hello, or the code it was closed with."""
    raw = world.raw(headers={"X-Forwarded-For": address}).open()
    opcode, payload = raw.receive()
    assert opcode in (TEXT, CLOSE)
    return raw, "hello" if opcode == TEXT else int.from_bytes(payload[:2], "big")


def test_no_more_than_the_limit_and_room_again_when_one_goes(world):
    first, heard = opened(world, "192.0.2.1")
    assert heard == "hello"
    assert opened(world, "192.0.2.1")[1] == "hello"
    assert opened(world, "192.0.2.1")[1] == 4429
    assert opened(world, "192.0.2.2")[1] == "hello", "another address is not concerned"
    first.close()
    until("there is room again", lambda: opened(world, "192.0.2.1")[1] == "hello", 10)
    assert opened(world, "192.0.2.1")[1] == 4429


def test_what_stands_before_the_proxys_own_word_is_not_believed(world):
    heard = [opened(world, f"198.51.100.{n}, 192.0.2.1")[1] for n in range(3)]
    assert heard == ["hello", "hello", 4429]


def test_this_machine_is_not_counted(world):
    """A proxy beside the server that nobody named as trusted must not make all people one."""
    heard = [opened(world, "127.0.0.1")[1] for _ in range(3)]
    assert heard == ["hello"] * 3


def test_an_ipv6_network_of_64_bits_is_one_address(world):
    heard = [opened(world, f"2001:db8::{n}")[1] for n in range(3)]
    assert heard == ["hello", "hello", 4429]
    assert opened(world, "2001:db8:0:1::1")[1] == "hello"
