"""Agents come by invitation, and look after their passwords, sessions and second factors themselves."""

import base64
import hashlib
import hmac
import re
import struct
import subprocess
import time

from harness.api import Person, expect, expect_error
from harness.company import PASSWORD, accept
from harness.server import binary

OTHER = "another good password"


def code(secret, later=0):
    """RFC 6238, as an app on a phone does it."""
    step = int(time.time()) // 30 + later
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    offset = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def link_for(company, id):
    return company.admin.post(f"/api/v1/agents/{id}/link", {}, status=201).json()["link"]


def test_an_invitation_is_accepted_once(company):
    body = {"name": "Bo", "email": "bo@shop.example", "role": "supervisor"}
    expect_error(company.admin.post("/api/v1/agents", {**body, "password": PASSWORD}), 400, "bad_request")
    agent = company.admin.post("/api/v1/agents", body, status=201).json()
    assert agent["invited"] is True
    link = agent["link"]
    assert link["kind"] == "invitation"
    assert link["url"] == f"{company.server.base}/invite#token={link['token']}"
    nobody = Person(company.server)
    read = expect(nobody.post("/api/v1/invitations/read", {"token": link["token"]}), 200).json()
    assert (read["kind"], read["name"], read["email"]) == ("invitation", "Bo", "bo@shop.example")
    bo = accept(company.server, link["token"], name="Bo B.")
    assert (bo.me["name"], bo.me["role"]) == ("Bo B.", "supervisor")
    assert bo.get("/api/v1/me")["id"] == agent["staff_id"]
    for path in ("read", "accept"):
        answer = nobody.post(f"/api/v1/invitations/{path}", {"token": link["token"], "password": PASSWORD})
        expect_error(answer, 404, "not_found")
    agents = {each["email"]: each for each in company.admin.get("/api/v1/agents")["agents"]}
    assert agents["bo@shop.example"]["invited"] is False
    assert agents["bo@shop.example"]["second_factor"] is False
    assert "second_factor" not in bo.get("/api/v1/agents")["agents"][0]


def test_a_link_for_a_new_password_ends_what_was(company):
    dana = company.agent("Dana")
    former = link_for(company, dana.me["id"])
    link = link_for(company, dana.me["id"])
    assert link["kind"] == "password"
    body = {"token": former["token"], "password": OTHER}
    expect_error(Person(company.server).post("/api/v1/invitations/accept", body), 404, "not_found")
    socket = company.socket(dana)
    accept(company.server, link["token"], OTHER)
    socket.expect_close(4401, seconds=6)
    expect_error(dana.request("GET", "/api/v1/me"), 401, "not_authenticated")
    company.login("Dana", OTHER)


def test_ones_own_password(company):
    dana = company.agent("Dana")
    other = company.login("Dana")
    path = "/api/v1/me/password"
    expect_error(dana.post(path, {"old_password": OTHER, "new_password": OTHER}), 403, "wrong_password")
    expect_error(dana.post(path, {"old_password": PASSWORD, "new_password": "short"}), 400, "bad_request")
    expect(dana.post(path, {"old_password": PASSWORD, "new_password": OTHER}), 204)
    assert dana.get("/api/v1/me")["id"] == dana.me["id"]
    expect_error(other.request("GET", "/api/v1/me"), 401, "not_authenticated")
    statuses = [
        dana.post(path, {"old_password": PASSWORD, "new_password": OTHER}).status_code for _ in range(10)]
    assert statuses[0] == 403 and statuses[-1] == 429


def test_sessions_are_seen_and_ended(company):
    dana = company.agent("Dana")
    other = company.login("Dana")
    socket = company.socket(other)
    sessions = dana.get("/api/v1/me/sessions")["sessions"]
    assert [each["current"] for each in sessions].count(True) == 1
    assert all(each["address"] == "127.0.0.1" and "httpx" in each["agent"] for each in sessions)
    newest = sessions[0]
    assert not newest["current"]
    expect(dana.request("DELETE", f"/api/v1/me/sessions/{newest['session_id']}", {}), 204)
    socket.expect_close(4401, seconds=6)
    again = dana.request("DELETE", f"/api/v1/me/sessions/{newest['session_id']}", {})
    expect_error(again, 404, "not_found")
    mine = next(each for each in dana.get("/api/v1/me/sessions")["sessions"] if each["current"])
    path = f"/api/v1/agents/{dana.me['id']}/sessions"
    assert mine["session_id"] in [each["session_id"] for each in company.admin.get(path)["sessions"]]
    answer = dana.request("DELETE", f"/api/v1/agents/{company.admin.me['id']}/sessions", {})
    expect_error(answer, 403, "forbidden")
    assert expect(company.admin.request("DELETE", path, {}), 200).json()["ended"] >= 1
    expect_error(dana.request("GET", "/api/v1/me"), 401, "not_authenticated")


