import BeckonModel
import BeckonStore
import GRDBSQLite

/// The one statement of the hot path: binds without copying.
final class LogInsert {
    private let statement: Statement

    init(_ connection: Connection) throws(SQLiteFailure) {
        statement = try connection.prepare(
            """
            INSERT INTO log(position, ticket, seq, at, internal, body) VALUES (?, ?, ?, ?, ?, ?)
            """)
    }

    func run(
        position: Int64, ticket: TicketID, line: LogLine
    ) throws(SQLiteFailure) {
        let statement = statement.handle
        sqlite3_bind_int64(statement, 1, position)
        sqlite3_bind_int64(statement, 3, Int64(line.seq))
        sqlite3_bind_int64(statement, 4, line.at.milliseconds)
        sqlite3_bind_int64(statement, 5, line.isInternal ? 1 : 0)
        // SQLITE_STATIC: the bytes need to live until the step is done, and are bound anew before the next.
        let code = withUnsafeBytes(of: (ticket.high.bigEndian, ticket.low.bigEndian)) { id in
            line.bytes.withUnsafeBytes { body in
                sqlite3_bind_blob(statement, 2, id.baseAddress, 16, nil)
                sqlite3_bind_blob(statement, 6, body.baseAddress, Int32(body.count), nil)
                defer { sqlite3_reset(statement) }
                return sqlite3_step(statement)
            }
        }
        if code != SQLITE_DONE { throw SQLiteFailure(code: code) }
    }
}
