/// Every metric of Beckon: one line here declares it, and whoever knows of what it counts calls it there.
/// `docs/operating.md` says what to make of each; a test holds that page and the board against this list.
///
/// Label values are the program's own words (types of frames, codes, routes). Never a person's id or anything that a client chose.
package struct ServerMetrics: Sendable {
    // MARK: What people do

    package let framesReceived = CounterMetric(
        "beckon_frames_received", ["type"],
        help: "Frames that came over sockets, by type; invalid ones by their error's code.")
    package let framesSent = CounterMetric(
        "beckon_frames_sent", ["type"],
        help: "Frames handed to sockets, by type; a frame for ten sockets counts ten times.")
    package let commands = CounterMetric(
        "beckon_commands", ["kind", "result"], limit: 512,
        help: "Commands by kind and result: ok, or the code of the error.")
    package let errors = CounterMetric(
        "beckon_errors", ["door", "code"], limit: 256,
        help: "Errors told to clients, by door (http or socket) and code.")
    package let rateLimited = CounterMetric(
        "beckon_rate_limited", ["limit"], limit: 128,
        help: "What was refused because it came too fast or was too much, by limit.")
    package let httpRequests = CounterMetric(
        "beckon_http_requests", ["route", "method", "status"], limit: 2_048,
        help: "HTTP requests that were answered, by route, method and status.")
    package let httpDuration = HistogramMetric(
        "beckon_http_request_duration_seconds", ["route", "method"], limit: 512,
        buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30],
        help: "Time from a request's head to its answer.")

    // MARK: Who is there

    package let sockets = GaugeMetric(
        "beckon_sockets", ["side"], help: "Sockets of people who are signed in, by side.")
    package let connections = GaugeMetric(
        "beckon_http_connections", help: "Open connections that speak HTTP.")
    package let agentsOnline = GaugeMetric(
        "beckon_agents_online", help: "Agents who are online, on whichever node.")
    package let customersWaiting = GaugeMetric(
        "beckon_customers_waiting", help: "Tickets whose customer waits to be picked.")
    package let activeTickets = GaugeMetric(
        "beckon_active_tickets", help: "Tickets that are kept in memory.")

    // MARK: What is stored

    package let batchEntries = HistogramMetric(
        "beckon_commit_batch_entries", buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
        help: "Entries that shared one commit and one sync.")
    package let commitDuration = HistogramMetric(
        "beckon_commit_duration_seconds",
        buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 5],
        help: "Time of a commit with its sync, without the writing before.")
    package let failedCommits = CounterMetric(
        "beckon_commits_failed", ["cause"],
        help: "Batches of which nothing was stored, by cause.")
    package let isWriting = GaugeMetric(
        "beckon_store_writable", help: "1 while writing works, else 0.")
    package let appendsQueued = GaugeMetric(
        "beckon_append_queue", help: "Appends that the writer has not taken up yet.")
    package let logPosition = GaugeMetric(
        "beckon_log_position", help: "The position of the log's newest entry.")
    package let foldLag = GaugeMetric(
        "beckon_fold_lag_entries", help: "Entries that are stored but not yet in lists and search.")
    package let foldLagTime = GaugeMetric(
        "beckon_fold_lag_seconds", help: "How long the oldest of these has been stored.")
    package let followerLag = GaugeMetric(
        "beckon_follower_lag_entries", ["follower"],
        help: "Entries of the log that a follower has not taken in yet.")
    package let followerLagTime = GaugeMetric(
        "beckon_follower_lag_seconds", ["follower"],
        help: "How long the oldest of these has been stored.")
    package let followerFailures = CounterMetric(
        "beckon_follower_failures", ["follower"],
        help: "How often a follower failed and has to take in the same entries again.")
    package let outboxAttempts = CounterMetric(
        "beckon_outbox_attempts", ["channel", "result"],
        help: "Attempts to deliver what leaves, by channel and result: delivered, failed, dead.")
    package let outboxDuration = HistogramMetric(
        "beckon_outbox_attempt_duration_seconds", ["channel"],
        buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
        help: "Time of one such attempt, until the receiver's answer.")
    package let outboxWaiting = GaugeMetric(
        "beckon_outbox_waiting", ["channel"], help: "Messages that wait to be delivered.")
    package let outboxLag = GaugeMetric(
        "beckon_outbox_lag_seconds", ["channel"], help: "How long the oldest of these waits.")
    package let outboxDead = GaugeMetric(
        "beckon_outbox_dead", ["channel"],
        help: "Messages that were given up, and can be sent again by hand.")
    package let damagedTickets = GaugeMetric(
        "beckon_damaged_tickets", help: "Tickets that can only be read because of damage.")
    package let damagedLines = CounterMetric(
        "beckon_damaged_lines", ["found_by"],
        help: "Damaged lines of the log that were met since the start; one line may be met often.")

    // MARK: The process

    package let loopLag = HistogramMetric(
        "beckon_event_loop_lag_seconds", ["loop"],
        buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
        help: "How long a task waited for its turn on an event loop.")
    package let hashing = GaugeMetric(
        "beckon_password_hashes", ["state"],
        help: "Passwords that are being hashed, or wait for it: running, known, strangers.")
    package let hashDuration = HistogramMetric(
        "beckon_password_hash_duration_seconds",
        buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
        help: "Time of hashing one password, without the wait.")
    package let tasksRunning = GaugeMetric(
        "beckon_tasks_running", help: "Reads that commands have started and that have not ended.")
    package let startTime = GaugeMetric(
        "process_start_time_seconds", help: "When the process started, since 1970.")
    package let residentMemory = GaugeMetric(
        "process_resident_memory_bytes", help: "Resident memory.")
    package let openFiles = GaugeMetric("process_open_fds", help: "Open file descriptors.")
    package let maximumFiles = GaugeMetric(
        "process_max_fds", help: "File descriptors that may be open.")
    package let processorTime = GaugeMetric(
        "process_cpu_seconds", isRising: true, help: "Processor time that the process has used.")
    package let build = GaugeMetric(
        "beckon_build_info", ["version", "rules"],
        help: "Always 1; its labels name the version, and that of the rules of tickets.")

    /// All of them. Read from the properties above, so that none can be forgotten.
    package var all: [any DeclaredMetric] {
        Mirror(reflecting: self).children.compactMap { $0.value as? any DeclaredMetric }
    }
}

/// The metrics of this process.
package let metrics = ServerMetrics()
