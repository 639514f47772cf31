"""The plainest client: it knows the base frames of docs/api.md, sends no client_id and never resumes."""


def test_the_whole_story(fresh):
    user = fresh.user("mia")
    user.send("create_ticket")
    ticket_id = user.expect("ticket_created")["ticket_id"]

    staff = fresh.staff("dana", online=False)
    staff.send("status", status="online")
    assert staff.expect("status_updated")["status"] == "online"
    ticket = staff.expect("new_ticket")["ticket"]
    assert ticket == {"ticket_id": ticket_id, "user_id": "mia", "status": "waiting"}

    staff.send("pick_ticket", ticket_id=ticket_id)
    assert staff.expect("ticket_picked")["success"] is True
    assert user.expect("assigned")["ticket_id"] == ticket_id
    assert user.expect("system", code="staff_joined")["text"] == "Staff joined"

    user.send("message", ticket_id=ticket_id, text="Hello?")
    message = staff.expect("message")
    assert (message["from"], message["text"], message["ticket_id"]) == ("user", "Hello?", ticket_id)
    staff.send("message", ticket_id=ticket_id, text="Hello, Mia.")
    message = user.expect("message")
    assert (message["from"], message["text"]) == ("staff", "Hello, Mia.")

    staff.send("status", status="offline")
    assert staff.expect("status_updated")["status"] == "offline"
    assert user.expect("staff_offline")["ticket_id"] == ticket_id
    assert user.expect("system", code="staff_offline")["text"] == "Staff went offline"
    user.send("message", ticket_id=ticket_id, text="Still there?")
    assert user.expect("error")["code"] == "chat_paused"

    staff.send("status", status="online")
    assert staff.expect("status_updated")["status"] == "online"
    assert staff.expect("new_ticket")["ticket"]["ticket_id"] == ticket_id
    staff.send("message", ticket_id=ticket_id, text="I am back.")
    assert staff.expect("error")["code"] == "must_repick"
    staff.send("pick_ticket", ticket_id=ticket_id)
    assert staff.expect("ticket_picked")["success"] is True
    assert user.expect("assigned")["ticket_id"] == ticket_id
    assert user.expect("system", code="staff_reconnected")["text"] == "Staff reconnected"

    staff.send("message", ticket_id=ticket_id, text="Now I am.")
    assert user.expect("message")["text"] == "Now I am."
    user.send("message", ticket_id=ticket_id, text="Good.")
    assert staff.expect("message", text="Good.")["from"] == "user"


def test_a_new_ticket_reaches_agents_who_are_online_already(world):
    staff, absent = world.staff(), world.staff(online=False)
    user = world.user()
    user.send("create_ticket")
    ticket_id = user.expect("ticket_created")["ticket_id"]
    frame = staff.expect("new_ticket", ticket=lambda ticket: ticket["ticket_id"] == ticket_id)
    assert frame["ticket"]["user_id"] == user.id
    assert frame["summary"]["chat"] == "waiting"
    assert not [frame for frame in absent.drain() if frame["type"] == "new_ticket"]


def test_hello_comes_first(world):
    user, staff = world.user(), world.staff(online=False)
    assert user.log[0][1]["type"] == "hello"
    assert (user.hello["role"], user.hello["id"], user.hello["demo"]) == ("user", user.id, True)
    assert (staff.hello["role"], staff.hello["id"], staff.hello["status"]) == ("staff", staff.id, "offline")


def test_unknown_fields_are_ignored(world):
    user = world.user()
    ack = user.command("create_ticket", text="Hi", colour="red", seq=99, number=1, ticket_id=7)
    entry = user.expect("ticket_created", ticket_id=ack["ticket_id"])
    assert entry["seq"] == 1
    assert "colour" not in entry


def test_text_with_the_first_frame_is_the_first_message(world):
    user = world.user()
    ack = user.command("create_ticket", text="My order\nis late", client_id="first")
    entries = user.http.entries(ack["ticket_id"])
    assert [entry["type"] for entry in entries] == ["ticket_created", "system", "message"]
    assert ack["seq"] == 3
    assert entries[2]["client_id"] == "first"
    assert entries[0]["subject"] == "My order"


def test_health(demo):
    import httpx

    for path in ("live", "ready"):
        answer = httpx.get(f"{demo.base}/health/{path}", trust_env=False)
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
