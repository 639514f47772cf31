// The limit to compare with: a WebSocket relay over one epoll loop that knows the base vocabulary and nothing else.
//   relay PORT           in memory
//   relay PORT LOGFILE   appends each message; one fdatasync per turn of the loop, before anything of that turn is sent
// It believes its clients: no limits, no rights, no escapes but those in a text, which is handed on as it came.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "accept_key.h"

enum { EVENTS = 512, DESCRIPTORS_MAX = 1 << 16, INPUT_BYTES = 1 << 18, FRAME_BYTES_MAX = 1 << 16, SHOWN_ON_ONLINE = 200, ID_BYTES = 36 };

struct bytes {
    char *start;
    uint32_t count, capacity;
};

struct connection {
    int fd;
    bool is_open, is_staff, is_online, is_dirty, is_watched;
    char name[32];
    struct bytes kept;  // a frame's beginning
    struct bytes out;   // not sent yet
};

struct ticket {
    struct connection *user, *staff;
};

static struct connection *connections[DESCRIPTORS_MAX];
static struct connection *dirty[DESCRIPTORS_MAX];
static struct connection *online[DESCRIPTORS_MAX];
static struct ticket *tickets;
static uint32_t dirty_count, online_count, ticket_count, ticket_capacity, first_waiting;
static char input[INPUT_BYTES + FRAME_BYTES_MAX];
static int epoll, log_file = -1;
static struct bytes log_turn;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void append(struct bytes *bytes, const void *more, size_t count) {
    if (bytes->count + count > bytes->capacity) {
        bytes->capacity = (uint32_t)(bytes->count + count) * 2;
        bytes->start = realloc(bytes->start, bytes->capacity);
    }
    memcpy(bytes->start + bytes->count, more, count);
    bytes->count += (uint32_t)count;
}

static void release(struct bytes *bytes) {
    free(bytes->start);
    *bytes = (struct bytes){0};
}

static void mark_dirty(struct connection *connection) {
    if (connection->is_dirty) return;
    connection->is_dirty = true;
    dirty[dirty_count++] = connection;
}

static void send_frame(struct connection *connection, uint8_t opcode, const char *payload, size_t count) {
    uint8_t head[4] = {(uint8_t)(0x80 | opcode), (uint8_t)count};
    size_t head_count = 2;
    if (count > 125) {
        head[1] = 126;
        head[2] = (uint8_t)(count >> 8);
        head[3] = (uint8_t)count;
        head_count = 4;
    }
    append(&connection->out, head, head_count);
    append(&connection->out, payload, count);
    mark_dirty(connection);
}

static void send_json(struct connection *connection, const char *json) {
    send_frame(connection, 0x1, json, strlen(json));
}

static void forget(struct connection *connection) {
    for (uint32_t index = 0; index < ticket_count; index++) {
        if (tickets[index].user == connection) tickets[index].user = NULL;
        if (tickets[index].staff == connection) tickets[index].staff = NULL;
    }
    for (uint32_t index = 0; index < online_count; index++) {
        if (online[index] != connection) continue;
        online[index] = online[--online_count];
        break;
    }
    for (uint32_t index = 0; index < dirty_count; index++) {
        if (dirty[index] == connection) dirty[index] = dirty[--dirty_count];
    }
    connections[connection->fd] = NULL;
    close(connection->fd);
    release(&connection->kept);
    release(&connection->out);
    free(connection);
}

// Everything of one turn for one connection in one call; what does not fit waits for the socket.
static void flush(struct connection *connection) {
    connection->is_dirty = false;
    uint32_t sent = 0;
    while (sent < connection->out.count) {
        ssize_t count = send(connection->fd, connection->out.start + sent, connection->out.count - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count <= 0) break;
        sent += (uint32_t)count;
    }
    uint32_t left = connection->out.count - sent;
    if (left) {
        memmove(connection->out.start, connection->out.start + sent, left);
        connection->out.count = left;
    } else {
        release(&connection->out);
    }
    if ((left > 0) != connection->is_watched) {
        connection->is_watched = left > 0;
        struct epoll_event event = {.events = EPOLLIN | (left ? EPOLLOUT : 0), .data.fd = connection->fd};
        epoll_ctl(epoll, EPOLL_CTL_MOD, connection->fd, &event);
    }
}

