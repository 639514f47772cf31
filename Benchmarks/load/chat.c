// Chat between pairs: as fast as it goes, or at a fixed rate.
#include <stdio.h>

#include "modes.h"
#include "pairs.h"

static void report(const char *mode, double elapsed, double busy, uint64_t delivered, struct cpu_seconds server) {
    printf("{\"mode\":\"%s\",\"pairs\":%d,\"seconds\":%.3f,\"sent\":%llu,\"delivered\":%llu,\"acked\":%llu,\"per_second\":%.1f,"
        "\"generator_share\":%.4f,\"server_user\":%.2f,\"server_system\":%.2f",
        mode, chat.count, elapsed, (unsigned long long)chat.sent, (unsigned long long)chat.delivered, (unsigned long long)chat.acked,
        (double)delivered / elapsed, busy / elapsed, server.user, server.system);
}

static void report_latency(const char *name, const struct histogram *histogram) {
    printf(",\"%s_p50_us\":%llu,\"%s_p99_us\":%llu", name, (unsigned long long)histogram_percentile(histogram, 0.5), name,
        (unsigned long long)histogram_percentile(histogram, 0.99));
}

// One message is under way in each pair: the customer writes, the agent answers what arrived, and so on.
static double chat_as_fast_as_it_goes(double seconds) {
    uint64_t started = now_ns();
    chat.answers_until = started + (uint64_t)(seconds * 1e9);
    for (int index = 0; index < chat.count; index++) send_message(&chat.pairs[index].user, now_ns());
    while (now_ns() < chat.answers_until) poll_once(10);
    return (double)(now_ns() - started) / 1e9;
}

void run_closed(const struct options *options) {
    make_pairs(options->port, options->count, options->with_acks, true);
    poll_for(300);
    struct cpu_seconds own = own_cpu(), server = cpu_of(options->server_pid);
    double elapsed = chat_as_fast_as_it_goes(options->seconds);
    own = cpu_since(own, own_cpu());
    server = cpu_since(server, cpu_of(options->server_pid));
    finish_messages();
    report("closed", elapsed, own.user + own.system, chat.delivered_in_time, server);
    report_latency("delivery", &chat.to_delivery);
    printf("}\n");
}

// Messages are due at fixed times, whether or not earlier ones have come: latency counts from when a message was due (no coordinated omission).
// The generator never sleeps; returned is the time that it spent on anything but looking.
static double chat_at_rate(const struct options *options, struct histogram *lateness, double *elapsed) {
    uint64_t started = now_ns(), now = started, ends = started + (uint64_t)(options->seconds * 1e9), busy = 0, number = 0, due = started;
    while (now < ends) {
        int work = poll_once(0);
        uint64_t looked = now_ns();
        for (; due <= looked && due < ends; work++) {
            struct pair *pair = &chat.pairs[number % (uint64_t)chat.count];
            histogram_add(lateness, looked - due);
            send_message(number / (uint64_t)chat.count % 2 ? &pair->staff : &pair->user, due);
            due = started + (uint64_t)((double)++number * 1e9 / options->rate);
        }
        uint64_t then = now;
        now = now_ns();
        if (work) busy += now - then;
    }
    *elapsed = (double)(now - started) / 1e9;
    return (double)busy / 1e9;
}

static void report_rate(const char *mode, const struct options *options) {
    struct histogram lateness;
    double elapsed;
    histogram_init(&lateness);
    histogram_init(&chat.to_delivery);
    histogram_init(&chat.to_ack);
    struct cpu_seconds server = cpu_of(options->server_pid);
    uint64_t before = chat.delivered;
    double busy = chat_at_rate(options, &lateness, &elapsed);
    server = cpu_since(server, cpu_of(options->server_pid));
    uint64_t delivered = chat.delivered - before;
    finish_messages();
    report(mode, elapsed, busy, delivered, server);
    report_latency("delivery", &chat.to_delivery);
    report_latency("ack", &chat.to_ack);
    report_latency("lateness", &lateness);
    printf("}\n");
}

void run_rate(const struct options *options) {
    make_pairs(options->port, options->count, options->with_acks, true);
    poll_for(300);
    report_rate("rate", options);
}

// What a calm chat pays for what has just been: as fast as it goes first, then at once at the rate, which alone is reported.
void run_burst(const struct options *options) {
    make_pairs(options->port, options->count, options->with_acks, true);
    poll_for(300);
    chat_as_fast_as_it_goes(options->seconds);
    finish_messages();
    report_rate("burst", options);
}
