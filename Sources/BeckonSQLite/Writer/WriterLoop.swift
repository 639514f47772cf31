import BeckonModel
import BeckonStore

/// What the writer's thread does; never leaves it.
///
/// Folding happens here too, between batches, on the same connection: SQLite lets one connection write at a time, so a second one would
/// only add waiting for its lock and throw away both page caches at each turn. An append waits for a fold at most
/// `SQLiteOptions.foldTurn`. A fold's commit is not synced (`synchronous=NORMAL` for its transaction): what a crash takes of it is
/// folded again from the log.
final class WriterLoop {
    let writer: LogWriter
    let connection: Connection
    let folder: Folder
    let insertLine: Statement
    let selectHead: Statement
    let saveMarks: Statement
    let checkpointer: Checkpointer
    var heads = Heads()
    var position: Int64
    /// Committed, in order, not yet folded.
    var unfolded: ArraySlice<TailItem> = []
    /// When the oldest of them, or of the marks, must be folded.
    var foldDeadline: ContinuousClock.Instant?
    var pagesAtCheckpoint = 0

    init(_ writer: LogWriter, path: String) throws(SQLiteFailure) {
        self.writer = writer
        connection = try Connection(path: path)
        try connection.execute(
            """
            PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-65536;
            PRAGMA temp_store=MEMORY;
            """)
        folder = try Folder(connection)
        insertLine = try connection.prepare(
            """
            INSERT INTO log(position, ticket, seq, at, internal, body) VALUES (?, ?, ?, ?, ?, ?)
            """)
        selectHead = try connection.prepare("SELECT max(seq) FROM entry WHERE ticket = ?")
        saveMarks = try connection.prepare(
            """
            INSERT INTO mark(ticket, user_delivered, user_seen, staff_delivered, staff_seen)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
            user_delivered = max(user_delivered, excluded.user_delivered),
            user_seen = max(user_seen, excluded.user_seen),
            staff_delivered = max(staff_delivered, excluded.staff_delivered),
            staff_seen = max(staff_seen, excluded.staff_seen)
            """)
        position = try connection.prepare("SELECT max(position) FROM log")
            .first { $0.integer(0) ?? 0 } ?? 0
        checkpointer = Checkpointer(path: path, writer: writer)
        try foldRest()
        writer.tail.begin(at: position)
    }

    func firstFreeNumber() throws(SQLiteFailure) -> Int {
        let newest = try connection.prepare("SELECT max(number) FROM ticket")
            .first { $0.integer(0) } ?? nil
        return newest.map { max(Int($0) + 1, Limits.firstTicketNumber) }
            ?? Limits.firstTicketNumber
    }

    func run() {
        checkpointer.start()
        while true {
            let batch = writer.mailbox.take(
                atMost: writer.options.batchLimit, before: foldDeadline)
            if !batch.items.isEmpty { write(batch.items) }
            setDeadline()
            if batch.isLast {
                foldAll()
                break
            }
            if mustFold { fold() }
        }
        checkpointer.stop()
    }

    var hasFailedSync: Bool { writer.hasFailedSync }

    func note(_ failure: SQLiteFailure) {
        if failure.isFailedSync { writer.syncFailed() }
    }
}
