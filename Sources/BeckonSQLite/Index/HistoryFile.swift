package import BeckonModel
package import BeckonStore
import Foundation
import GRDB
import Synchronization

/// The file of facts for reports. Like the index it follows from the log and may be thrown away; unlike the index nothing waits for it, so it is
/// written by a follower of the log.
final class HistoryFile: Sendable {
    /// Raised when the tables change, or what is a fact: the rows are then made anew.
    private static let version = 1

    /// `folded`: up to which line of the log, and the digest of that line, so that facts of another log are known.
    private static let tables = """
        CREATE TABLE folded(
            one INTEGER PRIMARY KEY CHECK(one = 1), position INTEGER NOT NULL,
            digest INTEGER NOT NULL) STRICT;
        INSERT INTO folded(one, position, digest) VALUES (1, 0, 0);
        CREATE TABLE fact(
            at INTEGER NOT NULL, ticket BLOB NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL,
            number INTEGER NOT NULL, inbox TEXT NOT NULL, customer TEXT NOT NULL, agent TEXT,
            value INTEGER, PRIMARY KEY(at, ticket, seq, kind)) WITHOUT ROWID, STRICT;
        """

    private struct State {
        var pool: DatabasePool?
        var isDamaged = false
        var isClosed = false
    }

    private let path: String
    /// The index with the data attached, to read lines of the log from.
    private let log: DatabasePool
    private let state = Mutex(State())
    private let gate = Gate(width: 1, queue: .max)

    /// Opened when it is first used, so that nothing else fails with it.
    init(_ path: String, log: DatabasePool) {
        self.path = path
        self.log = log
    }

    func close() {
        let pool = state.withLock { state in
            state.isClosed = true
            return state.pool.take()
        }
        try? pool?.close()
    }

    // MARK: Opening

