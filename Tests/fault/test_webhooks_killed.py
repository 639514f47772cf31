"""A server that is killed at any point between an entry and its delivery: each is delivered, under one id (guarantee G15)."""

import contextlib
import random

from harness.company import Company
from harness.receiver import Receiver
from harness.waiting import until


def test_killed_between_entry_and_delivery(make_server):
    chance = random.Random(15)
    with contextlib.closing(Receiver()) as receiver:
        server = make_server(
            mode="serve", environment={"BECKON_WEBHOOKS_ALLOW_PRIVATE": "true", "BECKON_RATE_LIMITS": "false"})
        company = Company(server)
        company.admin.change("webhook", "shop", name="shop", url=receiver.url(), events=["message.created"])
        company.admin.post("/api/v1/webhooks/shop/secret", {}, 201)
        mia = company.visitor("Mia")
        sent = set()
        for round in range(4):
            for number in range(chance.randint(1, 8)):
                text = f"{round}-{number}"
                mia.post("/api/v1/tickets", {"text": text, "client_id": text}, 201)
                sent.add(text)
            # Some are not even in the outbox, some are on their way, some were delivered and not noted.
            before = len(receiver.deliveries)
            if chance.random() < 0.5:
                until("one of them", lambda: len(receiver.deliveries) > before, 20)
            server.kill()
            server.start(port=server.port)

        def told():
            return {one.message["data"]["entry"]["text"] for one in receiver.at("/")}

        # What was on its way when the server died waits for the end of its lease.
        until("all are delivered", lambda: told() >= sent, 60)
        assert told() == sent
        ids = {}
        for one in receiver.at("/"):
            ids.setdefault(one.message["data"]["entry"]["text"], set()).add(one.id)
        assert all(len(each) == 1 for each in ids.values()), ids
        company.close()
