// The base vocabulary on Node's ws, in memory, as one would write it first.
//   node node_relay.js PORT
"use strict";
const http = require("http");
const { randomUUID } = require("crypto");
const { WebSocketServer } = require("ws");

const SHOWN_ON_ONLINE = 200;
const tickets = new Map(); // id → { id, user, userID, staff }
const waiting = new Map();
const online = new Set();

const send = (socket, frame) => socket.send(JSON.stringify(frame));
const shown = (ticket) =>
  ({ type: "new_ticket", ticket: { ticket_id: ticket.id, user_id: ticket.userID, status: "waiting" } });

const userCommands = {
  create_ticket(socket) {
    const ticket = { id: randomUUID(), user: socket, userID: socket.personID, staff: null };
    tickets.set(ticket.id, ticket);
    waiting.set(ticket.id, ticket);
    send(socket, { type: "ticket_created", ticket_id: ticket.id });
    send(socket, { type: "system", text: "Ticket created" });
    for (const staff of online) send(staff, shown(ticket));
  },
  message(socket, { ticket_id, text }) {
    const ticket = tickets.get(ticket_id);
    if (ticket?.user === socket && ticket.staff) send(ticket.staff, { type: "message", from: "user", text, ticket_id });
  },
};

const staffCommands = {
  status(socket, { status }) {
    if (status === "online") online.add(socket);
    else online.delete(socket);
    send(socket, { type: "status_updated", status });
    if (status !== "online") return;
    let count = 0;
    for (const ticket of waiting.values()) {
      if (count++ === SHOWN_ON_ONLINE) break;
      send(socket, shown(ticket));
    }
  },
  pick_ticket(socket, { ticket_id }) {
    const ticket = waiting.get(ticket_id);
    send(socket, { type: "ticket_picked", success: ticket !== undefined });
    if (!ticket) return;
    waiting.delete(ticket_id);
    ticket.staff = socket;
    send(ticket.user, { type: "assigned", ticket_id });
    send(ticket.user, { type: "system", text: "Staff joined" });
  },
  message(socket, { ticket_id, text }) {
    const ticket = tickets.get(ticket_id);
    if (ticket?.staff === socket) send(ticket.user, { type: "message", from: "staff", text });
  },
};

const server = http.createServer((request, response) => {
  response.writeHead(request.url === "/health/ready" ? 200 : 404);
  response.end();
});
const sockets = new WebSocketServer({ server });

sockets.on("connection", (socket, request) => {
  const [, , role, id] = request.url.split("/");
  const commands = role === "staff" ? staffCommands : userCommands;
  socket.personID = id;
  socket.on("message", (data) => {
    const frame = JSON.parse(data);
    if (Object.hasOwn(commands, frame.type)) commands[frame.type](socket, frame);
  });
  socket.on("close", () => online.delete(socket));
});

server.listen(Number(process.argv[2]), "127.0.0.1");
