"""What must hold of every log and of every client's view of it."""

import re

TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")


def written(entries):
    """What people wrote: the entries whose client_id promises that they stand once."""
    return [entry for entry in entries if entry["type"] in ("message", "note")]


def check_log(entries, ticket_id=None):
    """A whole log: dense from 1, one ticket, times in order, no client_id twice of one author."""
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    if ticket_id:
        assert {entry["ticket_id"] for entry in entries} <= {ticket_id}
    if entries:
        assert entries[0]["type"] == "ticket_created"
    for entry in entries:
        assert TIME.match(entry["at"]), entry
    times = [entry["at"] for entry in entries]
    assert times == sorted(times)
    seen = set()
    for entry in written(entries):
        if entry.get("client_id"):
            key = (entry["type"], entry.get("from"), entry["author_id"], entry["client_id"])
            assert key not in seen, f"stands twice: {key}"
            seen.add(key)
    return entries


def check_acked(entries, acks):
    """Every acked message stands in the log once, at the number that the ack named. `acks`: client_id → ack."""
    by_id = {}
    for entry in written(entries):
        if entry.get("client_id"):
            by_id.setdefault(entry["client_id"], []).append(entry["seq"])
    for client_id, ack in acks.items():
        assert by_id.get(client_id) == [ack["seq"]], f"acked {ack}, stored {by_id.get(client_id)}"


def check_view(view, entries, after=0, own=()):
    """A client's received entries are the log beyond `after`, in its order, without its own acked ones."""
    own = set(own)
    expected = [entry for entry in entries if entry["seq"] > after and entry["seq"] not in own]
    assert view == expected


def systems(entries):
    return [entry["code"] for entry in entries if entry["type"] == "system"]


def texts(entries):
    return [entry["text"] for entry in entries if entry["type"] == "message"]
