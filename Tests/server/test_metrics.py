"""GET /metrics: what it counts, in which form, and to whom it is open."""

import re

import httpx
import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_families
from prometheus_client.parser import text_string_to_metric_families as text_families

from harness.waiting import until

TOKEN = "a-token-that-nobody-guesses"
OPEN_METRICS = "application/openmetrics-text;version=1.0.0"


def get(server, **headers):
    return httpx.get(server.base + "/metrics", headers={k.replace("_", "-"): v for k, v in headers.items()},
                     trust_env=False)


def samples(server):
    """{(sample's name, label values in the order of their names): value}"""
    found = {}
    for family in text_families(get(server).text):
        for sample in family.samples:
            found[sample.name, tuple(v for _, v in sorted(sample.labels.items()))] = sample.value
    return found


class Since:
    """What was counted since the beginning of a test."""

    def __init__(self, server):
        self.server, self.before = server, samples(server)

    def __call__(self, name, *labels):
        return samples(self.server).get((name, labels), 0) - self.before.get((name, labels), 0)


def test_both_formats_are_read_by_prometheus_own_parser(world):
    world.chat()
    text = get(world.server)
    assert text.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert text.headers["cache-control"] == "no-store"
    families = {family.name: family for family in text_families(text.text)}
    assert families["beckon_frames_received"].type == "counter"
    assert families["beckon_commit_duration_seconds"].type == "histogram"
    assert all(family.documentation for family in families.values())

    strict = get(world.server, accept=OPEN_METRICS)
    assert strict.headers["content-type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8"
    assert strict.text.endswith("# EOF\n")
    units = {family.name: family.unit for family in open_families(strict.text)}
    assert units["beckon_commit_duration_seconds"] == "seconds"
    assert units["process_resident_memory_bytes"] == "bytes"
    assert set(units) == set(families)


def test_a_chat_is_counted_at_every_step(world):
    since = Since(world.server)
    user, staff, ticket_id = world.chat()
    for number in range(3):
        user.send("message", ticket_id=ticket_id, text=f"Message {number}", client_id=f"metrics-{number}")
        staff.expect("message", text=f"Message {number}")
    user.send("message", ticket_id=ticket_id, text="Message 2", client_id="metrics-2")
    user.expect("ack", client_id="metrics-2")
    assert since("beckon_frames_received_total", "message") == 4
    assert since("beckon_frames_received_total", "pick_ticket") == 1
    assert since("beckon_frames_received_total", "create_ticket") == 1
    assert since("beckon_commands_total", "create_ticket", "ok") == 1
    assert since("beckon_commands_total", "message", "ok") == 3
    until("the repeat is counted", lambda: since("beckon_commands_total", "message", "unchanged") == 1)
    assert since("beckon_commands_total", "pick_ticket", "ok") == 1
    until("every ack is counted", lambda: since("beckon_frames_sent_total", "ack") >= 4)
    assert since("beckon_frames_sent_total", "message") >= 3
    assert since("beckon_commit_batch_entries_sum") >= 6
    commits = since("beckon_commit_batch_entries_count")
    assert commits == since("beckon_commit_duration_seconds_count") >= 5
    assert since("beckon_log_position") >= 6


def test_who_is_there_is_counted(fresh):
    assert samples(fresh.server)["beckon_agents_online", ()] == 0
    user, staff = fresh.user(), fresh.staff()
    now = samples(fresh.server)
    assert now["beckon_sockets", ("user",)] == 1 and now["beckon_sockets", ("staff",)] == 1
    assert now["beckon_agents_online", ()] == 1
    user.open_ticket("Hello?")
    until("the customer waits", lambda: samples(fresh.server)["beckon_customers_waiting", ()] == 1)
    user.close()
    until("the socket is gone", lambda: samples(fresh.server)["beckon_sockets", ("user",)] == 0)
    assert staff.hello


def test_errors_and_refusals_are_counted_by_code(make_server):
    from harness.world import World

    world = World(make_server(arguments=["--empty"]))
    since = Since(world.server)
    user = world.user()
    user.send("nonsense")
    user.expect("error", code="unknown_type")
    assert since("beckon_errors_total", "unknown_type", "frame") == 1
    assert since("beckon_frames_received_total", "unknown_type") == 1
    assert user.http.request("GET", "/api/v1/tickets/none").status_code == 404
    assert since("beckon_errors_total", "not_found", "http") == 1
    for number in range(21):
        user.send("create_ticket", text=f"Question {number}", client_id=f"many-{number}")
    user.expect("error", code="rate_limited")
    until("the refusal is counted", lambda: since("beckon_rate_limited_total", "tickets") == 1)
    world.close()


def test_requests_are_counted_by_route_never_by_path(world):
    since = Since(world.server)
    user, _, ticket_id = world.chat()
    for _ in range(3):
        assert user.http.request("GET", f"/api/v1/tickets/{ticket_id}").status_code == 200
    user.http.request("GET", "/api/v1/there/is/no/such/route")
    text = get(world.server).text
    assert ticket_id not in text and user.id not in text and "no/such" not in text
    found = [key for key in samples(world.server) if key[0] == "beckon_http_requests_total"]
    routes = {labels[1] for _, labels in found}
    assert "/api/v1/tickets/{id}" in routes and "none" in routes, routes
    assert since("beckon_http_requests_total", "GET", "/api/v1/tickets/{id}", "200") == 3
    assert since("beckon_http_request_duration_seconds_count", "GET", "/api/v1/tickets/{id}") == 3


def test_the_process_is_described(world):
    now = samples(world.server)
    pid = world.server.process.pid
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        pages = int(file.read().split()[1])
    assert 0.5 < now["process_resident_memory_bytes", ()] / (pages * 4096) < 2
    assert now["process_open_fds", ()] > 10 and now["process_max_fds", ()] > now["process_open_fds", ()]
    assert now["process_cpu_seconds_total", ()] > 0
    assert now["process_start_time_seconds", ()] > 1.7e9
    assert [key for key in now if key[0] == "beckon_build_info"]
    until("event loops are measured", lambda: any(
        value for (name, _), value in samples(world.server).items() if name == "beckon_event_loop_lag_seconds_count"))


# Who may read it

def test_this_machine_reads_it_and_nobody_through_a_proxy(company):
    server = company.server
    assert get(server).status_code == 200
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
        assert get(server, **{header: "127.0.0.1"}).status_code == 404, header
    assert get(server, host="evil.example").status_code == 404
    assert httpx.post(server.base + "/metrics", trust_env=False).status_code in (400, 404, 405)


def test_others_need_the_token(make_server):
    server = make_server(mode="serve", environment={"BECKON_METRICS_TOKEN": TOKEN})
    far = {"X-Forwarded-For": "203.0.113.9"}
    refused = get(server, **far)
    assert refused.status_code == 401 and refused.headers["www-authenticate"] == "Bearer"
    assert refused.json()["error"]["code"] == "not_authenticated"
    for wrong in ("Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN):
        assert get(server, authorization=wrong.strip(), **far).status_code == 401, wrong
    right = get(server, authorization=f"Bearer {TOKEN}", **far)
    assert right.status_code == 200 and "beckon_sockets" in right.text
    assert "access-control-allow-origin" not in right.headers
    assert TOKEN not in server.output()


def test_guessing_the_token_is_slowed_down(make_server):
    server = make_server(mode="serve", environment={"BECKON_METRICS_TOKEN": TOKEN})
    answers = [get(server, authorization="Bearer guess", x_real_ip="203.0.113.9").status_code for _ in range(12)]
    assert answers[:10] == [401] * 10 and 429 in answers[10:]


@pytest.mark.parametrize(("forwarded", "status"), [
    ("203.0.113.9", 404), ("127.0.0.1, 203.0.113.9", 404), ("203.0.113.9, 127.0.0.1", 404), ("127.0.0.1", 200),
])
def test_behind_a_trusted_proxy_its_client_counts(make_server, forwarded, status):
    server = make_server(mode="serve", environment={"BECKON_TRUSTED_PROXIES": "127.0.0.1"})
    assert get(server, x_forwarded_for=forwarded).status_code == status


@pytest.mark.parametrize("token", ["short", "with a space in it", "x" * 201])
def test_a_token_that_is_none_is_refused_at_the_start(make_server, token):
    with pytest.raises(AssertionError, match=re.escape("BECKON_METRICS_TOKEN: must be")):
        make_server(mode="serve", environment={"BECKON_METRICS_TOKEN": token})
