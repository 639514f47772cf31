"""Servers for the tests: the real program, on a free loopback port, with a data directory of its own."""

import re

import pytest

from harness.server import Server
from harness.world import World


def safe(name):
    return re.sub(r"[^\w.-]+", "_", name)


@pytest.fixture
def make_server(tmp_path, request):
    """Makes servers that end with the test: `make_server(mode="serve", environment={…})`, started unless told."""
    made = []

    def make(mode="demo", start=True, data=None, **more):
        name = f"{safe(request.node.name)}-{len(made)}"
        server = Server(name, data or tmp_path / f"data-{len(made)}", mode=mode, **more)
        made.append(server)
        return server.start() if start else server

    yield make
    for server in made:
        server.stop()


@pytest.fixture(scope="module")
def demo(tmp_path_factory, request):
    """One empty demo for all tests of a file; they keep apart by the ids of their people."""
    server = Server(safe(request.module.__name__), tmp_path_factory.mktemp("demo") / "data").start()
    yield server
    server.stop()


@pytest.fixture
def world(demo):
    """People on the file's server."""
    world = World(demo)
    yield world
    world.close()


@pytest.fixture
def fresh(make_server):
    """People on a server that nobody else uses."""
    world = World(make_server())
    yield world
    world.close()