def test_a_second_factor(company):
    dana = company.agent("Dana")
    expect_error(dana.post("/api/v1/me/totp", {"password": OTHER}), 403, "wrong_password")
    made = dana.post("/api/v1/me/totp", {"password": PASSWORD}, status=201).json()
    assert re.fullmatch(r"[A-Z2-7]{32}", made["secret"])
    assert made["uri"].startswith(f"otpauth://totp/Beckon:dana@shop.example?secret={made['secret']}&")
    assert dana.get("/api/v1/me/totp") == {"on": False, "recovery_codes_left": 0}
    expect_error(dana.post("/api/v1/me/totp/confirm", {"code": "0"}), 403, "wrong_code")
    codes = expect(dana.post("/api/v1/me/totp/confirm", {"code": code(made["secret"], -1)}), 200).json()
    assert len(set(codes["recovery_codes"])) == 10
    assert dana.get("/api/v1/me")["second_factor"] is True

    phone = Person(company.server)
    login = {"email": "dana@shop.example", "password": PASSWORD}
    step = phone.post("/api/v1/login", login, status=200).json()["code_needed"]
    assert not phone.cookies
    expect_error(phone.request("GET", "/api/v1/me"), 401, "not_authenticated")
    asked = {"token": step["token"]}
    expect_error(phone.post("/api/v1/login/code", {**asked, "code": "000000 "}), 403, "wrong_code")
    right = {**asked, "code": code(made["secret"], 1)}
    assert expect(phone.post("/api/v1/login/code", right), 200).json()["me"]["id"] == dana.me["id"]
    expect_error(Person(company.server).post("/api/v1/login/code", right), 404, "not_found")

    second = Person(company.server)
    step = second.post("/api/v1/login", login, status=200).json()["code_needed"]
    used = {"token": step["token"], "code": right["code"]}
    expect_error(second.post("/api/v1/login/code", used), 403, "wrong_code")
    recovery = {"token": step["token"], "code": codes["recovery_codes"][0]}
    expect(second.post("/api/v1/login/code", recovery), 200)
    assert second.get("/api/v1/me/totp")["recovery_codes_left"] == 9

    expect(company.admin.request("DELETE", f"/api/v1/agents/{dana.me['id']}/totp", {}), 204)
    company.server.wait_for_line(re.compile("Second factor removed"))
    expect_error(company.admin.request("DELETE", f"/api/v1/agents/{dana.me['id']}/totp", {}), 404, "not_found")
    assert dana.get("/api/v1/me")["second_factor"] is False


def test_the_command_line(company):
    dana = company.agent("Dana")
    port = company.server.port
    company.server.stop()

    def beckon(*arguments, **more):
        command = [str(binary()), "agent", *arguments, "--data", str(company.server.data)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, **more)

    sessions = beckon("sessions", dana.me["id"]).stdout.splitlines()
    assert len(sessions) == 2 and "127.0.0.1" in sessions[0]
    assert "ended 2" in beckon("sessions", dana.me["id"], "--end", "all").stdout
    assert beckon("sessions", dana.me["id"]).stdout == ""
    assert "had no second factor" in beckon("reset-totp", dana.me["id"]).stdout
    reset = beckon("reset-password", dana.me["id"], "--public-url", "https://help.example").stdout
    assert "https://help.example/invite#token=" in reset
    added = beckon("add", "--name", "Cy", "--email", "cy@shop.example").stdout
    assert "invitation link" in added and "password:" not in added
    typed = beckon("add", "--name", "Di", "--email", "di@shop.example", "--password-stdin", input=PASSWORD + "\n")
    assert "link" not in typed.stdout
    assert "(invited)" in next(line for line in beckon("list").stdout.splitlines() if line.startswith("cy\t"))
    company.server.start(port)
    expect_error(dana.request("GET", "/api/v1/me"), 401, "not_authenticated")
    dana = accept(company.server, re.search(r"token=(\S+)", reset).group(1), OTHER)
    assert dana.me["name"] == "Dana"
    assert accept(company.server, re.search(r"token=(\S+)", added).group(1)).me["name"] == "Cy"
    company.login("Di")
