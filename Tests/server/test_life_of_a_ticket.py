"""Status, follow-ups, hand-overs, ratings, marks: the rules that a ticket lives by."""

from harness.api import expect, expect_error
from harness.history import check_log, systems, texts


def resolved(world):
    user, staff, ticket_id = world.chat()
    staff.command("set_status", ticket_id=ticket_id, status="resolved")
    user.expect("system", code="ticket_resolved", ticket_id=ticket_id)
    return user, staff, ticket_id


def test_pending_and_back_by_an_answer(world):
    user, staff, ticket_id = world.chat()
    staff.command("set_status", ticket_id=ticket_id, status="pending")
    entry = user.expect("status", ticket_id=ticket_id, status="pending")
    assert (entry["was"], entry["by"], entry["by_id"]) == ("open", "staff", staff.id)
    assert user.expect("system", code="ticket_pending")["text"] == "Waiting for your reply"
    assert user.http.ticket(ticket_id)["chat"] == "live"
    user.command("message", ticket_id=ticket_id, text="Here it is.")
    entry = staff.expect("status", ticket_id=ticket_id, status="open")
    assert (entry["was"], entry["by"]) == ("pending", "user")
    ticket = user.http.ticket(ticket_id)
    assert (ticket["status"], ticket["chat"]) == ("open", "live")


def test_resolved_and_reopened_by_the_button(world):
    user, staff, ticket_id = resolved(world)
    ticket = user.http.ticket(ticket_id)
    assert (ticket["status"], ticket["chat"], ticket["assignee"]["staff_id"]) == ("resolved", "ended", staff.id)
    user.command("set_status", ticket_id=ticket_id, status="open")
    entry = user.expect("status", ticket_id=ticket_id, status="open")
    assert (entry["was"], entry["by"]) == ("resolved", "user")
    ticket = user.http.ticket(ticket_id)
    assert (ticket["status"], ticket["chat"], "assignee" in ticket) == ("open", "waiting", False)
    assert systems(user.http.entries(ticket_id))[-1] == "ticket_reopened"


def test_resolved_and_reopened_by_writing(world):
    user, staff, ticket_id = resolved(world)
    ack = user.command("message", ticket_id=ticket_id, text="It broke again")
    assert ack["ticket_id"] == ticket_id
    ticket = user.http.ticket(ticket_id)
    assert (ticket["status"], ticket["chat"]) == ("open", "waiting")
    assert "ticket_reopened" in systems(user.http.entries(ticket_id))
    staff.expect("new_ticket", ticket=lambda each: each["ticket_id"] == ticket_id)


def test_the_customer_closes(world):
    user, staff, ticket_id = resolved(world)
    user.command("set_status", ticket_id=ticket_id, status="closed")
    assert staff.expect("status", ticket_id=ticket_id, status="closed")["by"] == "user"
    ticket = user.http.ticket(ticket_id)
    assert (ticket["status"], ticket["chat"]) == ("closed", "closed")
    assert systems(user.http.entries(ticket_id))[-1] == "ticket_closed"


def test_closed_is_final(world):
    user, staff, ticket_id = resolved(world)
    staff.command("set_status", ticket_id=ticket_id, status="closed")
    before = user.http.entries(ticket_id)
    for client, status in [(user, "open"), (staff, "open"), (staff, "pending"), (staff, "resolved")]:
        code = client.refused("set_status", ticket_id=ticket_id, status=status)["code"]
        assert code in ("ticket_closed", "invalid_transition"), status
    answer = staff.pick(ticket_id)
    assert (answer["success"], answer["code"]) == (False, "ticket_closed")
    assert user.http.entries(ticket_id) == before
    # Closing what is closed changes nothing, and says so with the newest number.
    assert user.command("set_status", ticket_id=ticket_id, status="closed")["seq"] == len(before)


def test_writing_on_a_closed_ticket_opens_a_follow_up(world):
    user, staff, ticket_id = resolved(world)
    user.command("set_status", ticket_id=ticket_id, status="closed")
    ack = user.command("message", ticket_id=ticket_id, text="One more thing", client_id="more")
    follow_up = ack["ticket_id"]
    assert follow_up != ticket_id
    new = check_log(user.http.entries(follow_up))
    assert new[0]["follows"] == ticket_id
    assert texts(new) == ["One more thing"]
    assert new[ack["seq"] - 1]["text"] == "One more thing"
    old = check_log(user.http.entries(ticket_id))[-1]
    assert (old["type"], old["to"], old["number"]) == ("follow_up", follow_up, new[0]["number"])
    assert user.http.ticket(ticket_id)["follow_up"] == follow_up
    assert user.http.ticket(follow_up)["follows"] == ticket_id
    # The same message once more is the same follow-up.
    again = user.command("message", ticket_id=ticket_id, text="One more thing", client_id="more")
    assert (again["ticket_id"], again["seq"]) == (follow_up, ack["seq"])
    assert len(user.http.get("/api/v1/tickets")["tickets"]) == 2


