"""The API does what its document says, whatever is sent to it: schemathesis makes the requests, from a fixed seed."""

import json
import subprocess
import sys

import httpx
import pytest

from harness.api import Person
from harness.contract import CONTRACT, Answers, load
from harness.server import Server

SEED = 9
# Of each operation, beside what its schema's edges give.
EXAMPLES = 10
SECONDS = 300
CONFIG = """
[checks]
# An address, a password or a name that the schema allows may still be refused.
positive_data_acceptance.enabled = false
# Asks for 405: here what is not served is not there, for any method.
unsupported_method.enabled = false
allow_header_conformance.enabled = false
# It takes the demo's header for no login.
ignored_auth.enabled = false

[[operations]]
include-path-regex = "/tickets/"
parameters."path.id" = {tickets}

[[operations]]
include-path-regex = "/agents/"
parameters."path.id" = ["sam", "kim"]

[[operations]]
include-path-regex = "/customers/"
parameters."path.id" = {customers}

# What is no good frame is answered as on a socket: 200, with an error frame.
[[operations]]
include-operation-id = "send_command"
checks.negative_data_rejection.enabled = false
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server("test_openapi", tmp_path_factory.mktemp("openapi") / "data", arguments=["--no-rate-limits"]).start()
    yield server
    server.stop()


def test_the_document_is_served_as_it_is_recorded(server):
    answer = httpx.get(server.base + "/api/v1/openapi.json", trust_env=False)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.text == (CONTRACT / "openapi.json").read_text(encoding="utf-8")


CALLERS = {"nobody": None, "a customer": "user:mia", "an admin": "staff:dana"}


@pytest.mark.parametrize("caller", CALLERS.values(), ids=CALLERS.keys())
def test_schemathesis_finds_nothing(server, tmp_path, caller):
    tickets = Person(server, demo="staff:dana").get("/api/v1/tickets")["tickets"]
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG.format(
        tickets=json.dumps([ticket["ticket_id"] for ticket in tickets[:3]]),
        customers=json.dumps(sorted({ticket["user_id"] for ticket in tickets})[:3])), encoding="utf-8")
    command = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run", server.base + "/api/v1/openapi.json",
        "--seed", str(SEED), "--generation-database", "none", "--max-examples", str(EXAMPLES),
        "--phases", "examples,coverage,fuzzing", "--no-shrink", "--warnings", "off",
        "--suppress-health-check", "all", "--request-timeout", "30"]
    if caller:
        command += ["--header", f"X-Beckon-Demo: {caller}"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=SECONDS)
    assert result.returncode == 0, f"{result.stdout[-8000:]}\n{result.stderr[-2000:]}"
    assert "No issues found" in result.stdout, result.stdout[-3000:]


def test_what_is_not_described_is_noticed():
    """The check of all other tests' answers can fail."""
    answers = Answers(load("openapi.json"))
    kind = {"content-type": "application/json"}
    right = {"needed": True}
    assert not answers.problems("GET", "/api/v1/setup", httpx.Response(200, json=right, headers=kind))
    for status, body in ((200, {**right, "more": 1}), (200, {}), (200, {"needed": 1}), (201, right),
                         (401, {"error": {"code": "not_found", "message": "x"}})):
        assert answers.problems("GET", "/api/v1/setup", httpx.Response(status, json=body, headers=kind)), body
    assert answers.problems("GET", "/api/v1/nothing", httpx.Response(200, json={}))
