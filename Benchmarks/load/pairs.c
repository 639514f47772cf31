#define _GNU_SOURCE
#include "pairs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

enum { TEXT_BYTES = 64, NUMBER_DIGITS = 12, CONNECTING_AT_ONCE = 64 };

struct chat chat;

void send_message(struct side *side, uint64_t due) {
    char payload[512], text[TEXT_BYTES + 1];
    uint64_t number = ++side->sent;
    if (side->due) {
        if (number - side->other->received > DUE_RING) give_up("too many messages under way in one pair");
        side->due[number % DUE_RING] = due;
    }
    memset(text, 'x', TEXT_BYTES);
    text[TEXT_BYTES] = 0;
    text[0] = side->connection.is_staff ? 's' : 'u';
    char digits[NUMBER_DIGITS + 1];
    snprintf(digits, sizeof digits, "%012llu", (unsigned long long)number);
    memcpy(text + 1, digits, NUMBER_DIGITS);
    int count = snprintf(payload, sizeof payload, "{\"type\":\"message\",\"ticket_id\":\"%s\",\"text\":\"%s\"", side->pair->ticket, text);
    if (chat.with_acks) {
        count += snprintf(payload + count, sizeof payload - (size_t)count, ",\"client_id\":\"%c%s\"", text[0], digits);
    }
    payload[count++] = '}';
    send_text(&side->connection, payload, (size_t)count);
    chat.sent++;
}

// The number behind the sender's letter, or 0.
static uint64_t number_of(const char *value, size_t length, char letter) {
    uint64_t number = 0;
    if (length < 1 + NUMBER_DIGITS || value[0] != letter) return 0;
    for (int index = 1; index <= NUMBER_DIGITS; index++) number = number * 10 + (uint64_t)(value[index] - '0');
    return number;
}

static void received_message(struct side *side, const char *json, size_t count) {
    size_t length = 0;
    const char *text = json_text(json, count, "text", &length);
    uint64_t number = text && length == TEXT_BYTES ? number_of(text, length, side->connection.is_staff ? 'u' : 's') : 0;
    if (number != side->received + 1) {
        fprintf(stderr, "expected number %llu: %.*s\n", (unsigned long long)side->received + 1, (int)count, json);
        give_up("a message was lost, doubled or out of order");
    }
    side->received = number;
    chat.delivered++;
    uint64_t now = now_ns();
    if (side->due) histogram_add(&chat.to_delivery, now - side->other->due[number % DUE_RING]);
    if (now < chat.answers_until) {
        chat.delivered_in_time++;
        send_message(side, now);
    }
}

static void received_ack(struct side *side, const char *json, size_t count) {
    size_t length = 0;
    const char *id = json_text(json, count, "client_id", &length);
    uint64_t number = id ? number_of(id, length, side->connection.is_staff ? 's' : 'u') : 0;
    if (number != side->acked + 1) give_up("an ack was lost, doubled or out of order");
    side->acked = number;
    chat.acked++;
    if (side->due) histogram_add(&chat.to_ack, now_ns() - side->due[number % DUE_RING]);
}

static void received(struct connection *connection, const char *json, size_t count) {
    struct side *side = connection->owner;
    size_t length = 0;
    if (json_has_type(json, count, "message")) {
        received_message(side, json, count);
    } else if (json_has_type(json, count, "ack")) {
        received_ack(side, json, count);
    } else if (json_has_type(json, count, "ticket_created") && !side->pair->ticket[0]) {
        const char *ticket = json_text(json, count, "ticket_id", &length);
        if (ticket && length < sizeof side->pair->ticket) memcpy(side->pair->ticket, ticket, length);
    } else if (json_has_type(json, count, "ticket_picked")) {
        if (!memmem(json, count, "true", 4)) give_up("a pick was refused");
        connection->is_picked = true;
    } else if (json_has_type(json, count, "error")) {
        fprintf(stderr, "%.*s\n", (int)count, json);
        give_up("the server answered with an error");
    }
}

static void lost_connection(struct connection *connection) {
    (void)connection;
    give_up("the server closed or refused a connection");
}

static bool is_open(const struct pair *pair, bool is_staff) {
    return (is_staff ? pair->staff : pair->user).connection.phase == OPEN;
}

static bool has_ticket(const struct pair *pair, bool is_staff) {
    (void)is_staff;
    return pair->ticket[0] != 0;
}

static bool is_picked(const struct pair *pair, bool is_staff) {
    (void)is_staff;
    return pair->staff.connection.is_picked;
}

static void wait_for_all(bool (*is_done)(const struct pair *, bool), bool is_staff, int count, const char *what) {
    uint64_t deadline = now_ns() + 60ull * 1000000000ull;
    for (int index = 0; index < count;) {
        if (is_done(&chat.pairs[index], is_staff)) {
            index++;
            continue;
        }
        if (now_ns() > deadline) give_up(what);
        poll_once(10);
    }
}

static void connect_side(bool is_staff, bool with_latency) {
    for (int index = 0; index < chat.count; index++) {
        struct pair *pair = &chat.pairs[index];
        struct side *side = is_staff ? &pair->staff : &pair->user;
        side->pair = pair;
        side->other = is_staff ? &pair->user : &pair->staff;
        side->connection.owner = side;
        side->connection.is_staff = is_staff;
        if (with_latency) side->due = calloc(DUE_RING, sizeof *side->due);
        socket_connect(&side->connection, is_staff ? "staff" : "user", index);
        if (index % CONNECTING_AT_ONCE == 0) wait_for_all(is_open, is_staff, index + 1, "connections did not open");
    }
    wait_for_all(is_open, is_staff, chat.count, "connections did not open");
}

static void send_line(struct connection *connection, const char *line) {
    send_text(connection, line, strlen(line));
}

// Tickets first, agents afterwards, so that not every agent hears of every ticket as it comes.
void make_pairs(int port, int count, bool with_acks, bool with_latency) {
    char pick[128];
    chat.pairs = calloc((size_t)count, sizeof *chat.pairs);
    chat.count = count;
    chat.with_acks = with_acks;
    histogram_init(&chat.to_delivery);
    histogram_init(&chat.to_ack);
    sockets_start(port, received, lost_connection);
    connect_side(false, with_latency);
    for (int index = 0; index < count; index++) send_line(&chat.pairs[index].user.connection, "{\"type\":\"create_ticket\"}");
    wait_for_all(has_ticket, false, count, "tickets were not created");
    connect_side(true, with_latency);
    for (int index = 0; index < count; index++) {
        struct connection *staff = &chat.pairs[index].staff.connection;
        send_line(staff, "{\"type\":\"status\",\"status\":\"online\"}");
        snprintf(pick, sizeof pick, "{\"type\":\"pick_ticket\",\"ticket_id\":\"%s\"}", chat.pairs[index].ticket);
        send_line(staff, pick);
        poll_once(0);
    }
    wait_for_all(is_picked, true, count, "tickets were not picked");
}

void finish_messages(void) {
    uint64_t deadline = now_ns() + 10ull * 1000000000ull;
    while (chat.delivered < chat.sent || (chat.with_acks && chat.acked < chat.sent)) {
        if (now_ns() > deadline) give_up("messages were not delivered");
        poll_once(10);
    }
    // One more moment, in which a message that comes twice would show.
    poll_for(50);
}
