"""The base vocabulary on FastAPI, as one would write it first: in memory, or with a SQLite commit per message.

Run by uvicorn; RELAY_DATABASE names the file where messages are to be stored.
"""
import contextlib
import json
import os
import sqlite3
import uuid

from fastapi import FastAPI, WebSocket, WebSocketDisconnect

SHOWN_ON_ONLINE = 200

app = FastAPI()
tickets = {}
waiting = {}
online = set()


def open_database(path):
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE message(id INTEGER PRIMARY KEY, ticket TEXT, sender TEXT, text TEXT)")
    return database


database = open_database(os.environ["RELAY_DATABASE"]) if "RELAY_DATABASE" in os.environ else None


class Ticket:
    def __init__(self, user_id, user):
        self.id, self.user_id, self.user, self.staff = str(uuid.uuid4()), user_id, user, None


def store(ticket_id, sender, text):
    """Committed and synced when it returns: without a transaction begun, a statement is one."""
    if database:
        database.execute("INSERT INTO message(ticket, sender, text) VALUES (?, ?, ?)", (ticket_id, sender, text))


async def send(socket, **frame):
    await socket.send_text(json.dumps(frame))


async def show(staff, ticket):
    await send(
        staff, type="new_ticket", ticket={"ticket_id": ticket.id, "user_id": ticket.user_id, "status": "waiting"})


@app.get("/health/ready")
async def ready():
    return {"status": "ok"}


@app.websocket("/ws/user/{user_id}")
async def user_socket(socket: WebSocket, user_id: str):
    await socket.accept()
    with contextlib.suppress(WebSocketDisconnect):
        while True:
            frame = json.loads(await socket.receive_text())
            if frame["type"] == "message":
                ticket = tickets[frame["ticket_id"]]
                store(ticket.id, "user", frame["text"])
                if ticket.staff:
                    await send(ticket.staff, type="message", **{"from": "user"}, text=frame["text"], ticket_id=ticket.id)
            elif frame["type"] == "create_ticket":
                ticket = Ticket(user_id, socket)
                tickets[ticket.id] = waiting[ticket.id] = ticket
                await send(socket, type="ticket_created", ticket_id=ticket.id)
                await send(socket, type="system", text="Ticket created")
                for staff in list(online):
                    await show(staff, ticket)


async def pick(socket, ticket_id):
    ticket = waiting.pop(ticket_id, None)
    if ticket:
        ticket.staff = socket
    await send(socket, type="ticket_picked", success=ticket is not None)
    if ticket:
        await send(ticket.user, type="assigned", ticket_id=ticket_id)
        await send(ticket.user, type="system", text="Staff joined")


@app.websocket("/ws/staff/{staff_id}")
async def staff_socket(socket: WebSocket, staff_id: str):
    await socket.accept()
    with contextlib.suppress(WebSocketDisconnect):
        while True:
            frame = json.loads(await socket.receive_text())
            if frame["type"] == "message":
                ticket = tickets[frame["ticket_id"]]
                store(ticket.id, "staff", frame["text"])
                await send(ticket.user, type="message", **{"from": "staff"}, text=frame["text"])
            elif frame["type"] == "pick_ticket":
                await pick(socket, frame["ticket_id"])
            elif frame["type"] == "status":
                (online.add if frame["status"] == "online" else online.discard)(socket)
                await send(socket, type="status_updated", status=frame["status"])
                if frame["status"] == "online":
                    for ticket in list(waiting.values())[:SHOWN_ON_ONLINE]:
                        await show(socket, ticket)
    online.discard(socket)
