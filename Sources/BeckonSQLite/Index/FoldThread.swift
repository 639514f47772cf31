import BeckonModel
import BeckonStore
import Foundation
import Synchronization

/// The thread that folds the log into the index file.
final class FoldThread: Sendable {
    /// To fold what is folded already once more.
    struct Order: Sendable {
        /// `nil`: all of them.
        let ticket: TicketID?
        let done: CheckedContinuation<StoreError?, Never>
    }

    let mailbox = Mailbox<Order>()
    let tail: Tail
    let options: SQLiteOptions
    private let failedSync: FailedSync
    let condition: StoreCondition
    private let folds = Mutex(0)
    private let ended = Latch()

    /// Runs behind those who carry messages when a core is short; high enough that a fold is soon done all the same.
    private static let niceness: Int32 = 5

    init(
        tail: Tail, options: SQLiteOptions, failedSync: FailedSync, condition: StoreCondition
    ) {
        self.tail = tail
        self.options = options
        self.failedSync = failedSync
        self.condition = condition
    }

    /// Folds what a crash left unfolded, or the whole log where there is no index. Returns the first free ticket number.
    func start(data: String, index: String) async throws(StoreError) -> Int {
        let result: Result<Int, StoreError> = await withCheckedContinuation { continuation in
            let thread = Thread { [self] in
                Thread.current.name = "beckon-fold"
                defer { ended.open() }
                do throws(SQLiteFailure) {
                    let loop = try FoldLoop(self, data: data, index: index)
                    continuation.resume(returning: .success(try loop.firstFreeNumber()))
                    Self.yieldToOthers()
                    loop.run()
                } catch {
                    continuation.resume(returning: .failure(error.storeError))
                }
                tail.foldFailed(.closed)
            }
            thread.start()
        }
        return try result.get()
    }

    private static func yieldToOthers() {
        #if os(Linux)
            // On Linux a niceness is a thread's own; 0 is the calling one.
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
        #endif
    }

    /// Waits until everything that was committed is folded, waking the folder if need be.
    func folded() async throws(StoreError) {
        if tail.isFolded { return }
        let failure = await withCheckedContinuation { continuation in
            if tail.wait(continuation) { mailbox.ring() }
        }
        if let failure { throw failure }
    }

    /// Folds a ticket's row, or with `nil` everything, once more from the log.
    func foldAgain(_ ticket: TicketID?) async throws(StoreError) {
        let failure: StoreError? = await withCheckedContinuation { continuation in
            let order = Order(ticket: ticket, done: continuation)
            if !mailbox.put(order) { continuation.resume(returning: .closed) }
        }
        if let failure { throw failure }
    }

    var foldCount: Int { folds.withLock { $0 } }

    func countFold() { folds.withLock { $0 += 1 } }

    func syncFailed() { failedSync.note() }

    /// Folds what is left. Blocks the calling thread until that is done: the writer's, or one whose start failed.
    func stop() {
        mailbox.close()
        ended.pass()
    }
}
