import BeckonModel
import BeckonStore
import GRDBSQLite

/// The one statement of the hot path, for one row and for many at once: a quarter of what a row costs is beginning and ending a statement.
/// Binds without copying.
final class LogInsert {
    private static let columns: Int32 = 6
    private static let many = 16

    private let one: Statement
    private let chunk: Statement

    init(_ connection: Connection) throws(SQLiteFailure) {
        one = try connection.prepare(Self.sql(rows: 1))
        chunk = try connection.prepare(Self.sql(rows: Self.many))
    }

    private static func sql(rows: Int) -> String {
        let values = repeatElement("(?, ?, ?, ?, ?, ?)", count: rows).joined(separator: ", ")
        return "INSERT INTO log(position, ticket, seq, at, internal, body) VALUES \(values)"
    }

    func run(_ items: [TailItem]) throws(SQLiteFailure) {
        var rest = items[...]
        while !rest.isEmpty {
            let isChunk = rest.count >= Self.many
            let rows = rest.prefix(isChunk ? Self.many : 1)
            let code = Self.run(isChunk ? chunk : one, rows, row: 0)
            if code != SQLITE_DONE { throw SQLiteFailure(code: code) }
            rest = rest.dropFirst(rows.count)
        }
    }

    /// SQLITE_STATIC: the bytes need to live until the step is done, and are bound anew before the next. So each row's are held by a call of
    /// its own, and the innermost steps.
    private static func run(
        _ statement: Statement, _ rows: ArraySlice<TailItem>, row: Int32
    ) -> Int32 {
        let handle = statement.handle
        guard let item = rows.first else {
            defer { sqlite3_reset(handle) }
            return sqlite3_step(handle)
        }
        let line = item.encoded.line
        let ticket = item.encoded.entry.ticket
        let column = row * columns
        sqlite3_bind_int64(handle, column + 1, item.position)
        sqlite3_bind_int64(handle, column + 3, Int64(line.seq))
        sqlite3_bind_int64(handle, column + 4, line.at.milliseconds)
        sqlite3_bind_int64(handle, column + 5, line.isInternal ? 1 : 0)
        return withUnsafeBytes(of: (ticket.high.bigEndian, ticket.low.bigEndian)) { id in
            line.bytes.withUnsafeBytes { body in
                sqlite3_bind_blob(handle, column + 2, id.baseAddress, 16, nil)
                sqlite3_bind_blob(handle, column + 6, body.baseAddress, Int32(body.count), nil)
                return run(statement, rows.dropFirst(), row: row + 1)
            }
        }
    }
}
