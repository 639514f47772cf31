// Connections that only exist. Prints how many are open, then waits for a line on its input before it opens more or ends.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "measure.h"
#include "modes.h"
#include "socket.h"

static void received(struct connection *connection, const char *json, size_t count) {
    (void)connection, (void)json, (void)count;
}

static void lost_connection(struct connection *connection) {
    (void)connection;
    give_up("the server closed or refused a connection");
}

static void wait_until_open(const struct connection *connections, int from, int to) {
    uint64_t deadline = now_ns() + 60ull * 1000000000ull;
    while (from < to) {
        if (connections[from].phase == OPEN) from++;
        else if (now_ns() > deadline) give_up("connections did not open");
        else poll_once(10);
    }
}

// The numbers come as lines on the input: "10000", then "19000"; its end is the end.
void run_idle(const struct options *options) {
    struct connection *connections = calloc((size_t)options->count, sizeof *connections);
    int open = 0, wanted = 0;
    sockets_start(options->port, received, lost_connection);
    while (scanf("%d", &wanted) == 1 && wanted <= options->count) {
        while (open < wanted) {
            int from = open;
            for (; open < wanted && open < from + 64; open++) socket_connect(&connections[open], "user", open);
            wait_until_open(connections, from, open);
        }
        // Greetings that are still under way.
        poll_for(1000);
        printf("%d\n", open);
        fflush(stdout);
    }
}
