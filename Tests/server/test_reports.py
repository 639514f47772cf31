"""The history for reports: who may read it, and that it says what happened."""

from harness.api import expect_error
from harness.company import Company
from harness.waiting import until

HISTORY = "/api/v1/reports/history"


def three_facts(company):
    def read():
        facts = company.admin.get(HISTORY)["facts"]
        return facts if len(facts) >= 3 else None
    return until("three facts are there", read)


def test_supervisors_read_what_happened_and_nobody_else(company):
    kim, dana, mia = company.agent("Kim", "supervisor"), company.agent("Dana"), company.visitor("Mia")
    for person in (dana, mia):
        expect_error(person.request("GET", HISTORY), 403, "forbidden")
    socket = company.socket(dana)
    socket.send(type="status", status="online")
    ticket = mia.post("/api/v1/tickets", {"text": "Where is my parcel?"}, status=201).json()["ticket"]
    id = ticket["ticket_id"]
    for body in ({"type": "pick_ticket", "ticket_id": id}, {"type": "message", "ticket_id": id, "text": "On its way"},
                 {"type": "set_status", "ticket_id": id, "status": "resolved"}):
        dana.post("/api/v1/commands", body, status=200)
    mia.post("/api/v1/commands", {"type": "rate", "ticket_id": id, "score": 5}, status=200)

    def facts():
        found = [fact for fact in kim.get(HISTORY)["facts"] if fact["ticket_id"] == id]
        return found if len(found) == 5 else None

    found = until("its facts are there", facts)
    assert [fact["kind"] for fact in found] == ["created", "picked", "first_response", "resolved", "rated"]
    entries = {entry["seq"]: entry for entry in kim.entries(id)}
    for fact in found:
        assert fact["at"] == entries[fact["seq"]]["at"]
        assert (fact["number"], fact["user_id"], fact["inbox"]) == (ticket["number"], mia.me["id"], "main")
    assert [fact.get("staff_id") for fact in found] == [None] + 4 * [dana.me["id"]]
    assert found[-1]["value"] == 5 and all(0 <= fact["value"] < 300 for fact in found[1:4])


def test_pages_and_times_bound_it(company):
    mia = company.visitor("Mia")
    for number in range(3):
        mia.post("/api/v1/tickets", {"text": f"Question {number}"}, status=201)
    three_facts(company)
    every = company.admin.get(HISTORY)["facts"]
    paged, more = [], {}
    while more is not None:
        page = company.admin.get(HISTORY, limit=1, **more)
        paged += page["facts"]
        more = {"cursor": page["next"]} if "next" in page else None
    assert paged == every
    middle = every[1]["at"]
    assert company.admin.get(HISTORY, **{"from": middle})["facts"] == [one for one in every if one["at"] >= middle]
    assert company.admin.get(HISTORY, to=middle)["facts"] == [one for one in every if one["at"] < middle]


def test_bad_filters_are_named(company):
    for name, value in (("from", "yesterday"), ("to", "2026-01-01"), ("limit", "0"), ("limit", "1001"), ("cursor", "1.2")):
        error = expect_error(company.admin.request("GET", f"{HISTORY}?{name}={value}"), 400, "bad_request")
        assert error["fields"][0]["field"] == name


def test_it_is_made_anew_where_its_file_is_gone(make_server):
    server = make_server(mode="serve")
    company = Company(server)
    mia = company.visitor("Mia")
    for number in range(3):
        mia.post("/api/v1/tickets", {"text": f"Question {number}"}, status=201)
    before = three_facts(company)
    server.stop()
    (server.data / "beckon-history.sqlite").unlink()
    server.start()
    company.admin = company.login("Ada")
    assert three_facts(company) == before
