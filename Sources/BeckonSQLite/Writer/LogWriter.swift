import BeckonModel
import BeckonStore
import Foundation
import Synchronization

/// The one thread that writes. Everything that changes the file goes through it, many in one transaction and one sync.
final class LogWriter: Sendable {
    enum Item: Sendable {
        case append(Append)
        case job(Job)
    }

    /// A small write that shares the batch's transaction.
    struct Job: Sendable {
        /// Runs in the transaction. What it returns is called after the commit, with the failure if there was one.
        let run: @Sendable (Connection) throws(SQLiteFailure) -> @Sendable (StoreError?) -> Void
        /// It never ran.
        let fail: @Sendable (StoreError) -> Void
        /// Only tries whether writing works: nobody misses it.
        var isProbe = false
    }

    /// For tests and metrics.
    struct Statistics: Hashable, Sendable {
        var batches = 0
        var appends = 0
        var checkpoints = 0
    }

    private struct Shared {
        var statistics = Statistics()
        var isClosed = false
        var lastPosition: Int64 = 0
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    let mailbox = Mailbox<Item>()
    let index: FoldThread
    private let failedSync: FailedSync
    let condition: StoreCondition
    private let files: OpenFiles
    private let examination: LogExamination?
    private let shared = Mutex(Shared())
    let options: SQLiteOptions

    init(
        options: SQLiteOptions, index: FoldThread, failedSync: FailedSync, files: OpenFiles,
        examination: LogExamination?
    ) {
        self.options = options
        self.index = index
        self.failedSync = failedSync
        condition = index.condition
        self.files = files
        self.examination = examination
    }

    var tail: Tail { index.tail }

    /// Opens a connection on a thread of its own. The index must have been started before.
    func start(path: String, index indexPath: String) async throws(StoreError) {
        let failure: StoreError? = await withCheckedContinuation { continuation in
            let thread = Thread { [self] in
                Thread.current.name = "beckon-writer"
                do throws(SQLiteFailure) {
                    let loop = try WriterLoop(self, path: path, index: indexPath)
                    continuation.resume(returning: nil)
                    examination?.start()
                    loop.run()
                    examination?.stop()
                    shared.withLock { $0.lastPosition = loop.position }
                } catch {
                    continuation.resume(returning: error.storeError)
                }
                index.stop()
                end()
            }
            thread.start()
        }
        if let failure { throw failure }
    }

    func append(_ append: Append) {
        if !mailbox.put(.append(append)) { append.done(.failed(.closed)) }
    }

    func write<Value: Sendable>(
        isProbe: Bool = false,
        _ body: @escaping @Sendable (Connection) throws(SQLiteFailure) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            var job = Job { connection throws(SQLiteFailure) in
                let value = try body(connection)
                return { failure in
                    continuation.resume(
                        returning: failure.map { .failure($0) } ?? .success(value))
                }
            } fail: {
                continuation.resume(returning: .failure($0))
            }
            job.isProbe = isProbe
            if !mailbox.put(.job(job)) { job.fail(.closed) }
        }
        return try result.get()
    }

    var statistics: Statistics { shared.withLock { $0.statistics } }

    /// Whether nothing was found in the log that should not be there.
    var isLogFine: Bool { examination?.isFine ?? true }

    /// Of the newest line, once the writer has ended.
    var lastPosition: Int64 { shared.withLock { $0.lastPosition } }

    /// Whether the data still stands where it was opened.
    func look() -> Bool { condition.look(at: files) }

    /// Whether the folder has more to fold than it may leave lying.
    var isIndexDue: Bool { tail.isFull(options.foldAtWeight) }

    func count(_ change: (inout Statistics) -> Void) {
        shared.withLock { change(&$0.statistics) }
    }

    var hasFailedSync: Bool { failedSync.isNoted }

    var failedSyncs: AsyncStream<Void> { failedSync.notices }

    func syncFailed() { failedSync.note() }

    func close() async {
        mailbox.close()
        await withCheckedContinuation { continuation in
            let isClosed = shared.withLock { shared in
                if !shared.isClosed { shared.closers.append(continuation) }
                return shared.isClosed
            }
            if isClosed { continuation.resume() }
        }
    }

    private func end() {
        let closers = shared.withLock { shared in
            shared.isClosed = true
            defer { shared.closers = [] }
            return shared.closers
        }
        for closer in closers { closer.resume() }
    }
}
