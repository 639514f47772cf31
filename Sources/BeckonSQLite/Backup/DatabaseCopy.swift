import Foundation
import GRDBSQLite

/// Copies a database as it is at one moment, while others go on writing to it.
///
/// A read transaction holds that moment: SQLite's backup would begin anew at each write of another connection (sqlite.org/c3ref/backup_finish.html),
/// and in WAL mode a reader never keeps a writer waiting. What is written meanwhile gathers in the write-ahead log.
struct DatabaseCopy {
    /// 1 MiB, then others may have the disk.
    private static let pagesPerStep: Int32 = 256
    private static let pauseMicroseconds: useconds_t = 500
    /// Pages that are locked for so long are not waited for any more.
    private static let attemptsLimit = 10_000

    let source: Connection
    /// A connection to a new file.
    let target: Connection

    /// `progress`: of how many bytes how many are copied.
    func run(progress: (_ done: Int64, _ all: Int64) -> Void) throws(SQLiteFailure) {
        // What is not finished is thrown away, so only the end is synced, by the caller.
        try target.execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
        let pageBytes = try source.integer("PRAGMA page_size")
        try source.execute("BEGIN; SELECT count(*) FROM sqlite_schema")
        defer { source.rollBack() }
        guard let backup = sqlite3_backup_init(target.handle, "main", source.handle, "main") else {
            throw SQLiteFailure(code: sqlite3_extended_errcode(target.handle))
        }
        var attempts = 0
        var code = SQLITE_OK
        repeat {
            code = sqlite3_backup_step(backup, Self.pagesPerStep)
            let all = Int64(sqlite3_backup_pagecount(backup))
            progress((all - Int64(sqlite3_backup_remaining(backup))) * pageBytes, all * pageBytes)
            let isLocked = code & 0xFF == SQLITE_BUSY || code & 0xFF == SQLITE_LOCKED
            attempts = isLocked ? attempts + 1 : 0
            usleep(Self.pauseMicroseconds)
            if isLocked, attempts < Self.attemptsLimit { code = SQLITE_OK }
        } while code == SQLITE_OK
        let end = sqlite3_backup_finish(backup)
        guard code == SQLITE_DONE, end == SQLITE_OK else {
            throw SQLiteFailure(code: code == SQLITE_DONE ? end : code)
        }
        // So that it is one file, and can be read where nothing can be written beside it.
        try target.execute("PRAGMA journal_mode=DELETE")
    }
}
