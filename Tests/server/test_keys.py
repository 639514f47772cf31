"""Keys: integrations act in their own name, with the rights they were given and no more."""

import concurrent.futures

from harness.api import Person, expect_error


def make_key(company, *rights, **more):
    made = company.admin.post("/api/v1/keys", {"name": "Orders", "rights": list(rights), **more}, status=201).json()
    return made["key"], Person(company.server, token=made["token"])


def test_a_key_acts_as_itself(company):
    key, orders = make_key(company, "tickets:read", "tickets:write", "tickets:open")
    mia = company.visitor("Mia")
    customer = company.socket(mia)
    body = {"user_id": mia.me["id"], "text": "Parcel 77 is lost", "client_id": "order-77"}
    ticket = orders.post("/api/v1/tickets", body, status=201).json()["ticket"]
    assert ticket["channel"] == "api" and ticket["user_id"] == mia.me["id"]
    assert orders.post("/api/v1/tickets", body, status=201).json()["ticket"]["ticket_id"] == ticket["ticket_id"]
    created = customer.expect("ticket_created", ticket_id=ticket["ticket_id"])
    assert (created["party"], created["by_id"], created["by_name"]) == ("api", key["key_id"], "Orders")
    path = f"/api/v1/tickets/{ticket['ticket_id']}/messages"
    orders.post(path, {"text": "We are looking for it"}, status=201)
    said = customer.expect("message", ticket_id=ticket["ticket_id"], text="We are looking for it")
    assert (said["from"], said["party"], said["channel"], said["author_id"]) == ("staff", "api", "api", key["key_id"])
    # A person took over: no machine's word reaches the customer any more (promise G16).
    dana = company.socket(company.agent("Dana")).online()
    dana.picks(ticket["ticket_id"])
    expect_error(orders.request("POST", path, {"text": "Me again"}), 409, "not_assigned")


def test_an_external_id_stands_once(company):
    _, orders = make_key(company, "tickets:read", "tickets:write")
    customer = company.socket(company.visitor("Mia"))
    first, second = customer.open_ticket("One"), customer.open_ticket("Two")
    bodies = [{"text": "From the other system", "external_id": "<7@orders.test>"} for _ in range(8)]

    def send(numbered):
        number, body = numbered
        return orders.http.post(
            f"/api/v1/tickets/{(first, second)[number % 2]}/messages", json=body, headers=orders.headers())

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, enumerate(bodies)))
    assert {answer.status_code for answer in answers} == {201}, [answer.text for answer in answers]
    places = {(answer.json()["ack"]["ticket_id"], answer.json()["ack"]["seq"]) for answer in answers}
    assert len(places) == 1, places
    stored = [entry for ticket in (first, second) for entry in orders.entries(ticket) if "external_id" in entry]
    assert len(stored) == 1 and stored[0]["external_id"] == "<7@orders.test>"


def test_an_external_id_of_another_inbox_tells_nothing(company):
    company.admin.change("inbox", "shop", name="Shop")
    _, orders = make_key(company, "tickets:read", "tickets:write")
    _, shop = make_key(company, "tickets:read", "tickets:write", inboxes=["shop"])
    customer = company.socket(company.visitor("Mia"))
    hidden, shown = customer.open_ticket("Elsewhere"), customer.open_ticket("Here", inbox="shop")
    body = {"text": "From outside", "external_id": "<9@orders.test>"}
    orders.post(f"/api/v1/tickets/{hidden}/messages", body, status=201)
    for ticket in (hidden, shown):
        answer = shop.request("POST", f"/api/v1/tickets/{ticket}/messages", body)
        error = expect_error(answer, 400, "bad_request")
        assert error["fields"] == [{"field": "external_id", "problem": "taken"}] and hidden not in answer.text


