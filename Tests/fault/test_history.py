"""The checker itself: a true history passes, and each lie that it is there to find is found."""

import copy

import pytest

from harness.history import History

AT = "2026-01-01T00:00:00.00{}Z"
USER, STAFF = ("user", "mia"), ("staff", "dana")


def message(seq, who, client_id):
    return {
        "type": "message", "ticket_id": "t", "seq": seq, "at": AT.format(seq), "from": who[0], "author_id": who[1],
        "text": client_id, "client_id": client_id}


LOG = [
    {"type": "ticket_created", "ticket_id": "t", "seq": 1, "at": AT.format(1)},
    {"type": "assigned", "ticket_id": "t", "seq": 2, "at": AT.format(2), "staff_id": "dana"},
    message(3, USER, "a"),
    message(4, STAFF, "b"),
    {"type": "staff_offline", "ticket_id": "t", "seq": 5, "at": AT.format(5), "staff_id": "dana"},
]


def told(log=LOG, acks=(("a", 3, USER), ("b", 4, STAFF)), without=()):
    """The history of two people who wrote one message each; `without`: numbers that never reached the customer."""
    history = History()
    for client_id, seq, who in acks:
        history.sent(who, "t", client_id, client_id)
        history.acked(who, {"ticket_id": "t", "client_id": client_id, "seq": seq})
    for entry in log:
        if entry["seq"] not in without and entry.get("author_id") != "mia":
            history.received(USER, 1, entry)
    return history


def check(history, stored=LOG):
    return history.check(lambda role, ticket_id: stored, complete=[(USER, "t")])


def changed(number, **fields):
    log = copy.deepcopy(LOG)
    log[number - 1].update(fields)
    return log


def test_a_true_history_passes():
    history = told()
    history.picked("dana", "t", {"success": True})
    history.picked("kim", "t", {"success": False, "code": "already_picked", "by": {"staff_id": "dana"}})
    assert check(history) == {"t": LOG}


@pytest.mark.parametrize(("name", "by", "stored"), [
    ("an acked message is lost", "check_acked", changed(3, client_id="other", text="other")),
    ("an acked message stands elsewhere", "check_acked", [*LOG[:2], message(3, STAFF, "b"), message(4, USER, "a")]),
    ("a message stands twice", "check_log", [*LOG, message(6, USER, "a")]),
    ("a number is missing", "check_log", [*LOG[:3], *LOG[4:]]),
    ("time goes backwards", "check_log", changed(5, at=AT.format(0))),
    ("another text was stored", "check_sent", changed(3, text="B")),
    ("another author was stored", "check_sent", changed(3, author_id="tom")),
    ("an agent writes who does not have it", "check_chat", changed(2, staff_id="kim")),
    ("somebody is offline who was not there", "check_chat", changed(5, staff_id="kim")),
    ("a customer writes to an empty chair", "check_chat", [*LOG, message(6, USER, "c")]),
    ("two have it at once", "check_chat", [*LOG[:4], {**LOG[1], "seq": 5, "at": AT.format(5), "staff_id": "kim"}]),
])
def test_a_wrong_log_is_found(name, by, stored):
    history = told()
    with pytest.raises(AssertionError) as found:
        check(history, stored)
    assert found.traceback[-1].name == by


def test_an_entry_that_was_received_and_is_not_stored_is_found():
    with pytest.raises(AssertionError, match="received and not stored"):
        check(told(log=[*LOG, message(6, STAFF, "c")]))


def test_an_entry_that_never_came_is_found():
    with pytest.raises(AssertionError, match="never got"):
        check(told(without={2}))


def test_what_everybodys_leaving_wrote_need_not_have_come():
    check(told(without={5}))
    with pytest.raises(AssertionError, match=r"never got \[4\]"):
        check(told(without={4, 5}))


def test_two_orders_are_found():
    other = {**LOG[3], "seq": 2}
    with pytest.raises(AssertionError, match="received"):
        check(told(log=[LOG[0], other]))


def test_an_order_against_time_is_found():
    history = told(acks=(("b", 4, STAFF), ("a", 3, USER)))
    with pytest.raises(AssertionError, match="had been acked"):
        check(history)


def test_two_answers_to_one_message_are_found():
    history = told()
    with pytest.raises(AssertionError, match="two answers"):
        history.acked(USER, {"ticket_id": "t", "client_id": "a", "seq": 4})


@pytest.mark.parametrize("answer", [
    {"success": True},
    {"success": False, "code": "already_picked", "by": {"staff_id": "kim"}},
])
def test_a_pick_that_the_log_does_not_know_is_found(answer):
    history = told()
    history.picked("kim", "t", answer)
    with pytest.raises(AssertionError) as found:
        check(history)
    assert found.traceback[-1].name == "check_picks"
