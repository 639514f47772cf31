import GRDBSQLite

/// A prepared statement. Confined to its connection's thread.
final class Statement: Columns {
    let handle: OpaquePointer

    init(_ connection: OpaquePointer, _ sql: String) throws(SQLiteFailure) {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(
            connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared else {
            throw SQLiteFailure(code: sqlite3_extended_errcode(connection))
        }
        handle = prepared
    }

    deinit { sqlite3_finalize(handle) }

    /// Runs a statement that gives no rows.
    func run(_ values: SQLValue...) throws(SQLiteFailure) {
        try run(values)
    }

    func run(_ values: [SQLValue]) throws(SQLiteFailure) {
        try bind(values)
        defer { reset() }
        while try step() {}
    }

    /// The first row, if there is one.
    func first<Result>(
        _ values: SQLValue..., read: (Statement) -> Result
    ) throws(SQLiteFailure) -> Result? {
        try first(values, read: read)
    }

    func first<Result>(
        _ values: [SQLValue], read: (Statement) -> Result
    ) throws(SQLiteFailure) -> Result? {
        try bind(values)
        defer { reset() }
        return try step() ? read(self) : nil
    }

    func each(_ values: [SQLValue], _ body: (Statement) -> Void) throws(SQLiteFailure) {
        try bind(values)
        defer { reset() }
        while try step() { body(self) }
    }

    private func bind(_ values: [SQLValue]) throws(SQLiteFailure) {
        for (index, value) in values.enumerated() { try bind(value, at: Int32(index + 1)) }
    }

    private func bind(_ value: SQLValue, at index: Int32) throws(SQLiteFailure) {
        let code =
            switch value {
            case .null: sqlite3_bind_null(handle, index)
            case .integer(let value): sqlite3_bind_int64(handle, index, value)
            case .text(let text):
                sqlite3_bind_text(handle, index, text, Int32(text.utf8.count), Self.copies)
            // An empty array may have no address, and a null pointer would mean NULL.
            case .blob(let bytes) where bytes.isEmpty: sqlite3_bind_zeroblob(handle, index, 0)
            case .blob(let bytes):
                sqlite3_bind_blob(handle, index, bytes, Int32(bytes.count), Self.copies)
            }
        if code != SQLITE_OK { throw SQLiteFailure(code: code) }
    }

    func step() throws(SQLiteFailure) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            throw SQLiteFailure(code: sqlite3_extended_errcode(sqlite3_db_handle(handle)))
        }
    }

    func reset() { sqlite3_reset(handle) }

    func integer(_ index: Int) -> Int64? {
        if isNull(index) { return nil }
        return sqlite3_column_int64(handle, Int32(index))
    }

    func text(_ index: Int) -> String? {
        guard let text = sqlite3_column_text(handle, Int32(index)) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, Int32(index)))
        return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }

    func bytes(_ index: Int) -> [UInt8]? {
        if isNull(index) { return nil }
        guard let blob = sqlite3_column_blob(handle, Int32(index)) else { return [] }
        let count = Int(sqlite3_column_bytes(handle, Int32(index)))
        return [UInt8](UnsafeRawBufferPointer(start: blob, count: count))
    }

    private func isNull(_ index: Int) -> Bool {
        sqlite3_column_type(handle, Int32(index)) == SQLITE_NULL
    }

    /// SQLITE_TRANSIENT: SQLite copies the bytes before the call returns.
    static var copies: sqlite3_destructor_type {
        unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }
}
