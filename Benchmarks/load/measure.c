#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

uint64_t now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000ull + (uint64_t)time.tv_nsec;
}

void histogram_init(struct histogram *histogram) {
    histogram->buckets = calloc(LATENCY_BUCKETS, sizeof *histogram->buckets);
    histogram->count = 0;
}

void histogram_add(struct histogram *histogram, uint64_t nanoseconds) {
    uint64_t bucket = nanoseconds / 1000;
    if (bucket >= LATENCY_BUCKETS) bucket = LATENCY_BUCKETS - 1;
    histogram->buckets[bucket]++;
    histogram->count++;
}

uint64_t histogram_percentile(const struct histogram *histogram, double share) {
    uint64_t wanted = (uint64_t)((double)histogram->count * share), seen = 0;
    for (uint64_t bucket = 0; bucket < LATENCY_BUCKETS; bucket++) {
        seen += histogram->buckets[bucket];
        if (seen > wanted) return bucket;
    }
    return 0;
}

static double seconds(struct timeval time) {
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

struct cpu_seconds own_cpu(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (struct cpu_seconds){.user = seconds(usage.ru_utime), .system = seconds(usage.ru_stime)};
}

struct cpu_seconds cpu_of(int pid) {
    struct cpu_seconds none = {0, 0};
    char path[64], line[1024];
    if (pid <= 0) return none;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *file = fopen(path, "r");
    if (!file) return none;
    size_t count = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    line[count] = 0;
    // The name may hold spaces and brackets; the fields after its last bracket do not.
    char *rest = strrchr(line, ')');
    unsigned long user = 0, system = 0;
    if (!rest || sscanf(rest + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2) return none;
    double ticks = (double)sysconf(_SC_CLK_TCK);
    return (struct cpu_seconds){.user = (double)user / ticks, .system = (double)system / ticks};
}

struct cpu_seconds cpu_since(struct cpu_seconds then, struct cpu_seconds now) {
    return (struct cpu_seconds){.user = now.user - then.user, .system = now.system - then.system};
}
