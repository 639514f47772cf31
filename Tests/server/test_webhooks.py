"""Webhooks against a real receiver: what is sent, how it is signed, what becomes of it, and where it may not go."""

import contextlib

import pytest

from harness.api import expect, expect_error
from harness.company import Company
from harness.contract import load, problems, strict, validator
from harness.receiver import Receiver, Silence
from harness.waiting import until

ALL = [
    "ticket.created", "message.created", "ticket.status_changed", "ticket.assigned", "ticket.updated", "ticket.rated",
    "note.created",
]
MESSAGE = validator(strict(load("schemas/webhook.json")))


@pytest.fixture
def receiver():
    with contextlib.closing(Receiver()) as receiver:
        yield receiver


@pytest.fixture
def company(make_server):
    """The operator allows webhooks to go to this machine."""
    company = Company(make_server(mode="serve", arguments=["--webhooks-allow-private"]))
    yield company
    company.close()


def hook(company, id, url, events=ALL, **more):
    """A webhook with its secret."""
    company.admin.change("webhook", id, name=id, url=url, events=events, **more)
    return company.admin.post(f"/api/v1/webhooks/{id}/secret", {}, 201).json()["secret"]


def deliveries(company, id, **query):
    return company.admin.get(f"/api/v1/webhooks/{id}/deliveries", **query)["deliveries"]


def ended(company, id, state, count=1):
    def found():
        rows = deliveries(company, id, state=state)
        return rows if len(rows) >= count else None

    return until(f"{count} {state} of {id}", found, 20)


def open_ticket(company, text="My order is late", name="Mia"):
    mia = company.visitor(name)
    ticket = mia.post("/api/v1/tickets", {"text": text, "client_id": "c1"}, 201).json()["ticket"]
    return mia, ticket["ticket_id"]


def test_what_happens_is_told_and_signed(company, receiver):
    secret = hook(company, "shop", receiver.url(), [name for name in ALL if name != "note.created"])
    dana = company.agent("Dana")
    desk = company.socket(dana)
    desk.send("status", status="online")
    mia, ticket = open_ticket(company)
    desk.send("pick_ticket", ticket_id=ticket)
    desk.expect("ticket_picked", success=True)
    dana.post(f"/api/v1/tickets/{ticket}/messages", {"text": "On its way"}, 201)
    frames = [
        {"type": "note", "text": "internal words"}, {"type": "set_priority", "priority": "high"},
        {"type": "set_status", "status": "resolved"}]
    for frame in frames:
        dana.post("/api/v1/commands", {"ticket_id": ticket, **frame}, 200)
    mia.post("/api/v1/commands", {"type": "rate", "ticket_id": ticket, "score": 5}, 200)
    told = receiver.wait(7)
    assert sorted(one.type for one in told) == sorted([
        "ticket.created", "message.created", "ticket.assigned", "message.created", "ticket.updated",
        "ticket.status_changed", "ticket.rated"])
    entries = {entry["seq"]: entry for entry in dana.entries(ticket)}
    for one in told:
        assert one.is_signed_with(secret), one.headers
        assert len(one.signatures) == 1
        assert one.headers["content-type"] == "application/json"
        assert not problems(MESSAGE, one.message), one.message
        entry = one.message["data"]["entry"]
        assert entry == entries[entry["seq"]]
        assert one.message["timestamp"] == entry["at"]
        assert one.message["data"]["ticket"]["ticket_id"] == ticket
        assert b"internal words" not in one.body
    assert len({one.id for one in told}) == len(told)
    rows = ended(company, "shop", "delivered", 7)
    assert {row["message_id"] for row in rows} == {one.id for one in told}
    assert all(row["answer"]["status"] == 200 and row["answer"]["text"] == "thanks" for row in rows)


def test_notes_are_for_those_who_ask(company, receiver):
    hook(company, "notes", receiver.url("/notes"), ["note.created"])
    _, ticket = open_ticket(company)
    company.agent("Dana").post("/api/v1/commands", {"type": "note", "ticket_id": ticket, "text": "hm"}, 200)
    (one,) = receiver.wait(1, "/notes")
    assert one.message["data"]["entry"]["text"] == "hm"


