"""Who is there, who has the ticket, and what the customer is told (G5, G6)."""

import time
from concurrent.futures import ThreadPoolExecutor

from harness.history import systems
from harness.server import GRACE_MS

GRACE_SECONDS = GRACE_MS / 1000
PICKERS = 100


def test_a_hundred_picks_at_once_have_one_winner(fresh):
    user = fresh.user()
    ticket_id = user.open_ticket()
    agents = [fresh.staff() for _ in range(PICKERS)]
    for agent in agents:
        agent.expect("new_ticket", ticket=lambda ticket: ticket["ticket_id"] == ticket_id)
    with ThreadPoolExecutor(PICKERS) as pool:
        answers = list(pool.map(lambda agent: agent.pick(ticket_id, seconds=30), agents))
    winners = [agent for agent, answer in zip(agents, answers) if answer["success"]]
    assert len(winners) == 1
    for answer in answers:
        if not answer["success"]:
            assert answer["code"] == "already_picked"
            assert answer["by"]["staff_id"] == winners[0].id
            assert answer["by"]["name"] and answer["message"]
    log = user.http.entries(ticket_id)
    assert [entry["staff_id"] for entry in log if entry["type"] == "assigned"] == [winners[0].id]
    assert systems(log) == ["ticket_created", "staff_joined"]
    assert user.expect("assigned")["staff_id"] == winners[0].id


def test_picking_again_what_one_has_changes_nothing(world):
    user, staff, ticket_id = world.chat()
    before = user.http.entries(ticket_id)
    staff.pick(ticket_id)
    assert user.http.entries(ticket_id) == before


def test_an_agent_who_is_offline_cannot_pick(world):
    user, staff = world.user(), world.staff(online=False)
    ticket_id = user.open_ticket()
    answer = staff.pick(ticket_id)
    assert (answer["success"], answer["code"]) == (False, "staff_offline")
    assert user.http.ticket(ticket_id)["chat"] == "waiting"


def test_going_offline_pauses_at_once(world):
    user, staff, ticket_id = world.chat()
    staff.offline()
    entry = user.expect("staff_offline", ticket_id=ticket_id, seconds=2)
    assert (entry["staff_id"], entry["staff_name"] != "") == (staff.id, True)
    assert user.expect("system", code="staff_offline")["seq"] == entry["seq"] + 1
    ticket = user.http.ticket(ticket_id)
    assert (ticket["status"], ticket["chat"]) == ("open", "paused")
    assert ticket["waiting_since"]
    error = user.refused("message", ticket_id=ticket_id, text="Hello?")
    assert (error["code"], error["ticket_id"]) == ("chat_paused", ticket_id)


def test_offline_on_one_connection_is_offline_on_all(world):
    user, staff, ticket_id = world.chat()
    phone = world.again(staff)
    assert phone.hello["status"] == "online"
    phone.offline()
    assert staff.expect("status_updated", status="offline")
    user.expect("staff_offline", ticket_id=ticket_id)


def test_one_of_two_connections_lost_is_no_absence(world):
    user, staff, ticket_id = world.chat()
    phone = world.again(staff)
    staff.cut()
    user.expect_none("staff_offline", seconds=GRACE_SECONDS + 1, ticket_id=ticket_id)
    assert phone.command("message", ticket_id=ticket_id, text="Still here")


def test_a_lost_connection_is_told_after_the_grace(world):
    user, staff, ticket_id = world.chat()
    started = time.monotonic()
    staff.cut()
    user.expect("staff_offline", ticket_id=ticket_id, seconds=GRACE_SECONDS + 4)
    assert time.monotonic() - started >= GRACE_SECONDS * 0.8, "the grace was not given"
    assert user.http.ticket(ticket_id)["chat"] == "paused"


def test_a_reload_is_no_absence(world):
    user, staff, ticket_id = world.chat()
    staff.close()
    back = world.again(staff)
    assert back.hello["status"] == "online"
    user.expect_none("staff_offline", seconds=GRACE_SECONDS + 1, ticket_id=ticket_id)
    assert back.command("message", ticket_id=ticket_id, text="Reloaded")
    assert user.expect("message", text="Reloaded")


def test_who_comes_back_must_pick_again(world):
    user, staff, ticket_id = world.chat()
    staff.offline()
    staff.online()
    error = staff.refused("message", ticket_id=ticket_id, text="I am back")
    assert error["code"] == "must_repick"
    assert user.http.ticket(ticket_id)["chat"] == "paused"
    staff.picks(ticket_id)
    assert staff.command("message", ticket_id=ticket_id, text="I am back")
    assert systems(user.http.entries(ticket_id)) == [
        "ticket_created", "staff_joined", "staff_offline", "staff_reconnected"]


