import BeckonModel
import BeckonStore
import Foundation
import Synchronization

/// The one thread that writes. Everything that changes the file goes through it, many in one transaction and one sync.
final class LogWriter: Sendable {
    enum Item: Sendable {
        case append(Append)
        case job(Job)
        /// Runs in transactions of its own.
        case rebuild(CheckedContinuation<StoreError?, Never>)
    }

    /// A small write that shares the batch's transaction.
    struct Job: Sendable {
        /// Runs in the transaction. What it returns is called after the commit, with the failure if there was one.
        let run: @Sendable (Connection) throws(SQLiteFailure) -> @Sendable (StoreError?) -> Void
        /// It never ran.
        let fail: @Sendable (StoreError) -> Void
    }

    /// For tests and metrics.
    struct Statistics: Hashable, Sendable {
        var batches = 0
        var appends = 0
        var folds = 0
        var checkpoints = 0
    }

    private struct Shared {
        var statistics = Statistics()
        var isClosed = false
        var hasFailedSync = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    let mailbox = Mailbox<Item>()
    let tail = Tail()
    private let shared = Mutex(Shared())
    let options: SQLiteOptions
    let onBatch: @Sendable () -> Void

    init(options: SQLiteOptions, onBatch: @escaping @Sendable () -> Void) {
        self.options = options
        self.onBatch = onBatch
    }

    /// Opens a connection on a thread of its own and folds what a crash left unfolded. Returns the first free ticket number.
    func start(path: String) async throws(StoreError) -> Int {
        let result: Result<Int, StoreError> = await withCheckedContinuation { continuation in
            let thread = Thread { [self] in
                do throws(SQLiteFailure) {
                    let loop = try WriterLoop(self, path: path)
                    continuation.resume(returning: .success(try loop.firstFreeNumber()))
                    loop.run()
                } catch {
                    continuation.resume(returning: .failure(error.storeError))
                }
                end()
            }
            thread.name = "beckon-writer"
            thread.start()
        }
        return try result.get()
    }

    func append(_ append: Append) {
        if !mailbox.put(.append(append)) { append.done(.failed(.closed)) }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws(SQLiteFailure) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            let job = Job { connection throws(SQLiteFailure) in
                let value = try body(connection)
                return { failure in
                    continuation.resume(
                        returning: failure.map { .failure($0) } ?? .success(value))
                }
            } fail: {
                continuation.resume(returning: .failure($0))
            }
            if !mailbox.put(.job(job)) { job.fail(.closed) }
        }
        return try result.get()
    }

    /// Waits until everything that was committed is folded, waking the writer if need be.
    func folded() async throws(StoreError) {
        if tail.isFolded { return }
        let failure = await withCheckedContinuation { continuation in
            if tail.wait(continuation) { mailbox.ring() }
        }
        if let failure { throw failure }
    }

    func rebuild() async throws(StoreError) {
        let failure: StoreError? = await withCheckedContinuation { continuation in
            if !mailbox.put(.rebuild(continuation)) { continuation.resume(returning: .closed) }
        }
        if let failure { throw failure }
    }

    var statistics: Statistics { shared.withLock { $0.statistics } }

    func count(_ change: (inout Statistics) -> Void) {
        shared.withLock { change(&$0.statistics) }
    }

    var hasFailedSync: Bool { shared.withLock { $0.hasFailedSync } }

    /// A sync failed somewhere: nothing is trusted from here on.
    func syncFailed() { shared.withLock { $0.hasFailedSync = true } }

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
        tail.foldFailed(.closed)
        let closers = shared.withLock { shared in
            shared.isClosed = true
            defer { shared.closers = [] }
            return shared.closers
        }
        for closer in closers { closer.resume() }
    }
}
