"""Who is who: setup, agents, customers, and being out when one is out (G10)."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.api import Person, expect, expect_error
from harness.client import Client
from harness.company import PASSWORD
from harness.history import texts

OUT_SECONDS = 6


def test_the_setup_link_works_once(make_server):
    server = make_server(mode="serve")
    token = server.setup_token()
    person = Person(server)
    assert person.get("/api/v1/setup") == {"needed": True}
    body = {"name": "Ada", "email": "ada@shop.example", "password": PASSWORD}
    for wrong in ("x" * 43, token + " "):  # few, because guesses are counted
        expect_error(person.post("/api/v1/setup", {**body, "token": wrong}), 404, "not_found")
    expect_error(person.post("/api/v1/setup", {**body, "token": token, "password": ""}), 400, "bad_request")
    me = expect(person.post("/api/v1/setup", {**body, "token": token}), 201).json()["me"]
    assert (me["role"], me["name"], me["email"]) == ("admin", "Ada", "ada@shop.example")
    assert person.get("/api/v1/me")["id"] == me["id"]
    other = Person(server)
    assert other.get("/api/v1/setup") == {"needed": False}
    expect_error(other.post("/api/v1/setup", {**body, "email": "eve@x.example", "token": token}), 404, "not_found")
    server.restart()
    assert not any(line and "setup?token=" in line for line in server.lines)


def test_the_session_cookie(company):
    company.hire("Dana")
    answer = Person(company.server).post(
        "/api/v1/login", {"email": "dana@shop.example", "password": PASSWORD}, status=200)
    cookie, device = answer.headers.get_list("set-cookie")
    assert device.partition("=")[0].endswith("beckon-device")
    assert {"httponly", "path=/", "samesite=lax"} <= {part.strip().lower() for part in device.split(";")}
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert "httponly" in attributes
    assert "path=/" in attributes
    assert attributes & {"samesite=lax", "samesite=strict"}
    assert not any(part.startswith("domain=") for part in attributes)
    if cookie.startswith("__Host-"):
        assert "secure" in attributes


def test_wrong_credentials_look_alike(company):
    company.hire("Dana")
    known = Person(company.server).post("/api/v1/login", {"email": "dana@shop.example", "password": "wrong password"})
    unknown = Person(company.server).post("/api/v1/login", {"email": "nobody@shop.example", "password": "wrong password"})
    one = expect_error(known, 401, "wrong_credentials")
    two = expect_error(unknown, 401, "wrong_credentials")
    assert one["message"] == two["message"]
    assert not known.headers.get_list("set-cookie")


def test_guessing_is_slowed(company):
    company.hire("Dana")

    def guess(number):
        body = {"email": "dana@shop.example", "password": f"wrong password {number}"}
        return Person(company.server).post("/api/v1/login", body)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(guess, range(20)))
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) == {401, 429}
    assert statuses.count(401) <= 10
    for answer in answers:
        if answer.status_code == 429:
            expect_error(answer, 429, "rate_limited")
            assert int(answer.headers["retry-after"]) >= 1


def test_logout_closes_the_sockets_of_that_session(company):
    dana = company.agent("Dana")
    elsewhere = company.login("Dana")
    socket, other = company.socket(dana), company.socket(elsewhere)
    socket.online()
    expect(dana.request("POST", "/api/v1/logout", {}), 204)
    socket.expect_close(4401, seconds=OUT_SECONDS)
    expect_error(Person(company.server).request("GET", "/api/v1/me"), 401, "not_authenticated")
    other.alive()
    assert elsewhere.get("/api/v1/me")["id"] == dana.me["id"]


def test_a_session_that_ended_opens_nothing(company):
    dana = company.agent("Dana")
    old = dict(dana.cookies)
    expect(dana.request("POST", "/api/v1/logout", {}), 204)
    dana.cookies = old
    expect_error(dana.request("GET", "/api/v1/me"), 401, "not_authenticated")
    refused_socket(company, dana)


def refused_socket(company, person, id=None):
    """Not let in: refused at the upgrade, or closed with 4401 or 4403 before hello."""
    import websockets

    url = f"{company.server.ws}/ws/staff/{id or person.me['id']}"
    try:
        client = Client(url, origin=company.server.base, headers={"Cookie": person.cookie_header}, hello=False)
    except websockets.InvalidStatus as invalid:
        assert invalid.response.status_code in (401, 403)
        return
    client.expect_close((4401, 4403), seconds=OUT_SECONDS)
    assert not [frame for _, frame in client.log if frame["type"] == "hello"]


def test_a_disabled_agent_is_out(company):
    dana = company.agent("Dana")
    visitor = company.visitor()
    socket, customer = company.socket(dana).online(), company.socket(visitor)
    ticket_id = customer.open_ticket()
    socket.picks(ticket_id)
    customer.expect("assigned", ticket_id=ticket_id)
    expect(company.admin.request("PATCH", f"/api/v1/agents/{dana.me['id']}", {"disabled": True}), 200)
    socket.expect_close(4401, seconds=OUT_SECONDS)
    expect_error(dana.request("GET", "/api/v1/tickets"), 401, "not_authenticated")
    refused_socket(company, dana)
    answer = Person(company.server).post("/api/v1/login", {"email": "dana@shop.example", "password": PASSWORD})
    expect_error(answer, 401, "wrong_credentials")
    customer.expect("staff_offline", ticket_id=ticket_id, seconds=10)


def test_a_role_that_was_lost_is_lost_at_once(company):
    bo = company.agent("Bo", role="admin")
    settings = {"name": "Cy", "email": "cy@shop.example", "role": "agent"}
    expect(bo.post("/api/v1/agents", settings), 201)
    expect(company.admin.request("PATCH", f"/api/v1/agents/{bo.me['id']}", {"role": "agent"}), 200)
    answer = bo.post("/api/v1/agents", {**settings, "email": "di@shop.example"})
    assert answer.status_code in (401, 403)


def test_roles(company):
    dana = company.agent("Dana")
    expect_error(
        dana.post("/api/v1/agents", {"name": "X", "email": "x@x.example", "role": "admin"}),
        403, "forbidden")
    expect_error(dana.request("PATCH", f"/api/v1/agents/{dana.me['id']}", {"role": "admin"}), 403, "forbidden")
    mine = dana.request("PUT", "/api/v1/settings/inbox/main", {"name": "Mine"}, headers={"If-Match": '"0"'})
    expect_error(mine, 403, "forbidden")
    expect(dana.request("PATCH", "/api/v1/me", {"name": "Dana D.", "role": "admin"}), 200)
    assert dana.get("/api/v1/me")["role"] == "agent"


def test_an_email_stands_once(company):
    company.hire("Dana")
    body = {"name": "Dana", "email": "DANA@shop.example", "role": "agent"}
    expect_error(company.admin.post("/api/v1/agents", body), 409, "email_taken")


def test_without_an_identity_there_is_nothing(company):
    nobody = Person(company.server)
    for path in ("/api/v1/me", "/api/v1/tickets", "/api/v1/agents", "/api/v1/settings/inbox/main"):
        expect_error(nobody.request("GET", path), 401, "not_authenticated")
    expect_error(nobody.post("/api/v1/tickets", {"text": "x"}), 401, "not_authenticated")
    for value in ("Bearer", "Bearer x", "Bearer " + "x" * 43, "Bearer a b", "Basic eDp4"):
        answer = nobody.request("GET", "/api/v1/me", headers={"Authorization": value})
        expect_error(answer, 401, "not_authenticated")
    for demo in ("user:mia", "staff:dana", f"staff:{company.admin.me['id']}"):
        expect_error(Person(company.server, demo=demo).request("GET", "/api/v1/me"), 401, "not_authenticated")
    expect(nobody.request("GET", "/api/v1/inbox"), 200)


def test_a_socket_without_a_token_is_closed(company):
    visitor = company.visitor()
    silent = Client(f"{company.server.ws}/ws/user/{visitor.me['id']}", hello=False)
    silent.expect_close(4401, seconds=8)
    assert silent.log == []


@pytest.mark.parametrize("token", ["", "x", "x" * 43, 5, None])
def test_a_socket_with_a_wrong_token_is_closed(company, token):
    visitor = company.visitor()
    wrong = Client(f"{company.server.ws}/ws/user/{visitor.me['id']}", hello=False)
    wrong.send("auth", token=token)
    wrong.expect_close(4401, seconds=8)
    assert not [frame for _, frame in wrong.log if frame["type"] == "hello"]


def test_nothing_is_done_before_the_token(company):
    visitor = company.visitor()
    early = Client(f"{company.server.ws}/ws/user/{visitor.me['id']}", hello=False)
    early.send("create_ticket", text="Early")
    early.expect_close(4401, seconds=8)
    assert visitor.get("/api/v1/tickets")["tickets"] == []


def test_the_path_must_be_ones_own(company):
    mia, eve = company.visitor("Mia"), company.visitor("Eve")
    socket = Client(f"{company.server.ws}/ws/user/{mia.me['id']}", hello=False)
    socket.send("auth", token=eve.token)
    socket.expect_close(4403, seconds=8)
    dana, sam = company.agent("Dana"), company.hire("Sam")
    refused_socket(company, dana, id=sam)
    staff = Client(f"{company.server.ws}/ws/staff/{mia.me['id']}", hello=False)
    staff.send("auth", token=mia.token)
    staff.expect_close((4401, 4403), seconds=8)


def test_a_visitor_who_registers_keeps_their_tickets(company):
    mia = company.visitor("Mia")
    socket = company.socket(mia)
    ticket_id = socket.open_ticket("Before")
    body = {"name": "Mia M.", "email": "mia@mail.example", "password": PASSWORD}
    answer = expect(mia.post("/api/v1/customers/register", body), 201).json()
    assert answer["me"]["id"] == mia.me["id"]
    registered = Person(company.server, token=answer["token"])
    assert [each["ticket_id"] for each in registered.get("/api/v1/tickets")["tickets"]] == [ticket_id]
    again = Person(company.server)
    answer = again.post(
        "/api/v1/customers/login", {"email": "mia@mail.example", "password": PASSWORD}, status=200).json()
    again.token = answer["token"]
    assert answer["me"]["id"] == mia.me["id"]
    assert texts(again.entries(ticket_id)) == ["Before"]
    wrong = {"email": "mia@mail.example", "password": "not hers at all"}
    expect_error(Person(company.server).post("/api/v1/customers/login", wrong), 401, "wrong_credentials")


def test_a_visitors_tickets_move_to_the_account_at_login(company):
    home = Person(company.server)
    body = {"name": "Mia", "email": "mia@mail.example", "password": PASSWORD}
    answer = home.post("/api/v1/customers/register", body, status=201).json()
    home.token, home.me = answer["token"], answer["me"]
    old = home.post("/api/v1/tickets", {"text": "At home"}, status=201).json()["ticket"]["ticket_id"]
    phone = company.visitor()
    visitor_token = phone.token
    new = phone.post("/api/v1/tickets", {"text": "On the way"}, status=201).json()["ticket"]["ticket_id"]
    answer = phone.post(
        "/api/v1/customers/login", {"email": body["email"], "password": PASSWORD}, status=200).json()
    assert answer["me"]["id"] == home.me["id"]
    phone.token = answer["token"]
    for person in (home, phone):
        assert {each["ticket_id"] for each in person.get("/api/v1/tickets")["tickets"]} == {old, new}
    # The anonymous token never shows what belongs to the account.
    stale = Person(company.server, token=visitor_token)
    answer = stale.request("GET", f"/api/v1/tickets/{old}")
    assert answer.status_code in (401, 404)


def test_a_customers_logout_closes_their_socket(company):
    mia = company.visitor("Mia")
    socket = company.socket(mia)
    expect(mia.request("POST", "/api/v1/logout", {}), 204)
    socket.expect_close(4401, seconds=OUT_SECONDS)
    expect_error(mia.request("GET", "/api/v1/me"), 401, "not_authenticated")


def test_leaving_messages_can_be_turned_off(company):
    assert Person(company.server).get("/api/v1/inbox")["leave_message"] is True
    dana, mia = company.agent("Dana"), company.visitor("Mia")
    staff, user = company.socket(dana).online(), company.socket(mia)
    ticket_id = user.open_ticket()
    staff.picks(ticket_id)
    staff.offline()
    user.expect("staff_offline", ticket_id=ticket_id)
    company.admin.change("inbox", "main", leave_message=False)
    assert user.refused("message", ticket_id=ticket_id, text="x", offline=True)["code"] == "leave_message_off"
    assert Person(company.server).get("/api/v1/inbox")["leave_message"] is False


def test_names_reach_the_other_side(company):
    dana, mia = company.agent("Dana"), company.visitor("Mia")
    staff, user = company.socket(dana).online(), company.socket(mia)
    assert (user.hello["name"], staff.hello["name"]) == ("Mia", "Dana")
    ticket_id = user.open_ticket()
    staff.picks(ticket_id)
    assert user.expect("assigned")["staff_name"] == "Dana"
    customer = dana.get(f"/api/v1/customers/{mia.me['id']}")
    assert (customer["name"], customer["online"], customer["tickets"]) == ("Mia", True, 1)
