import BeckonStore
import BeckonTelemetry

/// Says what became of each batch: in metrics always, in the log where it failed or where somebody wants to see all. Never leaves the writer's thread.
final class CommitReport {
    /// While writing fails, many batches may fail each second: so many are told of, then their number.
    private static let linesPerSecond = 10

    private let tell: StoreListener
    private let tellsCommits: Bool
    private var second = ContinuousClock.now
    private var lines = 0
    private var unsaid = 0

    init(_ options: SQLiteOptions, _ tell: @escaping StoreListener) {
        self.tell = tell
        tellsCommits = options.tellsCommits
    }

    func committed(_ items: [LogWriter.Item], entries: Int) {
        guard entries > 0 else { return }
        metrics.batchEntries.record(Double(entries))
        if tellsCommits { tell(.committed(CommitNotice(items, entries: entries))) }
    }

    func failed(
        _ items: [LogWriter.Item], _ failure: CommitFailure, at now: ContinuousClock.Instant = .now
    ) {
        metrics.failedCommits.add(1, failure.name)
        // The state itself is told once (`StoreCondition`), however often somebody tries whether it is over.
        guard items.contains(where: { !$0.isProbe }) else { return }
        if now - second >= .seconds(1) { (second, lines) = (now, 0) }
        guard lines < Self.linesPerSecond else {
            unsaid += 1
            return
        }
        lines += 1
        tell(
            .commitFailed(CommitNotice(items, entries: 0), why: failure.why, unsaid: unsaid))
        unsaid = 0
    }
}

extension LogWriter.Item {
    fileprivate var isProbe: Bool {
        if case .job(let job) = self { job.isProbe } else { false }
    }
}