static void end_turn(void) {
    if (log_turn.count) {
        if (write(log_file, log_turn.start, log_turn.count) != (ssize_t)log_turn.count) fail("write");
        if (fdatasync(log_file) < 0) fail("fdatasync");
        log_turn.count = 0;
    }
    uint32_t count = dirty_count;
    dirty_count = 0;
    for (uint32_t index = 0; index < count; index++) flush(dirty[index]);
}

static const char *text_field(const char *json, size_t count, const char *name, size_t name_count, size_t *length) {
    const char *start = memmem(json, count, name, name_count), *end = json + count;
    if (!start) return NULL;
    start += name_count;
    const char *at = start;
    while (at < end && *at != '"') at += *at == '\\' ? 2 : 1;
    if (at >= end) return NULL;
    *length = (size_t)(at - start);
    return start;
}

#define TEXT_FIELD(json, count, name, length) text_field(json, count, "\"" name "\":\"", sizeof("\"" name "\":\"") - 1, length)

// Ids look like the UUIDs of others; the last twelve digits count.
static void write_ticket_id(char *id, uint32_t index) {
    snprintf(id, ID_BYTES + 1, "00000000-0000-7000-8000-%012x", index);
}

static struct ticket *ticket_of(const char *json, size_t count) {
    size_t length = 0;
    const char *id = TEXT_FIELD(json, count, "ticket_id", &length);
    if (!id || length != ID_BYTES) return NULL;
    uint32_t index = (uint32_t)strtoul(id + 24, NULL, 16);
    return index < ticket_count ? &tickets[index] : NULL;
}

static void show(struct connection *staff, uint32_t index) {
    char id[ID_BYTES + 1], json[256];
    write_ticket_id(id, index);
    snprintf(json, sizeof json, "{\"type\":\"new_ticket\",\"ticket\":{\"ticket_id\":\"%s\",\"user_id\":\"%s\",\"status\":\"waiting\"}}", id,
        tickets[index].user->name);
    send_json(staff, json);
}

static void create_ticket(struct connection *user) {
    char id[ID_BYTES + 1], json[128];
    if (ticket_count == ticket_capacity) {
        ticket_capacity = ticket_capacity ? ticket_capacity * 2 : 1024;
        tickets = realloc(tickets, ticket_capacity * sizeof *tickets);
    }
    tickets[ticket_count] = (struct ticket){.user = user};
    write_ticket_id(id, ticket_count);
    snprintf(json, sizeof json, "{\"type\":\"ticket_created\",\"ticket_id\":\"%s\"}", id);
    send_json(user, json);
    send_json(user, "{\"type\":\"system\",\"text\":\"Ticket created\"}");
    for (uint32_t index = 0; index < online_count; index++) show(online[index], ticket_count);
    ticket_count++;
}

static void change_status(struct connection *staff, const char *json, size_t count) {
    if (!memmem(json, count, "\"online\"", 8)) {
        send_json(staff, "{\"type\":\"status_updated\",\"status\":\"offline\"}");
        return;
    }
    if (!staff->is_online) online[online_count++] = staff;
    staff->is_online = true;
    send_json(staff, "{\"type\":\"status_updated\",\"status\":\"online\"}");
    while (first_waiting < ticket_count && (tickets[first_waiting].staff || !tickets[first_waiting].user)) first_waiting++;
    for (uint32_t index = first_waiting, shown = 0; index < ticket_count && shown < SHOWN_ON_ONLINE; index++) {
        if (tickets[index].staff || !tickets[index].user) continue;
        show(staff, index);
        shown++;
    }
}

