"""Fixtures of the tests over real sockets."""

import pytest

from harness.company import Company


@pytest.fixture
def company(make_server):
    company = Company(make_server(mode="serve"))
    yield company
    company.close()
