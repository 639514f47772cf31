// Pairs of a customer and the agent who has picked their ticket, and the messages between them.
//
// A message's text is 64 bytes: its sender's side, its number on its way (1, 2, 3, …), padding. Who receives anything but the next number ends the
// run: what was lost, doubled or turned around makes a figure void.
#pragma once
#include "measure.h"
#include "socket.h"

enum { DUE_RING = 1 << 12 };

struct side {
    struct connection connection;
    struct pair *pair;
    struct side *other;
    uint64_t sent, received, acked;
    uint64_t *due;  // when the messages under way were due, by number; only where latency counts
};

struct pair {
    struct side user, staff;
    char ticket[40];
};

struct chat {
    struct pair *pairs;
    int count;
    bool with_acks;
    // Each side answers what it receives, until this time.
    uint64_t answers_until;
    uint64_t sent, delivered, acked, delivered_in_time;
    struct histogram to_delivery, to_ack;
};

extern struct chat chat;

void make_pairs(int port, int count, bool with_acks, bool with_latency);
void send_message(struct side *side, uint64_t due);
// Waits for what is under way; gives up when it does not come.
void finish_messages(void);
