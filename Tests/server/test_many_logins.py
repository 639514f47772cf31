"""A flood of wrong logins from many addresses does not keep out whose account it is."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.api import Person, expect, expect_error
from harness.company import PASSWORD, Company, accept

ADDRESSES = 200
BOUND_SECONDS = 60  # on any machine: without a share of its own a login waits behind the flood, or for 15 minutes


@pytest.fixture
def company(make_server):
    """Behind a proxy that says where everybody comes from."""
    company = Company(make_server(mode="serve", environment={"BECKON_TRUSTED_PROXIES": "127.0.0.1"}))
    yield company
    company.close()


def login(person, address, email="ada@shop.example", password=PASSWORD):
    return person.request(
        "POST", "/api/v1/login", {"email": email, "password": password}, headers={"X-Forwarded-For": address})


def test_the_admin_gets_in_while_200_addresses_guess(company):
    browser = Person(company.server)
    browser.cookies = {name: value for name, value in company.admin.cookies.items() if "device" in name}
    assert browser.cookies, "no device cookie since the setup"
    over = threading.Event()
    statuses = []

    def guess(number):
        stranger = Person(company.server)
        while not over.is_set():
            answer = login(stranger, f"198.51.{number // 100}.{number % 100}", password="wrong password")
            statuses.append(answer.status_code)
            if answer.status_code == 429:
                expect_error(answer, 429, "rate_limited")
                assert int(answer.headers["retry-after"]) >= 1
                over.wait(0.2)

    with ThreadPoolExecutor(ADDRESSES) as pool:
        guesses = [pool.submit(guess, number) for number in range(ADDRESSES)]
        try:
            while len(statuses) < ADDRESSES:  # it is under way
                over.wait(0.05)
            began = time.monotonic()
            for _ in range(3):
                expect(login(browser, "192.0.2.77"), 200)
            took = time.monotonic() - began
        finally:
            over.set()
        for each in guesses:
            each.result()
    assert took < BOUND_SECONDS
    assert statuses.count(401) <= 12, "10 per account, and one in 90 s"


def test_on_an_unknown_device_the_owner_is_told_when_their_turn_comes(company):
    for number in range(30):
        login(Person(company.server), f"198.51.100.{number}", password="wrong password")
    owner = Person(company.server)
    first = login(owner, "192.0.2.77")
    expect_error(first, 429, "rate_limited")
    promised = int(first.headers["retry-after"])
    assert 1 <= promised <= 31 * 90
    for number in range(30):
        login(Person(company.server), f"198.51.100.{number}", password="wrong password")
    again = login(owner, "192.0.2.77")
    assert int(again.headers["retry-after"]) <= promised, "others pushed in"


def test_where_one_has_signed_in_before_one_gets_in_without_the_cookie(company):
    expect(login(Person(company.server), "192.0.2.77"), 200)
    for number in range(30):
        login(Person(company.server), f"198.51.100.{number}", password="wrong password")
    expect(login(Person(company.server), "192.0.2.77"), 200)
    expect_error(login(Person(company.server), "192.0.2.78"), 429, "rate_limited")


def test_a_device_that_is_known_for_one_agent_is_a_strangers_for_another(company):
    link = company.admin.post(
        "/api/v1/agents", {"email": "bo@shop.example", "name": "Bo"}, status=201).json()["link"]
    bo = accept(company.server, link["token"])
    for number in range(30):
        login(Person(company.server), f"198.51.100.{number}", password="wrong password")
    expect_error(login(bo, "192.0.2.77"), 429, "rate_limited")
    expect(login(bo, "192.0.2.77", email="bo@shop.example"), 200)
