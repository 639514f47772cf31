// Customers whose server restarts: each has a ticket with messages, loses the connection, comes back after a jittered delay, and asks for what is
// after its last number. Prints "ready", then, when the last one is caught up, one line of JSON.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "measure.h"
#include "modes.h"
#include "socket.h"

// Each comes back as if it had not seen the last five.
enum { MESSAGES = 10, MISSED = 5, FIRST_DELAY_MS_MAX = 1000, LATER_DELAY_MS_MAX = 2000, PATIENCE_SECONDS = 60 };

struct client {
    struct connection connection;
    char ticket[40];
    long seq;      // of the newest entry received
    uint64_t due;  // when to connect again; 0 while there is nothing to do
    int announced_ms, attempts;
    bool is_caught_up, is_back;
};

static struct client *clients;
static int client_count, caught_up_count, back_count, attempt_count;
static bool is_restarting;
static uint64_t first_lost, last_lost, first_back;
static struct histogram outage;

static void send_sync(struct client *client) {
    char payload[160];
    client->seq -= MISSED;
    int count = snprintf(payload, sizeof payload, "{\"type\":\"sync\",\"ticket_id\":\"%s\",\"after\":%ld}", client->ticket, client->seq);
    send_text(&client->connection, payload, (size_t)count);
}

static void caught_up(struct client *client, const char *json, size_t count) {
    if (json_number(json, count, "seq") != client->seq) give_up("caught up to another number than that of the last entry");
    if (client->seq < MESSAGES) give_up("entries are missing after the restart");
    client->is_caught_up = true;
    caught_up_count++;
    histogram_add(&outage, now_ns() - first_lost);
}

// An entry's, or that of an ack, which stands for the client's own message.
static void received_number(struct client *client, long seq) {
    if (!is_restarting) {
        if (seq > client->seq) client->seq = seq;
        return;
    }
    if (seq != client->seq + 1) give_up("an entry was lost, doubled or out of order");
    client->seq = seq;
}

static void received(struct connection *connection, const char *json, size_t count) {
    struct client *client = connection->owner;
    size_t length = 0;
    if (json_has_type(json, count, "going_away")) {
        client->announced_ms = (int)json_number(json, count, "reconnect_after_ms");
    } else if (json_has_type(json, count, "hello") && is_restarting) {
        if (back_count++ == 0) first_back = now_ns();
        send_sync(client);
    } else if (json_has_type(json, count, "synced")) {
        caught_up(client, json, count);
    } else if (json_has_type(json, count, "resync") || json_has_type(json, count, "error")) {
        fprintf(stderr, "%.*s\n", (int)count, json);
        give_up("the server could not bring a client up to date");
    } else if (json_number(json, count, "seq") > 0) {
        received_number(client, json_number(json, count, "seq"));
        const char *ticket = json_text(json, count, "ticket_id", &length);
        if (ticket && length < sizeof client->ticket) memcpy(client->ticket, ticket, length);
    }
}

// The delay that the server announced, or a jittered one of the client's own when it did not, or when nobody listens yet.
static void lost_connection(struct connection *connection) {
    struct client *client = connection->owner;
    if (!is_restarting) give_up("the server closed or refused a connection");
    uint64_t now = now_ns();
    int delay = client->announced_ms;
    client->announced_ms = -1;
    if (client->attempts++ == 0) {
        if (!first_lost) first_lost = now;
        last_lost = now;
        if (delay < 0) delay = rand() % FIRST_DELAY_MS_MAX;
    } else {
        delay = LATER_DELAY_MS_MAX / 4 + rand() % (LATER_DELAY_MS_MAX * 3 / 4);
    }
    client->due = now + (uint64_t)delay * 1000000ull;
}

static void reconnect_due(void) {
    uint64_t now = now_ns();
    for (int index = 0; index < client_count; index++) {
        struct client *client = &clients[index];
        if (!client->due || client->due > now) continue;
        client->due = 0;
        attempt_count++;
        socket_connect(&client->connection, "user", index);
    }
}

static void make_clients(void) {
    char payload[256];
    uint64_t deadline = now_ns() + PATIENCE_SECONDS * 1000000000ull;
    for (int index = 0; index < client_count; index++) {
        clients[index].connection.owner = &clients[index];
        clients[index].announced_ms = -1;
        socket_connect(&clients[index].connection, "user", index);
        while (clients[index].connection.phase != OPEN) poll_once(10);
        const char *create = "{\"type\":\"create_ticket\",\"text\":\"Where is my order?\",\"client_id\":\"first\"}";
        send_text(&clients[index].connection, create, strlen(create));
    }
    for (int round = 0; round < MESSAGES; round++) {
        for (int index = 0; index < client_count; index++) {
            struct client *client = &clients[index];
            for (; !client->ticket[0]; poll_once(10))
                if (now_ns() > deadline) give_up("tickets were not created");
            int count = snprintf(payload, sizeof payload,
                "{\"type\":\"message\",\"ticket_id\":\"%s\",\"text\":\"And another thing.\",\"client_id\":\"%d\"}", client->ticket, round);
            send_text(&client->connection, payload, (size_t)count);
            if (index % 64 == 0) poll_once(0);
        }
    }
    poll_for(2000);
}

void run_resume(const struct options *options) {
    client_count = options->count;
    clients = calloc((size_t)client_count, sizeof *clients);
    histogram_init(&outage);
    srand(1);
    sockets_start(options->port, received, lost_connection);
    make_clients();
    is_restarting = true;
    printf("ready\n");
    fflush(stdout);
    uint64_t deadline = now_ns() + PATIENCE_SECONDS * 1000000000ull;
    struct cpu_seconds own = own_cpu();
    while (caught_up_count < client_count) {
        if (now_ns() > deadline) give_up("not everybody was caught up");
        reconnect_due();
        poll_once(2);
    }
    uint64_t done = now_ns();
    own = cpu_since(own, own_cpu());
    printf("{\"mode\":\"resume\",\"clients\":%d,\"since_first_lost\":%.3f,\"since_last_lost\":%.3f,\"since_first_back\":%.3f,"
        "\"p50_since_first_lost\":%.3f,\"attempts\":%d,\"entries\":%d,\"generator_cpu\":%.3f}\n",
        client_count, (double)(done - first_lost) / 1e9, (double)(done - last_lost) / 1e9, (double)(done - first_back) / 1e9,
        (double)histogram_percentile(&outage, 0.5) / 1e6, attempt_count, client_count * MISSED, own.user + own.system);
}
