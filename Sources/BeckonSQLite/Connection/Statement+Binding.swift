import BeckonModel
import GRDBSQLite

/// Parameters one by one, for what runs thousands of times a second: no array of values, no copies where `bytes` says so.
///
/// Binding can only fail for a wrong index or without memory; the step that follows then fails too, or a constraint does.
extension Statement {
    func bind(_ value: Int64, at index: Int32) { sqlite3_bind_int64(handle, index, value) }

    func bind(_ value: Int, at index: Int32) { bind(Int64(value), at: index) }

    func bind(_ time: Timestamp?, at index: Int32) {
        if let time {
            bind(time.milliseconds, at: index)
        } else {
            sqlite3_bind_null(handle, index)
        }
    }

    func bind(_ text: String?, at index: Int32) {
        guard var text else {
            sqlite3_bind_null(handle, index)
            return
        }
        _ = text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) {
                sqlite3_bind_text(handle, index, $0.baseAddress, Int32($0.count), Self.copies)
            }
        }
    }

    /// The bytes are not copied: they must stay until the statement has run.
    func bind(bytes: UnsafeRawBufferPointer, at index: Int32) {
        sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), nil)
    }

    /// UTF-8 that is not copied, like `bytes`.
    func bind(text bytes: UnsafeRawBufferPointer, at index: Int32) {
        let text = bytes.bindMemory(to: CChar.self)
        sqlite3_bind_text(handle, index, text.baseAddress, Int32(text.count), nil)
    }

    /// Runs with what is bound.
    func run() throws(SQLiteFailure) {
        defer { reset() }
        while try step() {}
    }
}

extension TicketID {
    /// The 16 bytes as they are stored, for as long as `body` runs.
    func withStoredBytes<Value>(
        _ body: (UnsafeRawBufferPointer) throws(SQLiteFailure) -> Value
    ) throws(SQLiteFailure) -> Value {
        var bytes = (high.bigEndian, low.bigEndian)
        return try withUnsafeBytes(of: &bytes, body)
    }
}