    private func use<Value: Sendable>(
        _ body: (DatabasePool) async throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await body(try await pool())
        } catch {
            let failure = StoreError(reading: error)
            // Made anew by whoever is next.
            if failure == .corrupt {
                let pool = state.withLock { state in
                    state.isDamaged = true
                    return state.pool.take()
                }
                try? pool?.close()
            }
            throw failure
        }
    }

    private func pool() async throws -> DatabasePool {
        if let pool = try opened() { return pool }
        return try await gate.enter {
            if let pool = try self.opened() { return pool }
            let pool = try await self.open()
            let isClosed = self.state.withLock { state in
                if !state.isClosed { (state.pool, state.isDamaged) = (pool, false) }
                return state.isClosed
            }
            guard isClosed else { return pool }
            try? pool.close()
            throw StoreError.closed
        }
    }

    private func opened() throws(StoreError) -> DatabasePool? {
        try state.withLock { state throws(StoreError) in
            if state.isClosed { throw .closed }
            return state.pool
        }
    }

    /// One that cannot be read, or belongs to another version or another log, is made anew.
    private func open() async throws -> DatabasePool {
        if !state.withLock({ $0.isDamaged }), let pool = try? connect() {
            if (try? await isUsable(pool)) == true { return pool }
            try? pool.close()
        }
        for suffix in ["", "-wal", "-shm"] where unlink(path + suffix) != 0 && errno != ENOENT {
            throw SQLiteFailure(code: SQLiteFailure.cannotOpen).storeError
        }
        let pool = try connect()
        try await pool.write { db in
            try db.execute(sql: Self.tables + "PRAGMA user_version=\(Self.version)")
        }
        return pool
    }

    private func connect() throws -> DatabasePool {
        // SQLite would make it readable for others.
        guard OwnFile.make(path) == 0 else { throw StoreError.unavailable }
        var configuration = Configuration()
        configuration.label = "beckon-history"
        configuration.foreignKeysEnabled = false
        configuration.maximumReaderCount = 2
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous=NORMAL; PRAGMA journal_size_limit=16777216")
        }
        return try DatabasePool(path: path, configuration: configuration)
    }

    private func isUsable(_ pool: DatabasePool) async throws -> Bool {
        let folded = try await pool.read { db -> (position: Int64, digest: Int64)? in
            guard try db.row("PRAGMA user_version", [])?.integer(0) == Int64(Self.version),
                let row = try db.row("SELECT position, digest FROM folded", []),
                let position = row.integer(0), let digest = row.integer(1)
            else { return nil }
            return (position, digest)
        }
        guard let folded else { return false }
        if folded.position == 0 { return true }
        return try await digest(at: folded.position) == folded.digest
    }

    private func digest(at position: Int64) async throws -> Int64? {
        try await log.read { db in
            try db.row("SELECT body FROM data.log WHERE position = ?", [.integer(position)])?
                .bytes(0).map { Int64(bitPattern: Digest.of($0)) }
        }
    }

    // MARK: Reading and writing

    func cursor() async throws(StoreError) -> LogCursor {
        try await use { pool in
            try await pool.read { db in
                LogCursor(
                    position: try db.row("SELECT position FROM folded", [])?.integer(0) ?? 0)
            }
        }
    }

    func save(
        _ facts: [ReportFact], from start: LogCursor, upTo cursor: LogCursor
    ) async throws(StoreError) -> Bool {
        try await use { pool in
            let digest = try await digest(at: cursor.position) ?? 0
            return try await pool.write { db in
                let position = try db.row("SELECT position FROM folded", [])?.integer(0) ?? 0
                if position < start.position { return false }
                let insert = try db.cachedStatement(sql: Self.insert)
                for fact in facts {
                    try insert.execute(
                        arguments: StatementArguments(fact.columns.map(\.databaseValue)))
                }
                try db.execute(
                    sql: "UPDATE folded SET position = ?1, digest = ?2 WHERE position < ?1",
                    arguments: [cursor.position, digest])
                return true
            }
        }
    }

    private static let insert = """
        INSERT INTO fact(at, ticket, seq, kind, number, inbox, customer, agent, value)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """

    func page(_ query: HistoryQuery) async throws(StoreError) -> HistoryPage {
        var (filters, values): ([String], [SQLValue]) = ([], [])
        if let from = query.from {
            filters.append("at >= ?")
            values.append(.time(from))
        }
        if let to = query.to {
            filters.append("at < ?")
            values.append(.time(to))
        }
        if let after = query.after {
            filters.append("(at, ticket, seq, kind) > (?, ?, ?, ?)")
            values += [
                .time(after.at), .id(after.ticket), .integer(after.seq),
                .text(after.kind.rawValue),
            ]
        }
        if let inboxes = query.scope.inboxes {
            filters.append("inbox IN (\(inboxes.map { _ in "?" }.joined(separator: ", ")))")
            values += inboxes.map(\.rawValue).sorted().map { .text($0) }
        }
        if query.scope.reach != .all {
            filters.append("agent = ?")
            values.append(.text(query.scope.staff?.rawValue))
        }
        let filter = filters.isEmpty ? "" : "WHERE " + filters.joined(separator: " AND ")
        let sql = """
            SELECT kind, ticket, seq, at, number, inbox, customer, agent, value FROM fact \(filter)
            ORDER BY at, ticket, seq, kind LIMIT ?
            """
        values.append(.integer(query.limit + 1))
        return try await use { [values] pool in
            try await pool.read { db in
                HistoryPage(try db.rows(sql, values).map(ReportFact.init), limit: query.limit)
            }
        }
    }

    func drop() async throws(StoreError) {
        try await use { pool in
            try await pool.write { db in
                try db.execute(sql: "DELETE FROM fact; UPDATE folded SET position = 0, digest = 0")
            }
        }
    }
}

extension ReportFact {
    fileprivate var columns: [SQLValue] {
        [
            .time(at), .id(ticket), .integer(seq), .text(kind.rawValue), .integer(number),
            .text(inbox.rawValue), .text(customer.rawValue), .text(agent?.rawValue),
            .integer(value),
        ]
    }

    fileprivate init(_ row: Row) throws(StoreError) {
        guard let kind = Kind(rawValue: try row.requiredText(0)) else { throw .corrupt }
        self.init(
            kind, ticket: try row.requiredTicket(1), seq: try row.requiredInteger(2),
            at: try row.requiredTime(3), number: try row.requiredInteger(4),
            inbox: DocumentID(unchecked: try row.requiredText(5)),
            customer: UserID(unchecked: try row.requiredText(6)),
            agent: row.text(7).map { StaffID(unchecked: $0) },
            value: row.integer(8).map { Int($0) })
    }
}

extension SQLiteStore: HistoryStore {
    package func historyCursor() async throws(StoreError) -> LogCursor {
        try await history.cursor()
    }

    package func save(
        _ facts: [ReportFact], from start: LogCursor, upTo cursor: LogCursor
    ) async throws(StoreError) -> Bool {
        try await history.save(facts, from: start, upTo: cursor)
    }

    package func history(_ query: HistoryQuery) async throws(StoreError) -> HistoryPage {
        try await history.page(query)
    }

    package func dropHistory() async throws(StoreError) {
        try await history.drop()
    }
}