def test_what_failed_comes_again_under_the_same_id(company, receiver):
    receiver.answers["/"] = [500]
    receiver.text = "o\u0007h no " + "x" * 5000
    secret = hook(company, "shop", receiver.url(), ["ticket.created"])
    open_ticket(company)
    first, second = receiver.wait(2)
    assert first.id == second.id and first.body == second.body
    assert first.is_signed_with(secret) and second.is_signed_with(secret)
    assert int(second.headers["webhook-timestamp"]) >= int(first.headers["webhook-timestamp"]) + 4
    (row,) = ended(company, "shop", "delivered")
    assert row["attempts"] == 2
    # Of what a receiver says a little is kept, and nothing that is no text.
    assert row["answer"]["text"].startswith("oh no xxx") and len(row["answer"]["text"]) <= 1024


def test_one_who_hangs_delays_nobody(company, receiver):
    with contextlib.closing(Silence()) as silence:
        hook(company, "slow", silence.url)
        hook(company, "fast", receiver.url())
        for number in range(6):
            open_ticket(company, f"Question {number}", f"Mia {number}")
        receiver.wait(12)
        slow = deliveries(company, "slow")
        assert len(slow) == 12 and all(row["state"] == "waiting" and row["attempts"] == 0 for row in slow)


def test_redirects_are_not_followed(company, receiver):
    receiver.answers["/"] = [(302, {"Location": receiver.url("/inner")}), (307, {"Location": receiver.url("/inner")})]
    hook(company, "shop", receiver.url(), ["ticket.created"])
    open_ticket(company)
    receiver.wait(2)
    row = until("both attempts", lambda: next(
        (row for row in deliveries(company, "shop") if row["attempts"] == 2), None))
    assert row["state"] == "waiting" and row["answer"]["status"] == 307
    assert receiver.at("/inner") == []


def test_a_test_and_a_resend(company, receiver):
    secret = hook(company, "shop", receiver.url(), ["ticket.rated"], active=False)
    sent = company.admin.post("/api/v1/webhooks/shop/test", {}, 201).json()
    assert sent["event"] == "webhook.test" and sent["state"] in ("waiting", "delivered")
    (one,) = receiver.wait(1)
    assert one.id == sent["message_id"] and one.message["data"] == {} and one.is_signed_with(secret)
    ended(company, "shop", "delivered")
    again = company.admin.post(f"/api/v1/webhooks/shop/deliveries/{sent['id']}/resend", {}, 200).json()
    assert again["id"] == sent["id"]
    assert {one.id for one in receiver.wait(2)} == {sent["message_id"]}
    until("the second is noted", lambda: ended(company, "shop", "delivered")[0]["attempts"] == 2)
    expect_error(
        company.admin.post(f"/api/v1/webhooks/shop/deliveries/{sent['id'] + 1}/resend", {}), 404, "not_found")
    expect_error(company.admin.post("/api/v1/webhooks/nobody/test", {}), 404, "not_found")


def test_pages_of_the_log(company, receiver):
    hook(company, "shop", receiver.url(), ["ticket.rated"])
    ids = [company.admin.post("/api/v1/webhooks/shop/test", {}, 201).json()["id"] for _ in range(5)]
    path = "/api/v1/webhooks/shop/deliveries"
    page = company.admin.get(path, limit=2)
    assert [row["id"] for row in page["deliveries"]] == ids[:2:-1]
    rest = company.admin.get(path, before=page["next"])
    assert [row["id"] for row in rest["deliveries"]] == ids[2::-1] and "next" not in rest


