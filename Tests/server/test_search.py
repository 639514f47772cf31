"""What search finds for whom, and what it shows of it."""

import contextlib
import sqlite3

from harness.company import PASSWORD


def search(person, words, **more):
    answer = person.get("/api/v1/tickets", q=words, **more)
    assert [hit["ticket_id"] for hit in answer["hits"]] == [each["ticket_id"] for each in answer["tickets"]]
    return answer["hits"]


def marked(hit):
    """The marked pieces, cut as a script would cut them."""
    units = hit["snippet"]["text"].encode("utf-16-le")
    return [units[2 * start:2 * end].decode("utf-16-le") for start, end in hit["snippet"]["marks"]]


def test_a_hit_names_the_entry_and_shows_the_words(fresh):
    user, staff, ticket_id = fresh.chat("My parcel is late")
    seq = user.say(ticket_id, "🔑 It went to Zürich\ninstead of Bern")["seq"]
    note = staff.command("note", ticket_id=ticket_id, text="Courier in Zurich says: lost")["seq"]
    (hit,) = search(staff.http, "zurich bern")
    assert (hit["matched"], hit["seq"], hit["snippet"]["text"]) == ("message", seq, "🔑 It went to Zürich instead of Bern")
    assert marked(hit) == ["Zürich", "Bern"]
    (hit,) = search(staff.http, "COURIER lost")
    assert (hit["matched"], hit["seq"], marked(hit)) == ("note", note, ["Courier", "lost"])
    (hit,) = search(staff.http, "parcel")
    assert (hit["matched"], hit["seq"], marked(hit)) == ("subject", 1, ["parcel"])
    number = staff.http.ticket(ticket_id)["number"]
    (hit,) = search(staff.http, f"#{number}")
    assert (hit["matched"], "seq" in hit) == ("number", False)
    assert "hits" not in staff.http.get("/api/v1/tickets")


def test_nothing_in_a_snippet_is_markup(fresh):
    user, staff, ticket_id = fresh.chat("Hello")
    text = "<b onclick=x>needle</b> &amp; <script>"
    user.say(ticket_id, text)
    (hit,) = search(staff.http, "needle")
    assert hit["snippet"]["text"] == text
    assert marked(hit) == ["needle"]


def test_customers_find_their_own_tickets_and_no_notes(fresh):
    user, staff, ticket_id = fresh.chat("My secret order")
    staff.command("note", ticket_id=ticket_id, text="A secret fraudster")
    other = fresh.user()
    others = other.open_ticket("My secret order, too")
    for list in (None, "all", "waiting", "closed"):
        more = {"list": list} if list else {}
        assert [hit["ticket_id"] for hit in search(user.http, "secret", **more)] == [ticket_id]
    assert search(user.http, "fraudster") == []
    assert search(user.http, "secret", user=other.id, assignee="none") == search(user.http, "secret")
    assert search(user.http, user.id) == []
    number = staff.http.ticket(others)["number"]
    assert search(user.http, f"#{number}") == []
    (hit,) = search(user.http, "secret")
    assert hit["matched"] == "subject"
    seq = user.say(ticket_id, "the secret word")["seq"]
    (hit,) = search(user.http, "secret word")
    assert (hit["matched"], hit["seq"]) == ("message", seq)


def test_agents_find_a_customer_by_name_and_address(company):
    visitor = company.visitor()
    user = company.socket(visitor)
    ticket_id = user.open_ticket("Where is it?")
    assert search(company.admin, "mia") == []
    account = {"name": "Mia Meier", "email": "mia.m@shop.example", "password": PASSWORD}
    visitor.post("/api/v1/customers/register", account, status=201)
    (hit,) = search(company.admin, "meier")
    assert (hit["ticket_id"], hit["matched"], "seq" in hit, marked(hit)) == (ticket_id, "customer", False, ["Meier"])
    (hit,) = search(company.admin, "mia.m@shop.example")
    assert (hit["ticket_id"], hit["matched"]) == (ticket_id, "customer")
    assert len(search(company.admin, "mia where")) == 1
    assert search(company.admin, "mia nowhere") == []


def test_customers_of_an_older_database_are_found(make_server):
    from harness.world import World

    server = make_server()
    world = World(server)
    user = world.user("mia-muller")
    ticket_id = user.open_ticket("Where is it?")
    world.close()
    server.stop()
    with contextlib.closing(sqlite3.connect(server.data / "beckon.sqlite")) as data:
        data.execute("DROP TABLE customer_word")
        data.execute("DELETE FROM grdb_migrations WHERE identifier = 'customers'' words'")
        data.commit()
    server.start()
    world = World(server)
    (hit,) = search(world.staff().http, "muller")
    assert (hit["ticket_id"], hit["matched"]) == (ticket_id, "customer")
    world.close()
