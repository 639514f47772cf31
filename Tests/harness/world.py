"""The people of one test, on one server in demo mode: made with ids of their own, gone at the end."""

import contextlib
import uuid

from .api import Person
from .client import Client
from .raw import RawSocket


class World:
    def __init__(self, server):
        self.server = server
        self.open = []

    @staticmethod
    def name(prefix):
        return f"{prefix}-{uuid.uuid4().hex[:8]}"

    def connect(self, role, id, **more):
        client = Client(f"{self.server.ws}/ws/{role}/{id}", **more)
        client.id, client.role = id, role
        client.http = Person(self.server, demo=f"{role}:{id}")
        self.open.append(client)
        return client

    def user(self, id=None, **more):
        return self.connect("user", id or self.name("user"), **more)

    def staff(self, id=None, online=True, **more):
        client = self.connect("staff", id or self.name("agent"), **more)
        return client.online() if online else client

    def again(self, client):
        """Another connection of the same person."""
        return self.connect(client.role, client.id)

    def raw(self, path=None, **more):
        raw = RawSocket(self.server, path or f"/ws/user/{self.name('raw')}", **more)
        self.open.append(raw)
        return raw

    def person(self, role, id):
        return Person(self.server, demo=f"{role}:{id}")

    def chat(self, text="Where is my order?"):
        """A customer and an agent who talk: (user, staff, ticket_id)."""
        user, staff = self.user(), self.staff()
        ticket_id = user.open_ticket(text)
        staff.picks(ticket_id)
        user.expect("system", ticket_id=ticket_id, code="staff_joined")
        return user, staff, ticket_id

    def close(self):
        for client in self.open:
            with contextlib.suppress(Exception):
                client.close()
