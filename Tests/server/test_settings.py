"""Documents: what people set, over HTTP, and who hears of it."""

import concurrent.futures

from harness.api import expect, expect_error

INBOX = "/api/v1/settings/inbox/main"


def test_kinds_describe_themselves(company):
    kinds = {kind["kind"]: kind for kind in company.admin.get("/api/v1/settings")["kinds"]}
    assert set(kinds) == {"inbox", "team", "tag", "access", "webhook", "preferences"}
    fields = {field["name"]: field for field in kinds["inbox"]["fields"]}
    assert fields["auto_close_days"] == {
        "name": "auto_close_days", "type": "integer", "min": 1, "max": 365, "default": 7}
    assert kinds["inbox"]["may_change"] is True
    dana = company.agent("Dana")
    seen = {kind["kind"]: kind for kind in dana.get("/api/v1/settings")["kinds"]}
    assert seen["inbox"]["may_change"] is False and seen["preferences"]["may_change"] is True


def test_a_change_reaches_every_open_page(company):
    dana, mia = company.agent("Dana"), company.visitor("Mia")
    staff, user = company.socket(dana), company.socket(mia)
    saved = company.admin.change("inbox", "main", greeting="Welcome")
    for socket in (staff, user):
        frame = socket.expect("settings", kind="inbox", id="main")
        assert frame["revision"] == saved["revision"]
    assert mia.get("/api/v1/inbox")["greeting"] == "Welcome"
    company.admin.change("tag", "vip", name="VIP")
    assert staff.expect("settings", kind="tag")["id"] == "vip"
    # Customers hear of what their chat box shows, and of nothing else; nor do agents of what others like.
    company.admin.change("preferences", company.admin.me["id"], theme="dark")
    company.admin.change("inbox", "main", greeting="Hello again")
    assert user.expect("settings")["kind"] == "inbox"
    assert staff.expect("settings")["kind"] == "inbox"


def test_of_two_at_once_one_is_told_what_the_other_wrote(company):
    tag = expect(company.admin.request("GET", INBOX), 200).headers["etag"]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(
            lambda n: company.admin.http.put(
                INBOX, json={"greeting": f"From {n}"}, headers=company.admin.headers(**{"If-Match": tag})),
            range(8)))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [201] + [409] * 7, statuses
    won = next(answer.json() for answer in answers if answer.status_code == 201)
    for answer in answers:
        if answer.status_code == 409:
            error = expect_error(answer, 409, "changed_meanwhile")
            assert error["current"] == won


def test_bad_values_are_named_at_their_fields_and_change_nothing(company):
    before = expect(company.admin.request("GET", INBOX), 200)
    body = {"greeting": "x" * 301, "origins": ["https://a.example", "not an address"], "accent": None, "role": "admin"}
    answer = company.admin.request("PUT", INBOX, body, headers={"If-Match": before.headers["etag"]})
    error = expect_error(answer, 400, "bad_request")
    assert error["fields"] == [
        {"field": "greeting", "problem": "too_long", "max": 300},
        {"field": "origins[1]", "problem": "not_allowed"},
    ]
    for headers in ({}, {"If-Match": "7"}, {"If-Match": '"x"'}, {"If-Match": "*"}):
        expect_error(company.admin.request("PUT", INBOX, {"name": "X"}, headers=headers), 400, "bad_request")
    for body in ([], "text", 7):
        refused = company.admin.request("PUT", INBOX, body, headers={"If-Match": before.headers["etag"]})
        expect_error(refused, 400, "bad_json")
    large = company.admin.request("PUT", INBOX, {"greeting": "x" * 70_000}, headers={"If-Match": before.headers["etag"]})
    expect_error(large, 413, "too_large")
    assert company.admin.request("GET", INBOX).json() == before.json()


def test_the_history_is_the_audit_trail(company):
    company.admin.change("inbox", "main", greeting="One")
    company.admin.change("inbox", "main", greeting="Two")
    newest, oldest = company.admin.get(INBOX + "/history")["changes"]
    assert (newest["before"]["greeting"], newest["after"]["greeting"]) == ("One", "Two")
    assert oldest["before"] is None and oldest["after"]["greeting"] == "One"
    assert newest["by"] == {"party": "staff", "id": company.admin.me["id"], "name": "Ada"}
    company.admin.change("tag", "vip", name="VIP")
    page = company.admin.get("/api/v1/settings-history", limit=2)
    assert [change["kind"] for change in page["changes"]] == ["tag", "inbox"]
    rest = company.admin.get("/api/v1/settings-history", limit=2, before=page["next"])
    assert [change["revision"] for change in rest["changes"]] == [oldest["revision"]] and "next" not in rest


def test_settings_outlive_a_restart(company):
    saved = company.admin.change("team", "night", name="Night", members=[company.admin.me["id"]])
    company.server.restart()
    assert company.admin.get("/api/v1/settings/team/night") == saved


def test_who_connects_is_told_which_preferences_they_have(company):
    dana = company.agent("Dana")
    me = dana.get("/api/v1/me")
    assert me["preferences"]["revision"] == 0
    saved = dana.change("preferences", me["id"], theme="dark")
    assert dana.get("/api/v1/me")["preferences"] == saved
    # A page that read them before somebody else's hand changed them hears so as soon as it is connected, also after a restart.
    company.server.restart()
    frame = company.socket(dana).expect("settings", kind="preferences")
    assert (frame["id"], frame["revision"]) == (me["id"], saved["revision"])