def test_a_message_left_while_staff_is_offline(world):
    user, staff, ticket_id = world.chat()
    staff.offline()
    user.expect("staff_offline", ticket_id=ticket_id)
    ack = user.command("message", ticket_id=ticket_id, text="Call me", offline=True)
    entry = user.http.entries(ticket_id)[ack["seq"] - 1]
    assert (entry["text"], entry["offline"]) == ("Call me", True)
    assert user.http.ticket(ticket_id)["chat"] == "paused"
    staff.online().picks(ticket_id)
    assert staff.sync(ticket_id)[0][ack["seq"] - 1] == entry


def test_offline_is_only_marked_while_staff_is_offline(world):
    user, staff, ticket_id = world.chat()
    ack = user.command("message", ticket_id=ticket_id, text="Hi", offline=True)
    assert not user.http.entries(ticket_id)[ack["seq"] - 1].get("offline")


def test_ratings(world):
    user, staff, ticket_id = world.chat()
    assert user.refused("rate", ticket_id=ticket_id, score=5)["code"] == "invalid_transition"
    staff.command("set_status", ticket_id=ticket_id, status="resolved")
    user.command("rate", ticket_id=ticket_id, score=2, comment="Slow")
    entry = staff.expect("rated", ticket_id=ticket_id)
    assert (entry["score"], entry["comment"]) == (2, "Slow")
    user.command("rate", ticket_id=ticket_id, score=5)
    assert user.http.ticket(ticket_id)["rating"]["score"] == 5
    user.command("set_status", ticket_id=ticket_id, status="closed")
    user.command("rate", ticket_id=ticket_id, score=4, comment="On reflection")
    assert user.http.ticket(ticket_id)["rating"] == {"score": 4, "comment": "On reflection"}


def test_release_puts_it_back_in_the_queue(world):
    user, staff, ticket_id = world.chat()
    staff.command("release", ticket_id=ticket_id)
    assert user.expect("unassigned", ticket_id=ticket_id)["staff_id"] == staff.id
    assert user.expect("system", code="staff_left")["text"] == "Staff left the chat"
    ticket = user.http.ticket(ticket_id)
    assert (ticket["chat"], "assignee" in ticket) == ("waiting", False)
    assert staff.refused("message", ticket_id=ticket_id, text="Hm")["code"] == "not_assigned"
    assert user.command("message", ticket_id=ticket_id, text="Anyone?")
    world.staff().picks(ticket_id)


def test_transfer_goes_to_who_is_online(world):
    user, staff, ticket_id = world.chat()
    other, absent = world.staff(), world.staff(online=False)
    before = user.http.entries(ticket_id)
    assert staff.refused("transfer", ticket_id=ticket_id, staff_id=absent.id)["code"] == "staff_offline"
    assert user.http.entries(ticket_id) == before
    staff.command("transfer", ticket_id=ticket_id, staff_id=other.id)
    entry = user.expect("assigned", ticket_id=ticket_id, staff_id=other.id)
    assert entry["previous"] == staff.id
    user.expect("system", code="staff_left", ticket_id=ticket_id)
    assert other.expect("assigned", ticket_id=ticket_id)["staff_id"] == other.id
    assert other.command("message", ticket_id=ticket_id, text="I take over")
    assert staff.refused("message", ticket_id=ticket_id, text="Hm")["code"] == "not_assigned"


def test_newer_messages_stop_an_answer_once(world):
    user, staff, ticket_id = world.chat()
    seen = staff.http.ticket(ticket_id)["seq"]
    user.command("message", ticket_id=ticket_id, text="Wait,")
    last = user.command("message", ticket_id=ticket_id, text="it is another order")["seq"]
    error = staff.refused("message", ticket_id=ticket_id, text="Sent!", seen_seq=seen)
    assert (error["code"], error["count"]) == ("newer_messages", 2)
    assert "Sent!" not in texts(user.http.entries(ticket_id))
    assert staff.command("message", ticket_id=ticket_id, text="I see", seen_seq=last)
    user.command("message", ticket_id=ticket_id, text="And one more thing")
    answer = staff.http.post(f"/api/v1/tickets/{ticket_id}/messages", {"text": "Sent!", "seen_seq": last})
    expect_error(answer, 409, "newer_messages")


