import BeckonStore
import Foundation
import Synchronization

/// Copies the WAL into the database on a thread and a connection of its own, so that appends do not wait for it.
final class Checkpointer: Sendable {
    private let path: String
    private let writer: LogWriter
    private let mailbox = Mailbox<Void>()
    private let isLarge = Mutex(false)
    private let ended = Latch()

    init(path: String, writer: LogWriter) {
        self.path = path
        self.writer = writer
    }

    func start() {
        let thread = Thread { [self] in
            Thread.current.name = "beckon-copy"
            defer { ended.open() }
            guard let connection = try? Connection(path: path) else { return }
            while true {
                let batch = mailbox.take(atMost: 64)
                if !batch.items.isEmpty { checkpoint(connection) }
                if batch.isLast { return }
            }
        }
        thread.start()
    }

    func request() { _ = mailbox.put(()) }

    /// Blocks the writer's thread until it is out of the file.
    func stop() {
        mailbox.close()
        ended.pass()
    }

    /// Whether a checkpoint has just left a WAL that should begin again.
    func takeLargeWAL() -> Bool {
        isLarge.withLock { isLarge in
            defer { isLarge = false }
            return isLarge
        }
    }

    private func checkpoint(_ connection: Connection) {
        do throws(SQLiteFailure) {
            try connection.execute("PRAGMA synchronous=FULL")
            let pages = try connection.checkpoint()
            writer.count { $0.checkpoints += 1 }
            if pages >= writer.options.largeWALPages { isLarge.withLock { $0 = true } }
        } catch {
            if error.isFailedSync { writer.syncFailed() }
        }
    }
}
