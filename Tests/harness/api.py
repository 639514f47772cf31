"""The HTTP API as one person sees it."""

import httpx

from .contract import check_answer


class Person:
    """Requests of one identity: a session cookie, a bearer token or, in the demo, a header.

    Cookies are carried by hand, because a client library does not send Secure cookies over plain HTTP as a browser
    does on a loopback address.
    """

    def __init__(self, server, *, token=None, demo=None):
        self.server, self.token, self.demo = server, token, demo
        self.cookies = {}
        self.me = None
        self.http = httpx.Client(base_url=server.base, timeout=40, trust_env=False)

    def headers(self, **more):
        headers = {"Origin": self.server.base}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if self.demo:
            headers["X-Beckon-Demo"] = self.demo
        if self.cookies:
            headers["Cookie"] = self.cookie_header
        headers.update(more)
        return {name: value for name, value in headers.items() if value is not None}

    @property
    def cookie_header(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def request(self, method, path, body=None, headers=None, **more):
        if body is not None:
            more["json"] = body
        response = self.http.request(method, path, headers=self.headers(**(headers or {})), **more)
        check_answer(method, path, response)
        self.http.cookies.clear()
        for line in response.headers.get_list("set-cookie"):
            name, _, value = line.split(";")[0].partition("=")
            if value.strip() and "max-age=0" not in line.lower():
                self.cookies[name.strip()] = value.strip()
            else:
                self.cookies.pop(name.strip(), None)
        return response

    def get(self, path, **params):
        return expect(self.request("GET", path, params=params), 200).json()

    def post(self, path, body, status=None):
        response = self.request("POST", path, body)
        return expect(response, status) if status else response

    def entries(self, ticket_id, after=0):
        """The whole log beyond `after`, page by page."""
        read = []
        while True:
            page = self.get(f"/api/v1/tickets/{ticket_id}/entries", after=after, limit=500)
            read += page["entries"]
            if not page["entries"] or page["entries"][-1]["seq"] >= page["seq"]:
                return read
            after = page["entries"][-1]["seq"]

    def change(self, kind, id, **fields):
        """Saves a document over the one that is there now, and returns it."""
        path = f"/api/v1/settings/{kind}/{id}"
        answer = self.request("GET", path)
        seen = {"If-None-Match": "*"} if answer.status_code == 404 else {"If-Match": answer.headers["etag"]}
        saved = self.request("PUT", path, fields, headers=seen)
        assert saved.status_code in (200, 201), f"{saved.status_code}: {saved.text[:500]}"
        return saved.json()

    def ticket(self, ticket_id):
        return self.get(f"/api/v1/tickets/{ticket_id}")["ticket"]


def expect(response, status):
    assert response.status_code == status, f"{response.status_code}, not {status}: {response.text[:500]}"
    return response


def expect_error(response, status, code):
    """The documented shape of an error, and this one."""
    assert response.status_code == status, f"{response.status_code}, not {status}: {response.text[:500]}"
    error = response.json()["error"]
    assert error["code"] == code, error
    assert isinstance(error["message"], str) and error["message"], error
    assert error["request_id"], error
    return error
