import BeckonModel
import BeckonStore
import BeckonWire

/// The work of the writer's thread; this object never leaves that thread.
///
/// It only appends to the log, many appends in one transaction with one sync. So a message costs one row at the end of one table. Everything
/// that is derived from the log (lists, counts, search) is written by another thread (`FoldLoop`).
final class WriterLoop {
    let writer: LogWriter
    let connection: Connection
    let insertLines: LogInsert
    /// Of the index, which another thread writes; only read here.
    private let indexConnection: Connection
    let selectHead: Statement
    let selectCreation: Statement
    let saveMarks: Statement
    let selectExternal: Statement
    let insertExternal: Statement
    let checkpointer: Checkpointer
    let report: CommitReport
    var heads = Heads()
    var position: Int64
    /// When the oldest unsaved marks must be saved.
    private var marksDeadline: ContinuousClock.Instant?
    private var pagesAtCheckpoint = 0

    init(_ writer: LogWriter, path: String, index indexPath: String) throws(SQLiteFailure) {
        self.writer = writer
        report = CommitReport(writer.options, writer.condition.tell)
        connection = try Connection(path: path)
        try connection.execute(
            """
            PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-4096;
            PRAGMA temp_store=MEMORY;
            """)
        insertLines = try LogInsert(connection)
        indexConnection = try Connection(path: indexPath)
        selectHead = try indexConnection.prepare(
            "SELECT first + count - 1 FROM span WHERE ticket = ? ORDER BY first DESC LIMIT 1")
        selectCreation = try indexConnection.prepare(
            "SELECT 1 FROM creation WHERE customer = ? AND client_id = ?")
        selectExternal = try connection.prepare("SELECT 1 FROM external WHERE id = ?")
        insertExternal = try connection.prepare(
            "INSERT INTO external(id, ticket, seq, at) VALUES (?, ?, ?, ?)")
        saveMarks = try connection.prepare(
            """
            INSERT INTO mark(ticket, user_delivered, user_seen, staff_delivered, staff_seen)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
            user_delivered = max(user_delivered, excluded.user_delivered),
            user_seen = max(user_seen, excluded.user_seen),
            staff_delivered = max(staff_delivered, excluded.staff_delivered),
            staff_seen = max(staff_seen, excluded.staff_seen)
            """)
        position = try connection.integer(LogPosition.endSQL)
        checkpointer = Checkpointer(path: path, writer: writer)
    }

    func run() {
        checkpointer.start()
        while true {
            let batch = writer.mailbox.take(
                atMost: writer.options.batchLimit, before: marksDeadline)
            let marks = marksToSave(isLast: batch.isLast)
            if !batch.items.isEmpty || !marks.isEmpty { write(batch.items, marks) }
            checkpointIfDue()
            if batch.isLast { break }
        }
        checkpointer.stop()
    }

    /// Marks are saved with other changes, or by themselves once they are old enough; a failure leaves them for the next time.
    private func marksToSave(isLast: Bool) -> [TicketID: Marks] {
        guard writer.tail.hasMarks else {
            marksDeadline = nil
            return [:]
        }
        let next = ContinuousClock.now + writer.options.marksDelay
        guard let deadline = marksDeadline, deadline <= .now || isLast else {
            marksDeadline = marksDeadline ?? next
            return isLast ? writer.tail.marks : [:]
        }
        marksDeadline = next
        return writer.tail.marks
    }

    var hasFailedSync: Bool { writer.hasFailedSync }

    func note(_ failure: SQLiteFailure) {
        writer.condition.writingFailed(failure)
        if failure.isFailedSync { writer.syncFailed() }
    }

    /// The checkpointer copies most of the WAL on its own thread while appends go on. When the WAL has grown large all the same, the last
    /// pages are copied here, where nobody writes: only then the WAL can begin again from its start.
    private func checkpointIfDue() {
        let pages = connection.pagesWritten
        if pages - pagesAtCheckpoint >= writer.options.checkpointPages {
            pagesAtCheckpoint = pages
            checkpointer.request()
        }
        guard checkpointer.takeLargeWAL() else { return }
        do throws(SQLiteFailure) { _ = try connection.checkpoint() } catch { note(error) }
    }
}
