"""Faults in two lengths: `--long` (make fault) runs every case, without it each fault is tried once or a few times (make test)."""

import os
import shutil

import pytest

from harness.world import World


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="every case and the full numbers")


@pytest.fixture
def is_long(request):
    return request.config.getoption("--long")


def pytest_generate_tests(metafunc):
    """`@pytest.mark.cases("name", short=[…], long=[…])` is a parametrize with two lengths."""
    for mark in metafunc.definition.iter_markers("cases"):
        cases = mark.kwargs["long" if metafunc.config.getoption("--long") else "short"]
        metafunc.parametrize(mark.args[0], cases)


def needs(*programs, root=False):
    """Skips, and says why, where this machine lacks what the fault is made with."""
    for program in programs:
        if not shutil.which(program):
            pytest.skip(f"needs the program {program}: run Scripts/install test")
    if root and os.geteuid() != 0:
        pytest.skip("needs root")


@pytest.fixture
def traced():
    needs("strace")


@pytest.fixture
def people(make_server):
    """Makes a world on a server of its own: `people(mode=…, environment=…, prefix=…)`."""
    worlds = []

    def make(prefix=(), **more):
        server = make_server(start=False, **more).start(prefix=prefix)
        worlds.append(World(server))
        return worlds[-1]

    yield make
    for world in worlds:
        world.close()
