package import BeckonModel
package import BeckonStore
package import BeckonWire
import GRDB
import Synchronization

/// The embedded store. One SQLite file holds the data. Beside it stands an index file that is derived from the data. One thread appends, one
/// thread keeps the index up to date, and a few connections read.
package final class SQLiteStore: TicketStore, PeopleStore {
    let writer: LogWriter
    /// Connections to the index with the data attached as `data`. In this order: a statement that reads both sees at least as much of the
    /// log as the index knows.
    let pool: DatabasePool
    let history: HistoryFile
    let directory: DataDirectory
    private let bulk: Gate
    private let nextNumber: Mutex<Int?>
    /// Of this process: the directory's lock keeps others away, and what it held ends with it. The file keeps the tokens.
    let leases = Mutex(LeaseTable())
    let tell: StoreListener

    init(
        writer: LogWriter, pool: DatabasePool, history: HistoryFile, directory: DataDirectory,
        nextNumber: Int, readers: Int, tell: @escaping StoreListener
    ) {
        self.writer = writer
        self.pool = pool
        self.history = history
        self.directory = directory
        self.nextNumber = Mutex(nextNumber)
        self.tell = tell
        bulk = Gate(width: max(1, readers / 2), queue: Limits.startedReads)
    }

    /// Says when a sync has failed: from then on every write is refused, and only a new start helps. For one listener.
    package var failedSyncs: AsyncStream<Void> { writer.failedSyncs }

    package func append(_ append: Append) { writer.append(append) }

    package func cork() { writer.mailbox.cork() }

    package func uncork() { writer.mailbox.uncork() }

    package func takeTicketNumber() throws(StoreError) -> Int {
        let number = nextNumber.withLock { next -> Int? in
            defer { next = next.map { $0 + 1 } }
            return next
        }
        guard let number else { throw .closed }
        return number
    }

    package func mend(_ ticket: TicketID) async throws(StoreError) {
        try await writer.index.foldAgain(ticket)
    }

    package func save(_ marks: Marks, of ticket: TicketID) {
        if writer.tail.save(marks, of: ticket) { writer.mailbox.ring() }
    }

    /// Writes a row and syncs: nothing less shows whether writing works.
    package func check() async throws(StoreError) {
        _ = try await writer.write(isProbe: true) { connection throws(SQLiteFailure) in
            try connection.execute(
                """
                INSERT INTO setting(name, value) VALUES ('check', '0')
                ON CONFLICT DO UPDATE SET value = 1 - value
                """)
        }
    }

    package func close() async {
        let isFirst = nextNumber.withLock { next in
            defer { next = nil }
            return next != nil
        }
        await writer.close()
        if !isFirst { return }
        // Whoever still reads keeps pages in the write-ahead log.
        pool.interrupt()
        try? pool.close()
        history.close()
        await finishFiles()
        directory.unlock()
    }

    /// Looks whether the data still stands where it was opened; `false` when it does not. Costs next to nothing.
    @discardableResult
    package func look() -> Bool { writer.look() }

    /// `false` after a write that failed, until writing has worked again for some seconds.
    package var isWriting: Bool { writer.condition.isWriting }

    /// How many tickets can only be read because of damage; as of the last fold.
    package func damagedTicketCount() async throws(StoreError) -> Int {
        try await read { db in
            let sql = "SELECT count(*) FROM ticket WHERE read_only = 'damaged'"
            return try db.row(sql, [])?.requiredInteger(0) ?? 0
        }
    }

    /// Throws all projections away and folds them from the log again; reads answer from the old ones meanwhile.
    package func rebuildProjections() async throws(StoreError) {
        try await writer.index.foldAgain(nil)
    }

    /// `isBulk`: waits for its turn among those that read much, so that a connection is left for all others.
    func read<Value: Sendable>(
        isBulk: Bool = false, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        if nextNumber.withLock({ $0 == nil }) { throw .closed }
        do {
            guard isBulk else { return try await pool.read(body) }
            return try await bulk.enter { [pool] in try await pool.read(body) }
        } catch is Gate.Full {
            throw .unavailable
        } catch {
            throw StoreError(reading: error)
        }
    }
}

extension Database {
    /// Statements are prepared once per connection.
    func rows(_ sql: String, _ values: [SQLValue]) throws -> [Row] {
        try Row.fetchAll(
            cachedStatement(sql: sql), arguments: StatementArguments(values.map(\.databaseValue)))
    }

    func row(_ sql: String, _ values: [SQLValue]) throws -> Row? {
        try Row.fetchOne(
            cachedStatement(sql: sql), arguments: StatementArguments(values.map(\.databaseValue)))
    }
}
