// The load generator: WebSocket chat pairs over one epoll loop, speaking only the base vocabulary plus client_id, so that every peer can answer.
//   load PORT closed PAIRS SECONDS         each side answers as soon as the other's message is there
//   load PORT rate   PAIRS SECONDS RATE    RATE messages a second in all; latency counts from when a message was due
//   load PORT idle   COUNT SECONDS         COUNT connections that only exist; prints "ready" when all are open
// Prints one JSON object. A client_id carries the time at which its message was (or should have been) sent.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { TEXT_BYTES = 64, INPUT_BYTES = 1 << 16, MICROSECOND_BUCKETS = 20 * 1000 * 1000 };
enum phase { HANDSHAKE, OPEN };

struct pair;
struct connection {
    int fd;
    enum phase phase;
    bool is_staff;
    bool is_picked;
    struct pair *pair;
    size_t count;
    char *input;
};
struct pair {
    struct connection user, staff;
    char ticket[64];
    bool is_live;
};

struct histogram {
    uint32_t *buckets;  // by microsecond
    uint64_t count;
};

static struct histogram to_ack, to_delivery;
static uint64_t sent, delivered, started_at, ends_at, counter;
static int epoll, port;
static bool is_closed_loop;
static char text[TEXT_BYTES + 1];

static uint64_t now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000ull + (uint64_t)time.tv_nsec;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void record(struct histogram *histogram, uint64_t since) {
    uint64_t microseconds = (now_ns() - since) / 1000;
    if (microseconds >= MICROSECOND_BUCKETS) microseconds = MICROSECOND_BUCKETS - 1;
    histogram->buckets[microseconds]++;
    histogram->count++;
}

static uint64_t percentile(const struct histogram *histogram, double share) {
    uint64_t wanted = (uint64_t)((double)histogram->count * share), seen = 0;
    for (uint64_t bucket = 0; bucket < MICROSECOND_BUCKETS; bucket++) {
        seen += histogram->buckets[bucket];
        if (seen > wanted) return bucket;
    }
    return 0;
}

static void write_all(struct connection *connection, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = send(connection->fd, bytes, count, MSG_NOSIGNAL);
        if (written < 0) {
            if (errno == EAGAIN) continue;
            fail("send");
        }
        bytes += written;
        count -= (size_t)written;
    }
}

