"""Acks, echoes, order, and standing once (G1–G3)."""

from concurrent.futures import ThreadPoolExecutor

from harness.api import expect, expect_error
from harness.client import Refused, new_id
from harness.history import TIME, check_acked, check_log, check_view, texts


def test_the_sender_gets_the_ack_and_no_echo_and_everyone_else_the_entry(world):
    user, staff, ticket_id = world.chat()
    tablet = world.again(user)
    tablet.sync(ticket_id)
    phone = world.again(staff)
    phone.sync(ticket_id)

    ack = user.command("message", ticket_id=ticket_id, text="One", client_id="one")
    assert set(ack) >= {"type", "client_id", "ticket_id", "seq", "at"}
    assert TIME.match(ack["at"])
    for other in (staff, tablet, phone):
        entry = other.expect("message", ticket_id=ticket_id, text="One")
        assert (entry["client_id"], entry["seq"], entry["at"]) == ("one", ack["seq"], ack["at"])
        assert (entry["from"], entry["author_id"]) == ("user", user.id)

    answer = staff.command("message", ticket_id=ticket_id, text="Two")
    for other in (user, tablet, phone):
        assert other.expect("message", text="Two")["seq"] == answer["seq"] == ack["seq"] + 1
    # Entries of a ticket come in their order: an echo of "One" would have come before "Two".
    assert "One" not in texts(user.entries(ticket_id))
    user.command("message", ticket_id=ticket_id, text="Three")
    staff.expect("message", text="Three")
    assert "Two" not in texts(staff.entries(ticket_id))


def test_the_same_bytes_everywhere(world):
    user, staff, ticket_id = world.chat()
    user.command("message", ticket_id=ticket_id, text='Ünïcødé 😀 \u202e \\ " / \u2028')
    live = staff.expect("message", ticket_id=ticket_id)
    replayed = world.again(staff).sync(ticket_id)[0][-1]
    assert live == replayed == staff.http.entries(ticket_id)[-1]


def test_fifty_repeats_at_once_stand_once(world):
    user, staff, ticket_id = world.chat()
    connections = [user] + [world.again(user) for _ in range(9)]

    def send(connection):
        return [connection.command("message", ticket_id=ticket_id, text="Once", client_id="same") for _ in range(5)]

    with ThreadPoolExecutor(10) as pool:
        acks = [ack for some in pool.map(send, connections) for ack in some]
    assert len(acks) == 50
    assert len({(ack["seq"], ack["at"], ack["ticket_id"]) for ack in acks}) == 1
    assert texts(check_log(staff.http.entries(ticket_id))).count("Once") == 1
    # Whoever had sent it as well got its ack, and not the entry on top.
    staff.command("message", ticket_id=ticket_id, text="Barrier")
    staff_texts = texts(staff.entries(ticket_id))
    assert staff_texts.count("Once") == 1


def test_a_ticket_opened_again_and_again_is_one_ticket(world):
    user = world.user()
    connections = [user] + [world.again(user) for _ in range(9)]
    with ThreadPoolExecutor(10) as pool:
        acks = list(pool.map(lambda one: one.command("create_ticket", text="Once", client_id="same"), connections))
    assert len({(ack["ticket_id"], ack["seq"]) for ack in acks}) == 1
    assert len(user.http.get("/api/v1/tickets")["tickets"]) == 1


def test_a_repeat_after_a_restart_gets_the_first_answer(fresh):
    user, staff, ticket_id = fresh.chat()
    first = user.command("message", ticket_id=ticket_id, text="Once", client_id="same")
    fresh.server.restart()
    again = fresh.again(user).command("message", ticket_id=ticket_id, text="Once", client_id="same")
    assert {name: again[name] for name in ("seq", "at", "ticket_id")} == {
        name: first[name] for name in ("seq", "at", "ticket_id")}
    assert texts(check_log(user.http.entries(ticket_id))).count("Once") == 1


def test_a_repeat_over_http_is_the_same_repeat(world):
    user, staff, ticket_id = world.chat()
    ack = user.command("message", ticket_id=ticket_id, text="Once", client_id="same")
    body = {"text": "Once", "client_id": "same"}
    answer = expect(user.http.post(f"/api/v1/tickets/{ticket_id}/messages", body), 201).json()["ack"]
    assert (answer["seq"], answer["at"]) == (ack["seq"], ack["at"])
    assert texts(user.http.entries(ticket_id)).count("Once") == 1


def test_the_same_client_id_with_another_text_is_refused(world):
    user, staff, ticket_id = world.chat()
    user.command("message", ticket_id=ticket_id, text="One", client_id="same")
    before = user.http.entries(ticket_id)
    error = user.refused("message", ticket_id=ticket_id, text="Another", client_id="same")
    assert (error["code"], error["ticket_id"]) == ("client_id_reused", ticket_id)
    expect_error(
        user.http.post(f"/api/v1/tickets/{ticket_id}/messages", {"text": "Another", "client_id": "same"}),
        409, "client_id_reused")
    assert user.http.entries(ticket_id) == before


def test_two_people_may_choose_the_same_client_id(world):
    user, staff, ticket_id = world.chat()
    one = user.command("message", ticket_id=ticket_id, text="One", client_id="same")
    two = staff.command("message", ticket_id=ticket_id, text="Two", client_id="same")
    assert two["seq"] == one["seq"] + 1


def test_one_dense_order_for_everyone(world):
    user, staff, ticket_id = world.chat()
    users = [user] + [world.again(user) for _ in range(2)]
    agents = [staff] + [world.again(staff) for _ in range(1)]
    everyone = users + agents
    starts = [client.sync(ticket_id)[1]["seq"] for client in everyone]

    def talk(client):
        return [client.say(ticket_id, f"{id(client)} {number}", client_id=new_id()) for number in range(20)]

    with ThreadPoolExecutor(len(everyone)) as pool:
        acks = list(pool.map(talk, everyone))
    log = check_log(user.http.entries(ticket_id))
    check_acked(log, {ack["client_id"]: ack for some in acks for ack in some})
    for client, start, own in zip(everyone, starts, acks):
        last = next(entry["seq"] for entry in reversed(log) if entry["seq"] not in {ack["seq"] for ack in own})
        while not (seen := client.entries(ticket_id)) or seen[-1]["seq"] < last:
            client.expect("message", ticket_id=ticket_id)
        view = [entry for entry in client.entries(ticket_id) if entry["seq"] > start]
        check_view(view, log, after=start, own={ack["seq"] for ack in own})
        # Each sender's own messages stand in the order in which they were acked.
        assert [ack["seq"] for ack in own] == sorted(ack["seq"] for ack in own)


def test_frames_sent_without_waiting_are_answered_in_their_order(world):
    user, staff, ticket_id = world.chat()
    ids = [f"m{number}" for number in range(10)]
    for client_id in ids:
        user.send("message", ticket_id=ticket_id, text=client_id, client_id=client_id)
    seqs = [user.answer(client_id)["seq"] for client_id in ids]
    assert seqs == list(range(seqs[0], seqs[0] + 10))
    assert texts(user.http.entries(ticket_id))[-10:] == ids


def test_a_refused_message_leaves_its_client_id_free(world):
    user, staff, ticket_id = world.chat()
    staff.offline()
    user.expect("staff_offline", ticket_id=ticket_id)
    try:
        user.command("message", ticket_id=ticket_id, text="Hello?", client_id="later")
        raise AssertionError("accepted while paused")
    except Refused as refused:
        assert refused.code == "chat_paused"
    staff.online().picks(ticket_id)
    assert user.command("message", ticket_id=ticket_id, text="Hello?", client_id="later")["seq"]
