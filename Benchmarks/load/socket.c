#define _GNU_SOURCE
#include "socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "measure.h"

enum { EVENTS = 512, INPUT_BYTES = 1 << 20, PAYLOAD_BYTES_MAX = 1000 };

static int epoll, server_port;
static received_text *on_text;
static lost *on_lost;
static char input[INPUT_BYTES];

void give_up(const char *why) {
    fprintf(stderr, "void: %s\n", why);
    exit(1);
}

static void give_up_for_errno(const char *call) {
    perror(call);
    exit(1);
}

void sockets_start(int port, received_text *received, lost *lost) {
    epoll = epoll_create1(0);
    server_port = port;
    on_text = received;
    on_lost = lost;
}

static void watch(struct connection *connection, int operation, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = connection};
    if (epoll_ctl(epoll, operation, connection->fd, &event) < 0) give_up_for_errno("epoll_ctl");
}

// A client's frames are small and one at a time: a full socket means that the server has long stopped reading, so waiting is right.
static void write_all(struct connection *connection, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = send(connection->fd, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (written < 0) {
            if (errno == EAGAIN) continue;
            if (errno == EPIPE || errno == ECONNRESET) return;
            give_up_for_errno("send");
        }
        bytes += written;
        count -= (size_t)written;
    }
}

static void send_handshake(struct connection *connection) {
    // The path was kept until the connection was there.
    char request[512];
    int count = snprintf(request, sizeof request,
        "GET /ws/%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n", connection->kept, server_port);
    free(connection->kept);
    connection->kept = NULL;
    connection->phase = HANDSHAKE;
    watch(connection, EPOLL_CTL_MOD, EPOLLIN);
    write_all(connection, request, (size_t)count);
}

void socket_connect(struct connection *connection, const char *role, int number) {
    int on = 1;
    connection->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (connection->fd < 0) give_up_for_errno("socket");
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server_port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    free(connection->kept);
    connection->kept = malloc(64);
    connection->kept_count = 0;
    snprintf(connection->kept, 64, "%s/%c%d", role, role[0], number);
    connection->phase = CONNECTING;
    bool is_there = connect(connection->fd, (struct sockaddr *)&address, sizeof address) == 0;
    if (!is_there && errno != EINPROGRESS && errno != ECONNREFUSED) give_up_for_errno("connect");
    watch(connection, EPOLL_CTL_ADD, EPOLLOUT);
}

void socket_close(struct connection *connection) {
    close(connection->fd);
    free(connection->kept);
    connection->kept = NULL;
    connection->kept_count = 0;
    connection->phase = CLOSED;
}

// A masked frame (section 5.2); the key of zeros leaves the payload as it is.
static void send_frame(struct connection *connection, int opcode, const char *payload, size_t count) {
    char frame[PAYLOAD_BYTES_MAX + 8];
    size_t head = 0;
    if (count > PAYLOAD_BYTES_MAX) give_up("a frame to send is too long");
    frame[head++] = (char)(0x80 | opcode);
    if (count < 126) {
        frame[head++] = (char)(0x80 | count);
    } else {
        frame[head++] = (char)(0x80 | 126);
        frame[head++] = (char)(count >> 8);
        frame[head++] = (char)count;
    }
    memset(frame + head, 0, 4);
    head += 4;
    memcpy(frame + head, payload, count);
    write_all(connection, frame, head + count);
}

void send_text(struct connection *connection, const char *payload, size_t count) {
    send_frame(connection, 0x1, payload, count);
}

// How long the frame at `at` is, with its head; 0 while that cannot be known. `start` is where its payload begins.
static size_t frame_length(const char *at, size_t available, size_t *start) {
    const uint8_t *head = (const uint8_t *)at;
    if (available < 2) return 0;
    size_t length = head[1] & 0x7F;
    *start = 2;
    if (length == 126) {
        if (available < 4) return 0;
        length = (size_t)head[2] << 8 | head[3];
        *start = 4;
    } else if (length == 127) {
        give_up("a frame is too long");
    }
    return *start + length;
}

// Takes whole frames; returns how many bytes they were, or -1 after a close.
static ssize_t take_frames(struct connection *connection, const char *bytes, size_t count) {
    const char *at = bytes, *end = bytes + count;
    for (;;) {
        size_t start = 0, length = frame_length(at, (size_t)(end - at), &start);
        if (length == 0 || length > (size_t)(end - at)) return at - bytes;
        int opcode = at[0] & 0x0F;
        if (opcode == 0x1) {
            on_text(connection, at + start, length - start);
            if (connection->phase == CLOSED) return -1;
        } else if (opcode == 0x9) {
            send_frame(connection, 0xA, at + start, length - start);
        } else if (opcode == 0x8) {
            return -1;
        }
        at += length;
    }
}

static ssize_t take_handshake(struct connection *connection, const char *bytes, size_t count) {
    const char *blank = memmem(bytes, count, "\r\n\r\n", 4);
    if (!blank) return 0;
    if (memcmp(bytes, "HTTP/1.1 101", 12) != 0) {
        fprintf(stderr, "%.*s\n", (int)(count < 60 ? count : 60), bytes);
        return -1;
    }
    connection->phase = OPEN;
    return blank + 4 - bytes;
}

static ssize_t take(struct connection *connection, const char *bytes, size_t count) {
    ssize_t head = 0;
    if (connection->phase == HANDSHAKE) {
        head = take_handshake(connection, bytes, count);
        if (head <= 0) return head;
    }
    ssize_t taken = take_frames(connection, bytes + head, count - (size_t)head);
    return taken < 0 ? taken : head + taken;
}

// False when the connection ended.
static bool read_socket(struct connection *connection) {
    size_t kept = connection->kept_count;
    if (kept) memcpy(input, connection->kept, kept);
    ssize_t got = recv(connection->fd, input + kept, INPUT_BYTES - kept, MSG_DONTWAIT);
    if (got < 0) return errno == EAGAIN;
    if (got == 0) return false;
    size_t count = kept + (size_t)got;
    ssize_t taken = take(connection, input, count);
    if (taken < 0) return false;
    size_t left = count - (size_t)taken;
    if (left != kept || left) {
        free(connection->kept);
        connection->kept = left ? malloc(left) : NULL;
        if (left) memcpy(connection->kept, input + taken, left);
        connection->kept_count = (uint32_t)left;
    }
    return true;
}

static void handle(struct connection *connection, uint32_t events) {
    if (connection->phase == CLOSED) return;
    bool is_alive;
    if (connection->phase == CONNECTING) {
        int error = 0;
        socklen_t size = sizeof error;
        getsockopt(connection->fd, SOL_SOCKET, SO_ERROR, &error, &size);
        is_alive = error == 0 && !(events & (EPOLLERR | EPOLLHUP));
        if (is_alive) send_handshake(connection);
    } else {
        is_alive = read_socket(connection);
    }
    if (!is_alive && connection->phase != CLOSED) {
        socket_close(connection);
        on_lost(connection);
    }
}

int poll_once(int timeout_ms) {
    struct epoll_event events[EVENTS];
    int count = epoll_wait(epoll, events, EVENTS, timeout_ms);
    for (int index = 0; index < count; index++) handle(events[index].data.ptr, events[index].events);
    return count > 0 ? count : 0;
}

void poll_for(uint64_t milliseconds) {
    uint64_t deadline = now_ns() + milliseconds * 1000000ull;
    while (now_ns() < deadline) poll_once(5);
}
