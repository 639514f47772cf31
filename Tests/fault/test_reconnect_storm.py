"""Everybody comes back at once after a restart (G4, G7, G9): all are caught up, and the server answers meanwhile."""

import time

import pytest

from harness.crowd import Crowd, needs_descriptors

BACK_SECONDS = 60


@pytest.mark.cases("count", short=[300], long=[300, 5000])
@pytest.mark.parametrize("end", ["terminate", "kill"])
def test_everybody_comes_back_after_a_restart(make_server, count, end, capsys):
    needs_descriptors(count)
    server = make_server()
    crowd = Crowd(server, f"crowd-{end}", count)
    try:
        crowd.open_tickets()
        getattr(server, end)()
        crowd.until_all_are_lost()
        server.wait()
        server.start(server.port)
        used = time.process_time()
        took = crowd.until_all_are_back(BACK_SECONDS)
        used = time.process_time() - used
        assert server.is_ready(), "it is not wedged"
        assert not crowd.refused, crowd.refused[:5]
        with capsys.disabled():
            print(f"\n{count} back after {end}: the last is caught up after {took:.2f} s, "
                  f"{crowd.connects - count} connections tried (of it this client's own work: {used:.2f} s)")
    finally:
        crowd.close()
