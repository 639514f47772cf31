import BeckonStore
import GRDB
import GRDBSQLite

/// What SQLite answered, by its extended code.
struct SQLiteFailure: Error, CustomStringConvertible {
    static let corrupt = SQLITE_CORRUPT
    static let cannotOpen = SQLITE_CANTOPEN

    let code: Int32

    /// SQLite's words, for the log; never for clients.
    var description: String { "\(String(cString: sqlite3_errstr(code))) (SQLite \(code))" }

    /// A word for metrics; anything rare is `other`.
    var name: String {
        if isFailedSync { return "sync" }
        return switch code & 0xFF {
        case SQLITE_FULL: "full"
        case SQLITE_IOERR: "io"
        case SQLITE_BUSY, SQLITE_LOCKED: "busy"
        case SQLITE_CORRUPT, SQLITE_NOTADB: "corrupt"
        case SQLITE_READONLY, SQLITE_PERM: "readonly"
        case SQLITE_CANTOPEN: "cannot_open"
        default: "other"
        }
    }

    /// A sync that failed is never trusted: what it should have written may be lost though later syncs succeed (promise G11).
    var isFailedSync: Bool {
        code == SQLITE_IOERR | (4 << 8) || code == SQLITE_IOERR | (5 << 8)
    }

    var storeError: StoreError {
        switch code & 0xFF {
        case SQLITE_CONSTRAINT: .duplicate
        case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
        default: .unavailable
        }
    }
}

extension StoreError {
    /// Of a read through GRDB.
    init(reading error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError:
            self = SQLiteFailure(code: error.extendedResultCode.rawValue).storeError
        default: self = .unavailable
        }
    }
}
