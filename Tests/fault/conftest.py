"""Faults in two lengths: `--long` (make fault) runs every case, without it each fault is tried once or a few times (make test)."""


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="every case and the full numbers")


def pytest_generate_tests(metafunc):
    """`@pytest.mark.cases("name", short=[…], long=[…])` is a parametrize with two lengths."""
    for mark in metafunc.definition.iter_markers("cases"):
        cases = mark.kwargs["long" if metafunc.config.getoption("--long") else "short"]
        metafunc.parametrize(mark.args[0], cases)
