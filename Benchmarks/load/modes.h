// What the generator can do; each prints one line of JSON.
#pragma once
#include <stdbool.h>

struct options {
    int port, count;
    double seconds, rate;
    bool with_acks;
    int server_pid;
};

void run_closed(const struct options *options);
void run_rate(const struct options *options);
void run_burst(const struct options *options);
void run_idle(const struct options *options);
void run_resume(const struct options *options);
