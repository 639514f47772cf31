"""Customers' addresses: anybody may say any, so none is believed, and none tells who is known."""

from concurrent.futures import ThreadPoolExecutor

from harness.api import Person, expect, expect_error
from harness.company import PASSWORD

REGISTER = "/api/v1/customers/register"
LOGIN = "/api/v1/customers/login"


def account(name="Mia", email="mia@mail.example", password=PASSWORD):
    return {"name": name, "email": email, "password": password}


def shape(value):
    """The names and types of a JSON value."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    return type(value).__name__


def test_of_ten_who_register_one_visitor_at_once_one_does(company):
    visitor = company.visitor()

    def register(number):
        person = Person(company.server, token=visitor.token)
        return person.post(REGISTER, account(f"Mia {number}", f"mia-{number}@mail.example"))

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(register, range(10)))
    (won,) = [answer for answer in answers if answer.status_code == 201]
    for answer in answers:
        if answer is not won:
            code = answer.json()["error"]["code"]
            assert (answer.status_code, code) in ((409, "already_registered"), (401, "not_authenticated"))
    me = won.json()["me"]
    assert me["id"] == visitor.me["id"]
    seen = company.admin.get(f"/api/v1/customers/{visitor.me['id']}")
    assert (seen["name"], seen["email"]) == (me["name"], me["email"])
    assert (seen["email_verified"], seen["registered"]) == (False, True)


def test_a_known_address_is_told_like_a_fresh_one_and_makes_an_account_of_its_own(company):
    known = expect(Person(company.server).post(REGISTER, account()), 201).json()
    again = expect(Person(company.server).post(REGISTER, account("Eve", password="another good password")), 201)
    fresh = expect(Person(company.server).post(REGISTER, account("Noah", "noah@mail.example")), 201)
    assert shape(again.json()) == shape(fresh.json())
    assert again.json()["me"]["id"] != known["me"]["id"]
    assert again.json()["me"]["email_verified"] is False
    for password, name in ((PASSWORD, "Mia"), ("another good password", "Eve")):
        answer = Person(company.server).post(LOGIN, {"email": "Mia@mail.example", "password": password})
        assert expect(answer, 200).json()["me"]["name"] == name


def test_who_registers_later_with_the_same_password_does_not_get_the_sign_in(company):
    visitor = company.visitor("New")
    old = expect(Person(company.server).post(REGISTER, account("Old")), 201).json()
    for person in (visitor, Person(company.server)):
        new = expect(person.post(REGISTER, account("New")), 201).json()
        assert shape(new) == shape(old) and new["me"]["id"] != old["me"]["id"]
        answer = expect(Person(company.server).post(LOGIN, account()), 200).json()
        assert (answer["me"]["id"], answer["me"]["name"]) == (old["me"]["id"], "Old")


def test_a_wrong_password_is_told_alike_for_known_and_unknown(company):
    expect(Person(company.server).post(REGISTER, account()), 201)
    errors = [
        expect_error(Person(company.server).post(LOGIN, {"email": email, "password": "not the password"}),
                     401, "wrong_credentials")
        for email in ("mia@mail.example", "nobody@mail.example")]
    assert errors[0]["message"] == errors[1]["message"]


def test_a_visitor_leaves_an_address_that_agents_see_unverified(company):
    visitor = company.visitor("Mia")
    assert visitor.get("/api/v1/me")["registered"] is False
    answer = expect(visitor.request("PUT", "/api/v1/me/email", {"email": "Mia@Mail.example"}), 200).json()
    assert (answer["email"], answer["email_verified"], answer["registered"]) == ("mia@mail.example", False, False)
    seen = company.admin.get(f"/api/v1/customers/{visitor.me['id']}")
    assert (seen["email"], seen["email_verified"]) == ("mia@mail.example", False)
    expect_error(visitor.request("PUT", "/api/v1/me/email", {"email": "no address"}), 400, "bad_request")
    cleared = expect(visitor.request("PUT", "/api/v1/me/email", {"email": None}), 200).json()
    assert "email" not in cleared
    assert "email" not in company.admin.get(f"/api/v1/customers/{visitor.me['id']}")
    expect_error(company.admin.request("PUT", "/api/v1/me/email", {"email": "x@y.example"}), 403, "forbidden")
    nobody = Person(company.server)
    expect_error(nobody.request("PUT", "/api/v1/me/email", {"email": "x@y.example"}), 401, "not_authenticated")
    statuses = [visitor.request("PUT", "/api/v1/me/email", {"email": "a@b.example"}).status_code for _ in range(12)]
    assert statuses[0] == 200 and statuses[-1] == 429