// A masked text frame (RFC 6455, section 5.2); the key of zeros leaves the payload as it is.
static void send_text(struct connection *connection, const char *payload, size_t count) {
    char frame[1024];
    size_t head = 0;
    frame[head++] = (char)0x81;
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

static void send_message(struct connection *connection, uint64_t due) {
    char payload[512];
    int count = snprintf(payload, sizeof payload,
        "{\"type\":\"message\",\"ticket_id\":\"%s\",\"text\":\"%s\",\"client_id\":\"%llu-%llu\"}",
        connection->pair->ticket, text, (unsigned long long)due, (unsigned long long)counter++);
    send_text(connection, payload, (size_t)count);
    sent++;
}

static struct connection connect_to(const char *path, struct connection *connection) {
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    if (fd < 0) fail("socket");
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) fail("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connection->fd = fd;
    connection->input = malloc(INPUT_BYTES);
    char request[512];
    int count = snprintf(request, sizeof request,
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n", path, port);
    write_all(connection, request, (size_t)count);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0) fail("epoll_ctl");
    return *connection;
}

// The value of a text field in a flat object; NULL when it is not there.
static const char *field(const char *json, size_t count, const char *name, size_t *length) {
    char wanted[64];
    int wanted_count = snprintf(wanted, sizeof wanted, "\"%s\":\"", name);
    const char *start = memmem(json, count, wanted, (size_t)wanted_count);
    if (!start) return NULL;
    start += wanted_count;
    const char *end = memchr(start, '"', count - (size_t)(start - json));
    if (!end) return NULL;
    *length = (size_t)(end - start);
    return start;
}

static bool has_type(const char *json, size_t count, const char *type) {
    size_t length = 0;
    const char *value = field(json, count, "type", &length);
    return value && length == strlen(type) && memcmp(value, type, length) == 0;
}

static void received(struct connection *connection, const char *json, size_t count) {
    struct pair *pair = connection->pair;
    size_t length = 0;
    if (has_type(json, count, "message")) {
        const char *id = field(json, count, "client_id", &length);
        if (!id) return;
        record(&to_delivery, strtoull(id, NULL, 10));
        delivered++;
        uint64_t now = now_ns();
        if (is_closed_loop && now < ends_at) send_message(connection, now);
    } else if (has_type(json, count, "ack")) {
        const char *id = field(json, count, "client_id", &length);
        if (id && pair && pair->is_live) record(&to_ack, strtoull(id, NULL, 10));
    } else if (has_type(json, count, "ticket_created") && pair && !pair->ticket[0]) {
        const char *ticket = field(json, count, "ticket_id", &length);
        if (ticket && length < sizeof pair->ticket) memcpy(pair->ticket, ticket, length);
    } else if (has_type(json, count, "ticket_picked")) {
        connection->is_picked = memmem(json, count, "\"success\":true", 14) != NULL;
    } else if (has_type(json, count, "error")) {
        fprintf(stderr, "error: %.*s\n", (int)count, json);
        exit(1);
    }
}

// Takes whole frames out of what has arrived; returns false when the peer closed.
static bool read_frames(struct connection *connection) {
    ssize_t got = recv(connection->fd, connection->input + connection->count,
        INPUT_BYTES - connection->count, MSG_DONTWAIT);
    if (got == 0) return false;
    if (got < 0) return errno == EAGAIN;
    connection->count += (size_t)got;
    char *at = connection->input, *end = at + connection->count;
    if (connection->phase == HANDSHAKE) {
        char *blank = memmem(at, (size_t)(end - at), "\r\n\r\n", 4);
        if (!blank) return true;
        if (memcmp(at, "HTTP/1.1 101", 12) != 0) {
            fprintf(stderr, "refused: %.60s\n", at);
            exit(1);
        }
        connection->phase = OPEN;
        at = blank + 4;
    }
    while (end - at >= 2) {
        uint8_t *head = (uint8_t *)at;
        size_t length = head[1] & 0x7F, start = 2;
        if (length == 126) {
            if (end - at < 4) break;
            length = (size_t)head[2] << 8 | head[3];
            start = 4;
        } else if (length == 127) {
            fprintf(stderr, "a frame is too long\n");
            exit(1);
        }
        if ((size_t)(end - at) < start + length) break;
        if ((head[0] & 0x0F) == 0x9) {
            char pong[6] = {(char)0x8A, (char)0x80, 0, 0, 0, 0};
            write_all(connection, pong, 6);
        } else if ((head[0] & 0x0F) == 0x8) {
            return false;
        } else {
            received(connection, at + start, length);
        }
        at += start + length;
    }
    connection->count = (size_t)(end - at);
    memmove(connection->input, at, connection->count);
    return true;
}

static void poll_once(int timeout_ms) {
    struct epoll_event events[512];
    int count = epoll_wait(epoll, events, 512, timeout_ms);
    for (int index = 0; index < count; index++) {
        struct connection *connection = events[index].data.ptr;
        if (!read_frames(connection)) {
            fprintf(stderr, "the server closed a connection\n");
            exit(1);
        }
    }
}

static void until(bool (*is_done)(struct pair *, int), struct pair *pairs, int count, const char *what) {
    uint64_t deadline = now_ns() + 60ull * 1000000000ull;
    while (!is_done(pairs, count)) {
        if (now_ns() > deadline) {
            fprintf(stderr, "gave up waiting: %s\n", what);
            exit(1);
        }
        poll_once(10);
    }
}

static bool all_open(struct pair *pairs, int count) {
    for (int index = 0; index < count; index++)
        if (pairs[index].user.phase != OPEN || (pairs[index].staff.fd && pairs[index].staff.phase != OPEN)) return false;
    return true;
}

static bool all_created(struct pair *pairs, int count) {
    for (int index = 0; index < count; index++) if (!pairs[index].ticket[0]) return false;
    return true;
}

static bool all_picked(struct pair *pairs, int count) {
    for (int index = 0; index < count; index++) if (!pairs[index].staff.is_picked) return false;
    return true;
}

// Tickets first, agents afterwards, so that not every agent hears of every ticket as it comes.
static struct pair *make_pairs(int count) {
    struct pair *pairs = calloc((size_t)count, sizeof *pairs);
    char path[64], payload[256];
    for (int index = 0; index < count; index++) {
        struct pair *pair = &pairs[index];
        pair->user.pair = pair->staff.pair = pair;
        pair->staff.is_staff = true;
        snprintf(path, sizeof path, "/ws/user/u%d", index);
        connect_to(path, &pair->user);
        if (index % 64 == 63) until(all_open, pairs, index, "users");
    }
    until(all_open, pairs, count, "users");
    for (int index = 0; index < count; index++) {
        int length = snprintf(payload, sizeof payload, "{\"type\":\"create_ticket\"}");
        send_text(&pairs[index].user, payload, (size_t)length);
    }
    until(all_created, pairs, count, "tickets");
    for (int index = 0; index < count; index++) {
        snprintf(path, sizeof path, "/ws/staff/s%d", index);
        connect_to(path, &pairs[index].staff);
        if (index % 64 == 63) until(all_open, pairs, index, "staff");
    }
    until(all_open, pairs, count, "staff");
    for (int index = 0; index < count; index++) {
        int length = snprintf(payload, sizeof payload, "{\"type\":\"status\",\"status\":\"online\"}");
        send_text(&pairs[index].staff, payload, (size_t)length);
        length = snprintf(payload, sizeof payload, "{\"type\":\"pick_ticket\",\"ticket_id\":\"%s\"}", pairs[index].ticket);
        send_text(&pairs[index].staff, payload, (size_t)length);
        poll_once(0);
    }
    until(all_picked, pairs, count, "picks");
    for (int index = 0; index < count; index++) pairs[index].is_live = true;
    return pairs;
}

static double cpu_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec
        + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void report(const char *mode, int pairs, double seconds, double cpu) {
    printf("{\"mode\":\"%s\",\"pairs\":%d,\"seconds\":%.2f,\"sent\":%llu,\"delivered\":%llu,\"per_second\":%.0f,"
        "\"ack_p50_us\":%llu,\"ack_p99_us\":%llu,\"delivery_p50_us\":%llu,\"delivery_p99_us\":%llu,\"generator_cpu\":%.2f}\n",
        mode, pairs, seconds, (unsigned long long)sent, (unsigned long long)delivered, (double)delivered / seconds,
        (unsigned long long)percentile(&to_ack, 0.5), (unsigned long long)percentile(&to_ack, 0.99),
        (unsigned long long)percentile(&to_delivery, 0.5), (unsigned long long)percentile(&to_delivery, 0.99), cpu / seconds);
}

static void settle(uint64_t milliseconds) {
    uint64_t deadline = now_ns() + milliseconds * 1000000ull;
    while (now_ns() < deadline) poll_once(5);
}

static void run_closed(struct pair *pairs, int count, double seconds) {
    is_closed_loop = true;
    double cpu = cpu_seconds();
    started_at = now_ns();
    ends_at = started_at + (uint64_t)(seconds * 1e9);
    for (int index = 0; index < count; index++) send_message(&pairs[index].user, now_ns());
    while (now_ns() < ends_at) poll_once(10);
    double elapsed = (double)(now_ns() - started_at) / 1e9;
    report("closed", count, elapsed, cpu_seconds() - cpu);
}

static void run_rate(struct pair *pairs, int count, double seconds, double rate) {
    double cpu = cpu_seconds();
    started_at = now_ns();
    ends_at = started_at + (uint64_t)(seconds * 1e9);
    uint64_t number = 0;
    while (now_ns() < ends_at) {
        uint64_t due = started_at + (uint64_t)((double)number / rate * 1e9);
        while (due <= now_ns()) {
            struct pair *pair = &pairs[number % (uint64_t)count];
            send_message(number / (uint64_t)count % 2 ? &pair->staff : &pair->user, due);
            due = started_at + (uint64_t)((double)++number / rate * 1e9);
        }
        poll_once(0);
    }
    double elapsed = (double)(now_ns() - started_at) / 1e9;
    settle(500);
    report("rate", count, elapsed, cpu_seconds() - cpu);
}

static void run_idle(int count, double seconds) {
    struct pair *pairs = calloc((size_t)count, sizeof *pairs);
    char path[64];
    for (int index = 0; index < count; index++) {
        snprintf(path, sizeof path, "/ws/user/idle%d", index);
        connect_to(path, &pairs[index].user);
        if (index % 64 == 63) until(all_open, pairs, index, "idle connections");
    }
    until(all_open, pairs, count, "idle connections");
    settle(1000);
    printf("ready\n");
    fflush(stdout);
    settle((uint64_t)(seconds * 1000));
}

int main(int argc, char **argv) {
    if (argc < 5) {
        fprintf(stderr, "usage: load PORT closed|rate|idle COUNT SECONDS [RATE]\n");
        return 2;
    }
    port = atoi(argv[1]);
    int count = atoi(argv[3]);
    double seconds = atof(argv[4]);
    if (count < 1 || count > 20000 || seconds <= 0 || seconds > 600) {
        fprintf(stderr, "COUNT is 1 to 20000, SECONDS at most 600\n");
        return 2;
    }
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    to_ack.buckets = calloc(MICROSECOND_BUCKETS, sizeof(uint32_t));
    to_delivery.buckets = calloc(MICROSECOND_BUCKETS, sizeof(uint32_t));
    memset(text, 'x', TEXT_BYTES);
    epoll = epoll_create1(0);
    if (strcmp(argv[2], "idle") == 0) {
        run_idle(count, seconds);
        return 0;
    }
    struct pair *pairs = make_pairs(count);
    settle(500);
    if (strcmp(argv[2], "rate") == 0) {
        run_rate(pairs, count, seconds, argc > 5 ? atof(argv[5]) : 1000);
    } else {
        run_closed(pairs, count, seconds);
    }
    return 0;
}
