"""A company on `beckon serve`, whose agents and customers are signed in as people sign in."""

import contextlib

from .api import Person, expect
from .client import Client

PASSWORD = "correct horse battery staple"


def accept(server, token, password=PASSWORD, name=None):
    """Somebody follows a link: the password is chosen, and they are signed in."""
    person = Person(server)
    body = {"token": token, "password": password, **({"name": name} if name else {})}
    answer = expect(person.post("/api/v1/invitations/accept", body), 201).json()
    person.me = answer.get("me")
    return person


class Company:
    """`beckon serve`, set up by its first admin. Logins are few, because the server counts them."""

    def __init__(self, server):
        self.server = server
        self.clients = []
        self.token = server.setup_token()
        self.admin = Person(server)
        body = {"token": self.token, "name": "Ada", "email": "ada@shop.example", "password": PASSWORD}
        self.admin.me = expect(self.admin.post("/api/v1/setup", body), 201).json()["me"]

    def hire(self, name, role="agent"):
        """A new agent's account: its id."""
        email = f"{name.lower()}@shop.example"
        agent = self.admin.post("/api/v1/agents", {"name": name, "email": email, "role": role}, status=201).json()
        accept(self.server, agent["link"]["token"])
        return agent["staff_id"]

    def login(self, name, password=PASSWORD):
        person = Person(self.server)
        answer = person.post("/api/v1/login", {"email": f"{name.lower()}@shop.example", "password": password})
        person.me = expect(answer, 200).json()["me"]
        return person

    def agent(self, name, role="agent"):
        self.hire(name, role)
        return self.login(name)

    def visitor(self, name=None):
        person = Person(self.server)
        answer = person.post("/api/v1/visitors", {"name": name} if name else {}, status=201).json()
        person.token, person.me = answer["token"], answer["me"]
        return person

    def socket(self, person, role=None, id=None, **more):
        """The person's socket, signed in their way."""
        role = role or ("user" if person.token else "staff")
        url = f"{self.server.ws}/ws/{role}/{id or person.me['id']}"
        if person.token:
            client = Client(url, token=person.token, **more)
        else:
            more = {"origin": self.server.base, "headers": {"Cookie": person.cookie_header}, **more}
            client = Client(url, **more)
        client.id, client.http = person.me["id"], person
        self.clients.append(client)
        return client

    def close(self):
        for client in self.clients:
            with contextlib.suppress(Exception):
                client.close()
