import Foundation
import GRDBSQLite

/// A connection for the threads of the store's own: C calls without a queue or a lock in between. Confined to the thread that opens it.
final class Connection {
    let handle: OpaquePointer

    private let begin: OpaquePointer?
    private let commit: OpaquePointer?
    /// SQLite knows it by its address.
    private var watch: Watch?

    enum Opening {
        case write
        case read
        /// Nobody writes to it: nothing is made beside it, and no lock is taken (sqlite.org/uri.html, `immutable`).
        case unchanged
    }

    init(path: String, _ opening: Opening = .write) throws(SQLiteFailure) {
        var opened: OpaquePointer?
        let access = opening == .write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY
        let naming = opening == .unchanged ? SQLITE_OPEN_URI : 0
        let flags = access | naming | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let name = opening == .unchanged ? Self.uri(path) : path
        let code = sqlite3_open_v2(name, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            sqlite3_close_v2(opened)
            throw SQLiteFailure(code: code)
        }
        handle = opened
        sqlite3_busy_timeout(handle, 10_000)
        begin = Self.prepared(opened, "BEGIN IMMEDIATE")
        commit = Self.prepared(opened, "COMMIT")
    }

    /// SQLite ends a path at `?` and `#`, and reads `%` as the beginning of an escape.
    private static func uri(_ path: String) -> String {
        let name = path.replacing("%", with: "%25").replacing("?", with: "%3f")
            .replacing("#", with: "%23")
        return (path.hasPrefix("/") ? "file://" : "file:") + name + "?immutable=1"
    }

    deinit {
        sqlite3_finalize(begin)
        sqlite3_finalize(commit)
        sqlite3_close_v2(handle)
    }

    private static func prepared(_ handle: OpaquePointer, _ sql: String) -> OpaquePointer? {
        var statement: OpaquePointer?
        sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        return statement
    }

    private func run(_ statement: OpaquePointer?) throws(SQLiteFailure) {
        defer { sqlite3_reset(statement) }
        guard sqlite3_step(statement) == SQLITE_DONE else {
            throw SQLiteFailure(code: sqlite3_extended_errcode(handle))
        }
    }

    func execute(_ sql: String) throws(SQLiteFailure) {
        if sqlite3_exec(handle, sql, nil, nil, nil) != SQLITE_OK {
            throw SQLiteFailure(code: sqlite3_extended_errcode(handle))
        }
    }

    func prepare(_ sql: String) throws(SQLiteFailure) -> Statement {
        try Statement(handle, sql)
    }

    /// The one number that a query gives.
    func integer(_ sql: String) throws(SQLiteFailure) -> Int64 {
        try (prepare(sql).first { $0.integer(0) ?? 0 }) ?? 0
    }

    /// Leaves the write-ahead log where it is when this is the last connection to go.
    func keepWAL() {
        var keeps: Int32 = 1
        sqlite3_file_control(handle, "main", SQLITE_FCNTL_PERSIST_WAL, &keeps)
    }

    var changes: Int { Int(sqlite3_changes(handle)) }

    var lastInsertedRow: Int { Int(sqlite3_last_insert_rowid(handle)) }

    private var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Some failures (a full disk among them) have rolled back already.
    func rollBack() {
        if isInTransaction { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
    }

    func transaction(_ body: () throws(SQLiteFailure) -> Void) throws(SQLiteFailure) {
        try run(begin)
        do throws(SQLiteFailure) {
            try body()
            try run(commit)
        } catch {
            rollBack()
            throw error
        }
    }

    /// Lets the processor's other threads run in between while this connection works for long: after about each `instructions` of SQLite's
    /// virtual machine.
    func yieldToOthers(each instructions: Int32) {
        sqlite3_progress_handler(
            handle, instructions,
            { _ in
                sched_yield()
                return 0
            }, nil)
    }

    /// Asks after about each `instructions` whether to go on; a statement that may not fails. 0: no more.
    func watch(each instructions: Int32, _ goesOn: @escaping () -> Bool) {
        let watch = Watch(goesOn)
        self.watch = watch
        sqlite3_progress_handler(
            handle, instructions,
            { watch in
                guard let watch else { return 0 }
                return Unmanaged<Watch>.fromOpaque(watch).takeUnretainedValue().goesOn() ? 0 : 1
            }, Unmanaged.passUnretained(watch).toOpaque())
    }

    private final class Watch {
        let goesOn: () -> Bool
        init(_ goesOn: @escaping () -> Bool) { self.goesOn = goesOn }
    }

    /// Pages that this connection has written to the WAL since it was opened.
    var pagesWritten: Int {
        var current: Int32 = 0
        var highest: Int32 = 0
        sqlite3_db_status(handle, SQLITE_DBSTATUS_CACHE_WRITE, &current, &highest, 0)
        return Int(current)
    }

    func waitForOthers(_ milliseconds: Int32) { sqlite3_busy_timeout(handle, milliseconds) }

    /// Copies the whole WAL into the database and empties it, waiting for readers. Returns the pages that stand in the WAL only, since
    /// somebody reads what was before them.
    func truncateWAL() throws(SQLiteFailure) -> Int {
        var pages: Int32 = 0
        var copied: Int32 = 0
        let code = sqlite3_wal_checkpoint_v2(
            handle, nil, SQLITE_CHECKPOINT_TRUNCATE, &pages, &copied)
        guard code == SQLITE_OK || code & 0xFF == SQLITE_BUSY, pages >= 0 else {
            throw SQLiteFailure(code: sqlite3_extended_errcode(handle))
        }
        return Int(pages - copied)
    }

    /// Copies what it can from the WAL into the database, without waiting for anybody. Returns the pages that the WAL holds.
    func checkpoint() throws(SQLiteFailure) -> Int {
        var pages: Int32 = 0
        let code = sqlite3_wal_checkpoint_v2(
            handle, nil, SQLITE_CHECKPOINT_PASSIVE, &pages, nil)
        guard code == SQLITE_OK || code & 0xFF == SQLITE_BUSY else {
            throw SQLiteFailure(code: sqlite3_extended_errcode(handle))
        }
        return Int(pages)
    }
}