def test_priority(world):
    user, staff, ticket_id = world.chat()
    staff.command("set_priority", ticket_id=ticket_id, priority="urgent")
    entry = user.expect("priority", ticket_id=ticket_id)
    assert (entry["priority"], entry["was"], entry["by_id"]) == ("urgent", "normal", staff.id)
    before = user.http.entries(ticket_id)
    assert staff.command("set_priority", ticket_id=ticket_id, priority="urgent")["seq"] == len(before)
    assert user.http.entries(ticket_id) == before


def test_notes_need_no_pick_and_no_presence(world):
    user, staff, ticket_id = world.chat()
    other = world.staff(online=False)
    ack = other.command("note", ticket_id=ticket_id, text="Known customer", client_id="n")
    assert staff.expect("note", ticket_id=ticket_id)["author_id"] == other.id
    again = other.command("note", ticket_id=ticket_id, text="Known customer", client_id="n")
    assert again["seq"] == ack["seq"]


def test_typing_is_relayed_and_not_stored(world):
    user, staff, ticket_id = world.chat()
    staff.sync(ticket_id)
    before = user.http.ticket(ticket_id)["seq"]
    user.send("typing", ticket_id=ticket_id)
    frame = staff.expect("typing", ticket_id=ticket_id)
    assert (frame["from"], "name" in frame) == ("user", True)
    staff.send("typing", ticket_id=ticket_id)
    assert user.expect("typing", ticket_id=ticket_id)["from"] == "staff"
    assert user.http.ticket(ticket_id)["seq"] == before
    assert not [frame for frame in user.drain() if frame["type"] == "typing" and frame["from"] == "user"]


def test_typing_of_an_agent_reaches_other_agents_who_follow(world):
    user, staff, ticket_id = world.chat()
    other = world.staff()
    other.sync(ticket_id)
    staff.send("typing", ticket_id=ticket_id)
    assert other.expect("typing", ticket_id=ticket_id)["from"] == "staff"


def test_marks_only_rise(world):
    user, staff, ticket_id = world.chat()
    staff.sync(ticket_id)
    seq = user.command("message", ticket_id=ticket_id, text="Seen?")["seq"]
    staff.send("delivered", ticket_id=ticket_id, seq=seq)
    user.expect("marks", ticket_id=ticket_id, marks=lambda marks: marks["staff"]["delivered"] == seq)
    staff.send("seen", ticket_id=ticket_id, seq=seq)
    user.expect("marks", ticket_id=ticket_id, marks=lambda marks: marks["staff"]["seen"] == seq)
    staff.send("seen", ticket_id=ticket_id, seq=1)
    staff.alive()
    marks = user.http.ticket(ticket_id)["marks"]
    assert marks["staff"]["seen"] == seq


def test_lists_and_counts(fresh):
    user, staff, ticket_id = fresh.chat()
    other = fresh.user()
    waiting = other.open_ticket("Second")

    def listed(name, **more):
        return [each["ticket_id"] for each in staff.http.get("/api/v1/tickets", list=name, **more)["tickets"]]

    assert listed("mine") == [ticket_id]
    assert listed("waiting") == [waiting]
    assert set(listed("all")) == {ticket_id, waiting}
    staff.command("set_status", ticket_id=ticket_id, status="pending")
    assert listed("pending") == [ticket_id]
    staff.command("set_status", ticket_id=ticket_id, status="resolved")
    assert listed("resolved") == [ticket_id]
    counts = staff.http.get("/api/v1/tickets", list="all")["counts"]
    assert (counts["waiting"], counts["pending"], counts["resolved"], counts["all"]) == (1, 0, 1, 2)
    found = staff.http.get("/api/v1/tickets", q="Second")["tickets"]
    assert [each["ticket_id"] for each in found] == [waiting]
    number = staff.http.ticket(waiting)["number"]
    assert staff.http.get(f"/api/v1/tickets/{number}")["ticket"]["ticket_id"] == waiting