def test_a_key_has_the_rights_it_was_given(company):
    _, reader = make_key(company, "tickets:read")
    ticket_id = company.socket(company.visitor("Mia")).open_ticket("Hello")
    assert reader.ticket(ticket_id)["subject"] == "Hello"
    refused = [
        ("POST", f"/api/v1/tickets/{ticket_id}/messages", {"text": "No"}),
        ("POST", "/api/v1/commands", {"type": "note", "ticket_id": ticket_id, "text": "No"}),
        ("GET", "/api/v1/agents", None), ("GET", "/api/v1/settings", None), ("GET", "/api/v1/keys", None),
        ("GET", "/api/v1/me", None), ("GET", "/api/v1/settings-history", None), ("POST", "/api/v1/logout", {}),
        ("PATCH", "/api/v1/me", {"name": "X"}), ("GET", f"/api/v1/customers/{company.admin.me['id']}", None),
    ]
    for method, path, body in refused:
        expect_error(reader.request(method, path, body), 403, "forbidden")
    # Rights that only people have cannot be given.
    for right in ("keys:write", "agents:write", "desk:work", "nonsense"):
        body = {"name": "X", "rights": [right]}
        expect_error(company.admin.request("POST", "/api/v1/keys", body), 400, "bad_request")
    expect_error(company.admin.request("POST", "/api/v1/keys", {"name": "X", "rights": []}), 400, "bad_request")
    unknown = {"name": "X", "rights": ["tickets:read"], "inboxes": ["nowhere"]}
    error = expect_error(company.admin.request("POST", "/api/v1/keys", unknown), 400, "bad_request")
    assert error["fields"] == [{"field": "inboxes[0]", "problem": "unknown"}]
    dana = company.agent("Dana")
    expect_error(dana.request("GET", "/api/v1/keys"), 403, "forbidden")


def test_a_key_of_one_inbox_knows_nothing_of_another(company):
    company.admin.change("inbox", "shop", name="Shop")
    _, shop = make_key(company, "tickets:read", "tickets:open", inboxes=["shop"])
    mia = company.visitor("Mia")
    customer = company.socket(mia)
    hidden, shown = customer.open_ticket("Elsewhere"), customer.open_ticket("Here", inbox="shop")
    assert [ticket["ticket_id"] for ticket in shop.get("/api/v1/tickets")["tickets"]] == [shown]
    expect_error(shop.request("GET", f"/api/v1/tickets/{hidden}"), 404, "not_found")
    body = {"user_id": mia.me["id"], "text": "Hi"}
    error = expect_error(shop.request("POST", "/api/v1/tickets", body), 400, "bad_request")
    assert error["fields"] == [{"field": "inbox", "problem": "not_allowed"}]
    assert shop.post("/api/v1/tickets", {**body, "inbox": "shop"}, status=201).json()["ticket"]["inbox"] == "shop"


def test_a_revoked_key_is_none(company):
    key, orders = make_key(company, "tickets:read")
    orders.get("/api/v1/tickets")
    listed = company.admin.get("/api/v1/keys")["keys"]
    assert [(one["key_id"], "last_used_at" in one, "revoked_at" in one) for one in listed] == [
        (key["key_id"], True, False)]
    assert "token" not in listed[0] and "hash" not in listed[0]
    assert company.admin.request("DELETE", f"/api/v1/keys/{key['key_id']}").status_code == 204
    expect_error(orders.request("GET", "/api/v1/tickets"), 401, "not_authenticated")
    expect_error(company.admin.request("DELETE", f"/api/v1/keys/{key['key_id']}"), 404, "not_found")
    assert "revoked_at" in company.admin.get("/api/v1/keys")["keys"][0]
    stranger = Person(company.server, token="beckon_key_" + "A" * 43)
    expect_error(stranger.request("GET", "/api/v1/inbox"), 401, "not_authenticated")


def test_a_command_that_is_sent_again_stands_once(company):
    """Not only messages: what a page sends again after a lost line must not undo what happened in between."""
    dana = company.socket(company.agent("Dana")).online()
    customer = company.socket(company.visitor("Mia"))
    ticket_id = customer.open_ticket("Hello")
    dana.picks(ticket_id)
    first = dana.command("set_status", ticket_id=ticket_id, status="pending", client_id="once")
    customer.say(ticket_id, "I am back")
    again = dana.command("set_status", ticket_id=ticket_id, status="pending", client_id="once")
    assert (again["seq"], again["at"]) == (first["seq"], first["at"])
    assert dana.http.ticket(ticket_id)["status"] == "open"
