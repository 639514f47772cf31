// WebSocket connections over one epoll loop, as a client (RFC 6455), without compression.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum phase { CONNECTING, HANDSHAKE, OPEN, CLOSED };

struct connection {
    int fd;
    uint8_t phase;
    bool is_staff, is_picked;
    uint32_t kept_count;
    char *kept;  // the beginning of a frame whose end has not come yet
    void *owner;
};

typedef void received_text(struct connection *connection, const char *json, size_t count);
typedef void lost(struct connection *connection);

void sockets_start(int port, received_text *received, lost *lost);
// Connects without waiting; the handshake goes out when the connection is there.
void socket_connect(struct connection *connection, const char *role, int number);
void socket_close(struct connection *connection);
void send_text(struct connection *connection, const char *payload, size_t count);
// Handles what has come; waits at most this long for the first of it. Returns how many connections had something.
int poll_once(int timeout_ms);
void poll_for(uint64_t milliseconds);

void give_up(const char *why);