static void pick_ticket(struct connection *staff, const char *json, size_t count) {
    char line[160], id[ID_BYTES + 1];
    struct ticket *ticket = ticket_of(json, count);
    if (!ticket || ticket->staff) {
        send_json(staff, "{\"type\":\"ticket_picked\",\"success\":false}");
        return;
    }
    ticket->staff = staff;
    send_json(staff, "{\"type\":\"ticket_picked\",\"success\":true}");
    write_ticket_id(id, (uint32_t)(ticket - tickets));
    snprintf(line, sizeof line, "{\"type\":\"assigned\",\"ticket_id\":\"%s\"}", id);
    if (!ticket->user) return;
    send_json(ticket->user, line);
    send_json(ticket->user, "{\"type\":\"system\",\"text\":\"Staff joined\"}");
}

static void relay_message(struct connection *sender, const char *json, size_t count) {
    size_t length = 0;
    const char *text = TEXT_FIELD(json, count, "text", &length);
    struct ticket *ticket = ticket_of(json, count);
    if (!text || !ticket) return;
    if (log_file >= 0) {
        uint32_t head[2] = {(uint32_t)(ticket - tickets) << 1 | sender->is_staff, (uint32_t)length};
        append(&log_turn, head, sizeof head);
        append(&log_turn, text, length);
    }
    struct connection *receiver = sender->is_staff ? ticket->user : ticket->staff;
    if (!receiver) return;
    static char line[FRAME_BYTES_MAX];
    char id[ID_BYTES + 1];
    int head = 0, tail;
    if (sender->is_staff) {
        head = sprintf(line, "{\"type\":\"message\",\"from\":\"staff\",\"text\":\"");
    } else {
        write_ticket_id(id, (uint32_t)(ticket - tickets));
        head = sprintf(line, "{\"type\":\"message\",\"from\":\"user\",\"ticket_id\":\"%s\",\"text\":\"", id);
    }
    if ((size_t)head + length + 2 > FRAME_BYTES_MAX) return;
    memcpy(line + head, text, length);
    tail = head + (int)length;
    line[tail++] = '"';
    line[tail++] = '}';
    send_frame(receiver, 0x1, line, (size_t)tail);
}

static bool is(const char *value, size_t length, const char *wanted) {
    return length == strlen(wanted) && memcmp(value, wanted, length) == 0;
}

static void received(struct connection *connection, const char *json, size_t count) {
    size_t length = 0;
    const char *type = TEXT_FIELD(json, count, "type", &length);
    if (!type) return;
    if (is(type, length, "message")) relay_message(connection, json, count);
    else if (is(type, length, "create_ticket") && !connection->is_staff) create_ticket(connection);
    else if (is(type, length, "status") && connection->is_staff) change_status(connection, json, count);
    else if (is(type, length, "pick_ticket") && connection->is_staff) pick_ticket(connection, json, count);
}

// RFC 6455, section 5.3, eight bytes at a time.
static void unmask(char *payload, size_t count, const uint8_t *key) {
    uint64_t wide;
    uint8_t doubled[8];
    memcpy(doubled, key, 4);
    memcpy(doubled + 4, key, 4);
    memcpy(&wide, doubled, 8);
    size_t index = 0;
    for (; index + 8 <= count; index += 8) {
        uint64_t word;
        memcpy(&word, payload + index, 8);
        word ^= wide;
        memcpy(payload + index, &word, 8);
    }
    for (; index < count; index++) payload[index] = (char)(payload[index] ^ (char)key[index % 4]);
}