def test_two_secrets_sign_while_one_replaces_the_other(company, receiver):
    old = hook(company, "shop", receiver.url(), ["ticket.rated"])
    made = company.admin.post("/api/v1/webhooks/shop/secret", {}, 201).json()
    assert made["secret"] != old and made["former_until"]
    company.admin.post("/api/v1/webhooks/shop/test", {}, 201)
    (one,) = receiver.wait(1)
    assert len(one.signatures) == 2 and one.is_signed_with(old) and one.is_signed_with(made["secret"])
    # That it was made stands in the audit trail; what it is stands nowhere.
    changes = company.admin.get("/api/v1/settings/webhook/shop/history")["changes"]
    assert changes[0]["before"]["secret"] != changes[0]["after"]["secret"] != ""
    assert changes[0]["by"]["id"] == company.admin.me["id"]
    for path in ("/api/v1/settings/webhook/shop", "/api/v1/settings-history", "/api/v1/webhooks/shop/deliveries"):
        assert made["secret"].removeprefix("whsec_") not in company.admin.request("GET", path).text


def test_nobody_writes_a_secret(company, receiver):
    hook(company, "shop", receiver.url())
    seen = company.admin.request("GET", "/api/v1/settings/webhook/shop")
    answer = company.admin.request(
        "PUT", "/api/v1/settings/webhook/shop", {"secret": ""}, headers={"If-Match": seen.headers["etag"]})
    assert expect_error(answer, 400, "bad_request")["fields"] == [{"field": "secret", "problem": "not_allowed"}]


def test_410_switches_a_hook_off(company, receiver):
    receiver.answers["/"] = [410]
    hook(company, "shop", receiver.url(), ["ticket.created"])
    open_ticket(company)
    (row,) = ended(company, "shop", "dead")
    assert row["answer"]["status"] == 410
    value = company.admin.get("/api/v1/settings/webhook/shop")["value"]
    assert value["active"] is False
    change = company.admin.get("/api/v1/settings/webhook/shop/history")["changes"][0]
    assert change["by"]["party"] == "server"


def test_a_hook_is_told_of_what_comes_after_it(company, receiver):
    hook(company, "first", receiver.url("/first"), ["message.created"])
    open_ticket(company, "before", "Early")
    receiver.wait(1, "/first")
    hook(company, "shop", receiver.url(), ["message.created"])
    open_ticket(company, "after", "Late")
    receiver.wait(1)
    assert [one.message["data"]["entry"]["text"] for one in receiver.at("/")] == ["after"]


def test_without_the_operators_word_nothing_goes_to_this_machine(make_server, receiver):
    open_server = make_server(mode="serve", arguments=["--webhooks-allow-private"])
    company = Company(open_server)
    hook(company, "ip", receiver.url(), ["ticket.created"])
    hook(company, "name", receiver.url(host="localhost"), ["ticket.created"])
    # What was saved while it was allowed is not sent once it is not: the address is looked at each time.
    open_server.stop()
    open_server.arguments = []
    open_server.start(port=open_server.port)
    open_ticket(company)
    for id in ("ip", "name"):
        row = until("an attempt", lambda: next(
            (row for row in deliveries(company, id) if row["attempts"] >= 1), None), 20)
        assert row["answer"]["problem"] == "private_address" and row["state"] == "waiting"
    assert receiver.deliveries == []
    for url in (
            receiver.url(), receiver.url(host="localhost"), "http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/",
            "http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://0/"):
        answer = company.admin.request(
            "PUT", "/api/v1/settings/webhook/new", {"name": "new", "url": url, "events": ["ticket.created"]},
            headers={"If-None-Match": "*"})
        assert expect_error(answer, 400, "bad_request")["fields"] == [{"field": "url", "problem": "private_address"}], url
    company.close()


def test_only_admins_see_them(company, receiver):
    hook(company, "shop", receiver.url(), ["ticket.rated"])
    boss = company.agent("Bea", "supervisor")
    assert "webhook" not in {kind["kind"] for kind in boss.get("/api/v1/settings")["kinds"]}
    for method, path in (
            ("GET", "/api/v1/settings/webhook"), ("GET", "/api/v1/settings/webhook/shop"),
            ("GET", "/api/v1/webhooks/shop/deliveries"), ("POST", "/api/v1/webhooks/shop/test"),
            ("POST", "/api/v1/webhooks/shop/secret"), ("POST", "/api/v1/webhooks/shop/deliveries/1/resend")):
        expect(boss.request(method, path, {} if method == "POST" else None), 403)
