// The load generator: WebSocket clients over one epoll loop, which speak the base vocabulary, so that every peer can answer.
//   load PORT closed PAIRS SECONDS [--acks] [--server PID]
//   load PORT rate   PAIRS SECONDS MESSAGES_A_SECOND [--acks] [--server PID]
//   load PORT burst  PAIRS SECONDS MESSAGES_A_SECOND [--acks] [--server PID]
//   load PORT idle   CONNECTIONS_MAX
//   load PORT resume CLIENTS
// Prints JSON. Exit status 1 and a reason when anything went wrong: then there is no figure.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "modes.h"

enum { COUNT_MAX = 20000, SECONDS_MAX = 600 };

static int usage(void) {
    fprintf(stderr, "usage: load PORT closed|rate|burst|idle|resume COUNT [SECONDS] [RATE] [--acks] [--server PID]\n");
    return 2;
}

static void allow_descriptors(void) {
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

int main(int argc, char **argv) {
    struct options options = {.seconds = 1, .rate = 1000};
    double numbers[3] = {0};
    int number_count = 0;
    if (argc < 4) return usage();
    for (int index = 3; index < argc; index++) {
        if (strcmp(argv[index], "--acks") == 0) options.with_acks = true;
        else if (strcmp(argv[index], "--server") == 0 && index + 1 < argc) options.server_pid = atoi(argv[++index]);
        else if (number_count < 3) numbers[number_count++] = atof(argv[index]);
        else return usage();
    }
    options.port = atoi(argv[1]);
    options.count = (int)numbers[0];
    if (number_count > 1) options.seconds = numbers[1];
    if (number_count > 2) options.rate = numbers[2];
    if (options.count < 1 || options.count > COUNT_MAX || options.seconds <= 0 || options.seconds > SECONDS_MAX || options.rate < 1) return usage();
    allow_descriptors();
    // Timers of this process are not rounded.
    prctl(PR_SET_TIMERSLACK, 1);
    if (strcmp(argv[2], "closed") == 0) run_closed(&options);
    else if (strcmp(argv[2], "rate") == 0) run_rate(&options);
    else if (strcmp(argv[2], "burst") == 0) run_burst(&options);
    else if (strcmp(argv[2], "idle") == 0) run_idle(&options);
    else if (strcmp(argv[2], "resume") == 0) run_resume(&options);
    else return usage();
    return 0;
}
