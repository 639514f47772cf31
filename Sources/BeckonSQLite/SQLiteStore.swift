package import BeckonModel
package import BeckonStore
package import BeckonWire
import GRDB
import Synchronization

/// The embedded store: one SQLite file, one thread that writes it, a few connections that read.
package final class SQLiteStore: TicketStore, PeopleStore {
    let writer: LogWriter
    let pool: DatabasePool
    private let directory: DataDirectory
    private let nextNumber: Mutex<Int?>

    private init(
        writer: LogWriter, pool: DatabasePool, directory: DataDirectory, nextNumber: Int
    ) {
        self.writer = writer
        self.pool = pool
        self.directory = directory
        self.nextNumber = Mutex(nextNumber)
    }

    /// Opens or makes the database, brings its tables up to date and folds what a crash left unfolded.
    ///
    /// `onBatch` is called from the store's thread after all `done` of a batch: the place to flush what those have buffered.
    package static func open(
        _ directory: DataDirectory, options: SQLiteOptions = SQLiteOptions(),
        onBatch: @escaping @Sendable () -> Void = {}
    ) async throws(StoreError) -> SQLiteStore {
        let pool: DatabasePool
        do {
            try directory.makeDatabaseFile()
            pool = try DatabasePool(path: directory.databasePath, configuration: reading(options))
            try Schema.migrate(pool)
        } catch {
            throw StoreError(reading: error)
        }
        let writer = LogWriter(options: options, onBatch: onBatch)
        let number = try await writer.start(path: directory.databasePath)
        return SQLiteStore(
            writer: writer, pool: pool, directory: directory, nextNumber: number)
    }

    /// GRDB's own writing connection only migrates.
    private static func reading(_ options: SQLiteOptions) -> Configuration {
        var configuration = Configuration()
        configuration.label = "beckon"
        configuration.foreignKeysEnabled = false
        configuration.maximumReaderCount = options.readers
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            try db.execute(
                sql: "PRAGMA synchronous=FULL; PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY")
        }
        return configuration
    }

    package func append(_ append: Append) { writer.append(append) }

    package func takeTicketNumber() throws(StoreError) -> Int {
        let number = nextNumber.withLock { next -> Int? in
            defer { next = next.map { $0 + 1 } }
            return next
        }
        guard let number else { throw .closed }
        return number
    }

    package func save(_ marks: Marks, of ticket: TicketID) {
        if writer.tail.save(marks, of: ticket) { writer.mailbox.ring() }
    }

    /// Writes a row and syncs: nothing less shows whether writing works.
    package func check() async throws(StoreError) {
        _ = try await writer.write { connection throws(SQLiteFailure) in
            try connection.execute(
                """
                INSERT INTO setting(name, value) VALUES ('check', '0')
                ON CONFLICT DO UPDATE SET value = 1 - value
                """)
        }
    }

    package func close() async {
        nextNumber.withLock { $0 = nil }
        await writer.close()
        try? pool.close()
        directory.unlock()
    }

    /// Throws all projections away and folds them from the log again; reads answer from the old ones meanwhile, appends wait.
    package func rebuildProjections() async throws(StoreError) {
        try await writer.rebuild()
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        if nextNumber.withLock({ $0 == nil }) { throw .closed }
        do {
            return try await pool.read(body)
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
