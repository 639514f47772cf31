"""What keeps other sites out: origins, CSRF, headers."""

import pytest

from harness.api import Person, expect
from harness.company import PASSWORD
from harness.raw import RawSocket


def evil_origins(server):
    return [
        "https://evil.example", "null", f"{server.base}.evil.example", f"http://evil.example:{server.port}",
        f"https://127.0.0.1:{server.port}", f"http://127.0.0.1:{server.port + 1}", f"http://localhost.evil:{server.port}",
        "http://127.0.0.1", "", "file://",
    ]


def test_sockets_of_other_origins_are_refused_before_the_upgrade(company):
    dana = company.agent("Dana")
    path = f"/ws/staff/{dana.me['id']}"
    for origin in evil_origins(company.server):
        with RawSocket(company.server, path, {"Cookie": dana.cookie_header}) as raw:
            status, _ = raw.request(Origin=origin)
            assert status == 403, origin
    with RawSocket(company.server, path, {"Cookie": dana.cookie_header}) as raw:
        assert raw.request()[0] == 403, "a cookie without an origin"
    with RawSocket(company.server, path, {"Cookie": dana.cookie_header}) as raw:
        assert raw.request(Origin=company.server.base)[0] == 101


def test_customers_sockets_of_other_origins_are_refused(company):
    mia = company.visitor()
    for origin in evil_origins(company.server):
        with RawSocket(company.server, f"/ws/user/{mia.me['id']}") as raw:
            assert raw.request(Origin=origin)[0] == 403, origin
    with RawSocket(company.server, f"/ws/user/{mia.me['id']}") as raw:
        assert raw.request()[0] == 101, "a program without a cookie has no origin"


def test_sockets_of_other_origins_are_refused_in_the_demo_as_well(world):
    for path in ("/ws/user/mia", "/ws/staff/dana"):
        with RawSocket(world.server, path) as raw:
            assert raw.request(Origin="https://evil.example")[0] == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
def test_another_site_cannot_act_with_the_cookie(company, origin):
    dana = company.agent("Dana")
    for method, path, body in [
        ("PATCH", "/api/v1/me", {"name": "Mallory"}),
        ("POST", "/api/v1/commands", {"type": "status", "status": "online"}),
        ("POST", "/api/v1/logout", {}),
    ]:
        answer = dana.request(method, path, body, headers={"Origin": origin})
        assert answer.status_code == 403, (path, answer.text)
    assert dana.get("/api/v1/me")["name"] == "Dana"


def test_a_form_cannot_act(company):
    dana = company.agent("Dana")
    answer = dana.request(
        "POST", "/api/v1/logout", content="a=b", headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code in (400, 415)
    expect(dana.request("GET", "/api/v1/me"), 200)


def test_reading_changes_nothing(company):
    dana = company.agent("Dana")
    for path in ("/api/v1/logout", "/api/v1/login", "/api/v1/commands", "/api/v1/setup?token=x&name=x"):
        assert dana.request("GET", path).status_code < 500
    expect(dana.request("GET", "/api/v1/me"), 200)


def policy(answer):
    found = {}
    for part in answer.headers["content-security-policy"].split(";"):
        name, *values = part.split()
        found[name] = values
    return found


def test_headers_of_the_desk(company):
    answer = expect(company.admin.request("GET", "/desk"), 200)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"]
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    rules = policy(answer)
    assert rules["frame-ancestors"] == ["'none'"]
    assert_strict(rules)
    assert rules.get("require-trusted-types-for") == ["'script'"]


def assert_strict(rules):
    scripts = rules.get("script-src", rules.get("default-src"))
    styles = rules.get("style-src", rules.get("default-src"))
    for values in (scripts, styles):
        assert values is not None
        assert not set(values) & {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:", "data:"}
    assert rules.get("object-src", rules["default-src"]) == ["'none'"]


def test_headers_of_the_other_pages(company):
    for path in ("/", "/setup?token=x"):
        answer = company.admin.request("GET", path)
        assert answer.status_code in (200, 404), path
        if answer.status_code == 200:
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert_strict(policy(answer))


def test_headers_of_the_api(company):
    answer = company.admin.request("GET", "/api/v1/me")
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in answer.headers["cache-control"]
    assert "access-control-allow-origin" not in answer.headers


def test_the_inbox_says_who_may_embed_the_widget(company):
    company.admin.change("inbox", "main", origins=["https://shop.example"])
    frame = company.admin.request("GET", "/widget/frame")
    assert frame.headers["content-security-policy"].endswith("frame-ancestors https://shop.example")
    company.admin.change("inbox", "sales", name="Sales", origins=["https://sales.example"])
    frame = company.admin.request("GET", "/widget/frame?inbox=sales")
    assert frame.headers["content-security-policy"].endswith("frame-ancestors https://sales.example")
    assert company.admin.get("/api/v1/inbox", inbox="sales")["name"] == "Sales"
    assert company.admin.get("/api/v1/inbox", inbox="nothing")["id"] == "main"


def test_a_password_is_never_in_the_log(company):
    dana = company.agent("Dana")
    Person(company.server).post("/api/v1/login", {"email": "dana@shop.example", "password": "wrong but secret"})
    mia = company.visitor()
    socket = company.socket(mia)
    socket.open_ticket("a very private text")
    company.server.stop()
    log = company.server.output()
    for secret in (PASSWORD, "wrong but secret", "a very private text", mia.token, *dana.cookies.values()):
        assert secret not in log