def test_who_was_lost_must_pick_again(world):
    user, staff, ticket_id = world.chat()
    staff.cut()
    user.expect("staff_offline", ticket_id=ticket_id, seconds=GRACE_SECONDS + 4)
    back = world.again(staff).online()
    assert back.refused("message", ticket_id=ticket_id, text="Hi")["code"] == "must_repick"
    back.picks(ticket_id)
    assert user.expect("system", code="staff_reconnected", ticket_id=ticket_id)


def test_another_agent_joins_and_does_not_reconnect(world):
    user, staff, ticket_id = world.chat()
    staff.offline()
    other = world.staff()
    other.expect("new_ticket", ticket=lambda ticket: ticket["ticket_id"] == ticket_id)
    other.picks(ticket_id)
    assert systems(user.http.entries(ticket_id)) == [
        "ticket_created", "staff_joined", "staff_offline", "staff_joined"]
    assigned = [entry for entry in user.http.entries(ticket_id) if entry["type"] == "assigned"]
    assert (assigned[-1]["staff_id"], assigned[-1]["previous"]) == (other.id, staff.id)
    staff.online()
    answer = staff.pick(ticket_id)
    assert (answer["code"], answer["by"]["staff_id"]) == ("already_picked", other.id)


def test_paused_tickets_are_offered_to_who_comes_online(world):
    user, staff, ticket_id = world.chat()
    staff.offline()
    user.expect("staff_offline", ticket_id=ticket_id)
    other = world.staff()
    frame = other.expect("new_ticket", ticket=lambda ticket: ticket["ticket_id"] == ticket_id)
    assert frame["summary"]["chat"] == "paused"


def test_the_place_in_the_queue(fresh):
    users = [fresh.user() for _ in range(3)]
    tickets = [user.open_ticket() for user in users]
    for place, (user, ticket_id) in enumerate(zip(users, tickets), start=1):
        frame = user.expect("queue", ticket_id=ticket_id, position=place, of=3)
        assert frame["staff_online"] is False
        assert frame["estimate_seconds"] is None or frame["estimate_seconds"] >= 0
    staff = fresh.staff()
    users[2].expect("queue", staff_online=True)
    staff.picks(tickets[0])
    users[1].expect("queue", ticket_id=tickets[1], position=1, of=2)
    users[2].expect("queue", ticket_id=tickets[2], position=2, of=2)


def test_the_list_of_agents_tells_who_is_online(world):
    watcher, staff = world.staff(), world.staff()

    def online():
        agents = watcher.http.get("/api/v1/agents")["agents"]
        return {agent["staff_id"]: agent["online"] for agent in agents}.get(staff.id)

    watcher.watch()
    assert online() is True
    staff.offline()
    watcher.expect("staff", staff_id=staff.id, online=False)
    assert online() is False
    staff.online()
    watcher.expect("staff", staff_id=staff.id, online=True)
    staff.cut()
    watcher.expect("staff", staff_id=staff.id, online=False, seconds=GRACE_SECONDS + 4)
    assert online() is False


def test_watchers_see_whether_the_customer_is_there(world):
    watcher, user = world.staff(), world.user()
    watcher.watch()
    user.open_ticket()
    user.close()
    watcher.expect("user_presence", user_id=user.id, online=False, seconds=GRACE_SECONDS + 35)
    world.again(user)
    watcher.expect("user_presence", user_id=user.id, online=True)


def test_who_has_the_ticket_open(world):
    user, staff, ticket_id = world.chat()
    other = world.staff()
    staff.sync(ticket_id)
    other.sync(ticket_id)

    def both(staff_list):
        return {staff.id, other.id} <= {each["staff_id"] for each in staff_list}

    staff.expect("viewing", ticket_id=ticket_id, staff=both)
    other.send("leave", ticket_id=ticket_id)
    staff.expect(
        "viewing", ticket_id=ticket_id, staff=lambda each: other.id not in {one["staff_id"] for one in each})


def test_customers_hear_whether_anybody_is_online(fresh):
    idle = fresh.user()
    assert idle.hello["staff_online"] is False
    assert idle.http.get("/api/v1/inbox")["staff_online"] is False
    staff = fresh.staff()
    idle.expect("availability", staff_online=True)
    assert fresh.user().hello["staff_online"] is True
    assert idle.http.get("/api/v1/inbox")["staff_online"] is True
    other = fresh.staff()
    staff.offline()
    other.offline()
    assert idle.expect("availability")["staff_online"] is False  # once, and not for each of them