def test_pages_of_a_list_hold_everything_once(fresh):
    user, staff = fresh.user(), fresh.staff()
    made = [user.open_ticket(f"Number {number}") for number in range(7)]
    seen, cursor = [], None
    while True:
        page = staff.http.get("/api/v1/tickets", limit=3, **({"cursor": cursor} if cursor else {}))
        assert len(page["tickets"]) <= 3
        seen += [each["ticket_id"] for each in page["tickets"]]
        cursor = page.get("next")
        if not cursor:
            break
    assert seen == made[::-1]
    waiting = [each["ticket_id"] for each in staff.http.get("/api/v1/tickets", list="waiting")["tickets"]]
    assert waiting == made
    staff.command("set_priority", ticket_id=made[3], priority="urgent")
    waiting = staff.http.get("/api/v1/tickets", list="waiting")["tickets"]
    assert waiting[0]["ticket_id"] == made[3]


def test_watchers_get_tickets_and_counts(fresh):
    staff = fresh.staff()
    counts = staff.watch()
    assert set(counts) >= {"waiting", "mine", "pending", "resolved", "all"}
    user = fresh.user()
    ticket_id = user.open_ticket("Hello")
    frame = staff.expect("ticket", ticket=lambda ticket: ticket["ticket_id"] == ticket_id)
    assert frame["ticket"]["chat"] == "waiting"
    staff.expect("counts", waiting=1, all=1)


def test_a_transfer_tells_both_agents_what_is_theirs(fresh):
    user, former, ticket_id = fresh.chat()
    latter = fresh.staff()
    assert (former.watch()["mine"], latter.watch()["mine"]) == (1, 0)
    former.command("transfer", ticket_id=ticket_id, staff_id=latter.id)
    former.expect("counts", mine=0, all=1)
    latter.expect("counts", mine=1, all=1)
    latter.command("release", ticket_id=ticket_id)
    latter.expect("counts", mine=0, waiting=1)
    former.picks(ticket_id)
    former.expect("counts", mine=1, waiting=0)


def test_a_list_of_closed_tickets_with_its_count(fresh):
    user, staff, ticket_id = fresh.chat("First")
    second = user.open_ticket("Second")
    for each in (ticket_id, second):
        staff.command("set_status", ticket_id=each, status="closed")
    page = staff.http.get("/api/v1/tickets", list="closed")
    assert [each["ticket_id"] for each in page["tickets"]] == [second, ticket_id]
    assert (page["counts"]["closed"], page["counts"]["all"]) == (2, 0)
    staff.watch()
    staff.command("note", ticket_id=ticket_id, text="For later")
    page = staff.http.get("/api/v1/tickets", list="closed")
    assert [each["ticket_id"] for each in page["tickets"]] == [ticket_id, second]


def test_asking_something_new_continues_nothing_and_writing_on_does(world):
    user, staff, ticket_id = resolved(world)
    user.command("set_status", ticket_id=ticket_id, status="closed")
    before = user.http.entries(ticket_id)
    asked = user.http.ticket(user.open_ticket("Do you ship to Norway?"))
    assert (asked["subject"], "follows" in asked) == ("Do you ship to Norway?", False)
    assert user.http.entries(ticket_id) == before
    went_on = user.http.ticket(user.command("message", ticket_id=ticket_id, text="Still broken")["ticket_id"])
    assert (went_on["subject"], went_on["follows"]) == (user.http.ticket(ticket_id)["subject"], ticket_id)
    assert asked["ticket_id"] != went_on["ticket_id"]


def test_a_ticket_closes_by_itself(make_server):
    from harness.world import World

    world = World(make_server(environment={"BECKON_AUTO_CLOSE_SECONDS": "1"}))
    user, staff, ticket_id = resolved(world)
    entry = user.expect("status", ticket_id=ticket_id, status="closed", seconds=20)
    assert (entry["was"], entry["by"]) == ("resolved", "clock")
    world.close()


def test_tickets_over_http(world):
    id = world.name("user")
    person = world.person("user", id)
    ticket = expect(person.post("/api/v1/tickets", {"text": "By HTTP", "client_id": "c"}), 201).json()["ticket"]
    again = expect(person.post("/api/v1/tickets", {"text": "By HTTP", "client_id": "c"}), 201).json()["ticket"]
    assert again["ticket_id"] == ticket["ticket_id"]
    assert (ticket["user_id"], ticket["status"], ticket["chat"]) == (id, "open", "waiting")
    assert ticket["subject"] == "By HTTP"
    assert ticket["number"] >= 1001
    assert texts(person.entries(ticket["ticket_id"])) == ["By HTTP"]
