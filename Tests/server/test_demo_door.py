"""The demo lets everybody in who is on this machine, and nobody whom a page or a proxy sends (DNS rebinding)."""

import httpx
import pytest

from harness.data import beckon
from harness.raw import RawSocket

FOREIGN = ["evil.com", "evil.com:{port}", "127.0.0.1.evil.com:{port}", "localhost.evil.com", "192.0.2.1:{port}", ""]
PROXIED = [
    {"X-Forwarded-For": "192.0.2.1"}, {"X-Forwarded-For": "127.0.0.1"}, {"X-Forwarded-For": ""},
    {"Forwarded": "for=192.0.2.1"}, {"X-Real-IP": "192.0.2.1"}, {"X-Forwarded-Host": "localhost"},
    {"Via": "1.1 x"}, {"X-Forwarded-Proto": "https"}, {"X-Forwarded-Anything": "1"}, {"CF-Connecting-IP": "192.0.2.1"},
    {"True-Client-IP": "192.0.2.1"}, {"X-Client-IP": "192.0.2.1"}, {"CDN-Loop": "x"}, {"Forwarded-For": "192.0.2.1"},
    {"X_Forwarded_For": "192.0.2.1"}, {"Ngrok-Trace-Id": "x"}, {"Tailscale-User-Login": "x"},
]
PATHS = ["/ws/user/mia", "/ws/staff/dana"]


def upgrade(server, path, headers, **changes):
    with RawSocket(server, path, headers) as raw:
        return raw.request(**changes)[0]


@pytest.mark.parametrize("host", FOREIGN)
def test_a_socket_under_a_foreign_name_is_refused_before_the_upgrade(demo, host):
    host = host.format(port=demo.port)
    for path in PATHS:
        for origin in (None, f"http://{host}", demo.base):
            assert upgrade(demo, path, {}, Host=host, Origin=origin) == 403, (path, origin)


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "127.0.0.2", "[::1]:{port}"])
def test_a_socket_under_a_name_of_this_machine_is_let_in(demo, host):
    host = host.format(port=demo.port)
    for origin in (None, f"http://{host}"):
        assert upgrade(demo, "/ws/user/mia", {}, Host=host, Origin=origin) == 101


@pytest.mark.parametrize("headers", PROXIED, ids=str)
def test_through_a_proxy_the_demo_refuses_with_words(demo, headers):
    for path in PATHS:
        assert upgrade(demo, path, headers) == 403
    for path in ("/", "/desk", "/api/v1/inbox", "/ws/user/mia", "/health/live"):
        answer = httpx.get(demo.base + path, headers={"X-Beckon-Demo": "staff:dana", **headers}, trust_env=False)
        assert answer.status_code == 403
        error = answer.json()["error"]
        assert error["code"] == "forbidden" and "proxy" in error["message"]


@pytest.mark.parametrize("host", FOREIGN[:-1])
def test_requests_under_a_foreign_name_are_refused_with_words(demo, host):
    headers = {"X-Beckon-Demo": "staff:dana", "Host": host.format(port=demo.port)}
    for path in ("/", "/desk", "/api/v1/me", "/api/v1/tickets"):
        answer = httpx.get(demo.base + path, headers=headers, trust_env=False)
        assert answer.status_code == 403 and "this machine" in answer.json()["error"]["message"]


def test_the_demo_has_no_public_url(tmp_path):
    status, said = beckon("demo", "--public-url", "https://help.example", "--data", tmp_path / "data")
    assert status != 0 and "leave out --public-url" in said, said
    assert not (tmp_path / "data").exists()


def test_nothing_of_this_stands_in_the_way_of_serve(company):
    mia = company.visitor()
    for headers in PROXIED:
        with RawSocket(company.server, f"/ws/user/{mia.me['id']}", headers) as raw:
            assert raw.request(Host="help.example")[0] == 101
    socket = company.socket(mia)
    assert socket.open_ticket("Hello?")
