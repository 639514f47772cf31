// Time, latencies, and who used how much of a core.
#pragma once
#include <stdint.h>

enum { LATENCY_BUCKETS = 5 * 1000 * 1000 };

struct histogram {
    uint32_t *buckets;  // by microsecond; the last one holds all that took longer
    uint64_t count;
};

struct cpu_seconds {
    double user, system;
};

uint64_t now_ns(void);
void histogram_init(struct histogram *histogram);
void histogram_add(struct histogram *histogram, uint64_t nanoseconds);
uint64_t histogram_percentile(const struct histogram *histogram, double share);

struct cpu_seconds own_cpu(void);
// Of another process; both are 0 when `pid` is 0 or gone. Counted by the kernel in ticks of 10 ms.
struct cpu_seconds cpu_of(int pid);
struct cpu_seconds cpu_since(struct cpu_seconds then, struct cpu_seconds now);