// How many bytes were whole frames; -1 after a close or what is no frame of a client.
static ssize_t take_frames(struct connection *connection, char *bytes, size_t count) {
    size_t taken = 0;
    while (count - taken >= 6) {
        uint8_t *head = (uint8_t *)bytes + taken;
        size_t length = head[1] & 0x7F, start = 6;
        if (!(head[1] & 0x80) || length == 127) return -1;
        if (length == 126) {
            length = (size_t)head[2] << 8 | head[3];
            start = 8;
        }
        if (count - taken < start + length) break;
        char *payload = (char *)head + start;
        unmask(payload, length, head + start - 4);
        uint8_t opcode = head[0] & 0x0F;
        if (opcode == 0x1) received(connection, payload, length);
        else if (opcode == 0x9) send_frame(connection, 0xA, payload, length);
        else if (opcode == 0x8) return -1;
        taken += start + length;
    }
    return (ssize_t)taken;
}

// The whole request in one piece, or it is refused.
static ssize_t take_handshake(struct connection *connection, char *bytes, size_t count) {
    static const char name[] = "\r\nSec-WebSocket-Key: ";
    char *end = memmem(bytes, count, "\r\n\r\n", 4);
    if (!end) return -1;
    char answer[256];
    if (memcmp(bytes, "GET /health/ready ", 18) == 0) {
        static const char ready[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
        append(&connection->out, ready, sizeof ready - 1);
        flush(connection);
        return -1;
    }
    char role[8] = "", key[32] = "";
    char *key_field = memmem(bytes, (size_t)(end - bytes), name, sizeof name - 1);
    if (sscanf(bytes, "GET /ws/%7[a-z]/%31[^ ] HTTP/1.1", role, connection->name) != 2 || !key_field) return -1;
    if (sscanf(key_field + sizeof name - 1, "%31[^\r]", key) != 1) return -1;
    connection->is_staff = strcmp(role, "staff") == 0;
    char accept[ACCEPT_KEY_BYTES + 1];
    accept_key(key, accept);
    int length = snprintf(answer, sizeof answer,
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", accept);
    append(&connection->out, answer, (size_t)length);
    mark_dirty(connection);
    connection->is_open = true;
    return end + 4 - bytes;
}

static void read_from(struct connection *connection) {
    size_t kept = connection->kept.count;
    if (kept) memcpy(input, connection->kept.start, kept);
    ssize_t got = recv(connection->fd, input + kept, INPUT_BYTES, MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
        forget(connection);
        return;
    }
    size_t count = kept + (size_t)got;
    ssize_t head = connection->is_open ? 0 : take_handshake(connection, input, count), taken = -1;
    if (head >= 0) taken = take_frames(connection, input + head, count - (size_t)head);
    if (taken < 0) {
        forget(connection);
        return;
    }
    size_t left = count - (size_t)(head + taken);
    connection->kept.count = 0;
    if (left) append(&connection->kept, input + head + taken, left);
    else if (kept) release(&connection->kept);
}

static void accept_all(int listener) {
    int fd, on = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        struct connection *connection = calloc(1, sizeof *connection);
        struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        connection->fd = fd;
        connections[fd] = connection;
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

static int listen_on(int port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0) fail("bind");
    if (listen(fd, 4096) < 0) fail("listen");
    return fd;
}

int main(int argc, char **argv) {
    if (argc < 2) return 2;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (argc > 2 && (log_file = open(argv[2], O_WRONLY | O_CREAT | O_APPEND, 0600)) < 0) fail("open");
    epoll = epoll_create1(EPOLL_CLOEXEC);
    int listener = listen_on(atoi(argv[1]));
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[EVENTS];
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int count = epoll_wait(epoll, events, EVENTS, -1);
        for (int index = 0; index < count; index++) {
            int fd = events[index].data.fd;
            if (fd == listener) {
                accept_all(listener);
            } else if (connections[fd]) {
                if (events[index].events & EPOLLOUT) mark_dirty(connections[fd]);
                if (events[index].events & ~(uint32_t)EPOLLOUT) read_from(connections[fd]);
            }
        }
        end_turn();
    }
}
