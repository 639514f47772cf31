import BeckonModel
import BeckonStore
import Foundation
import GRDB
import StoreTesting

@testable import BeckonSQLite

extension SQLiteOptions {
    /// Folds only when a reader asks for it, or at the end.
    static var late: SQLiteOptions {
        var options = SQLiteOptions()
        options.foldDelay = .seconds(3600)
        return options
    }
}

extension SQLiteStore {
    /// Every row of every projection.
    func projectionRows() async throws -> [String] {
        try await writer.folded()
        return try await read { db in
            let tables = [
                "entry ORDER BY ticket, seq", "creation ORDER BY customer, client_id",
                "ticket ORDER BY key", "tally WHERE tickets <> 0 ORDER BY assignee, state",
                "search_terms ORDER BY term, doc", "projection",
            ]
            return try tables.flatMap { table in
                try db.rows("SELECT * FROM \(table)", []).map { "\(table): \($0)" }
            }
        }
    }

    func pragma(_ text: String) async throws {
        try await writer.write { connection throws(SQLiteFailure) in
            try connection.execute("PRAGMA \(text)")
        }
    }

    func integer(_ sql: String) async throws -> Int {
        try await read { db in try db.row(sql, [])?.requiredInteger(0) ?? 0 }
    }
}

/// What a crash would leave: the files as they are while the store is open.
func copyFiles(from path: String, to copy: String) throws {
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
    for name in ["beckon.sqlite", "beckon.sqlite-wal"] {
        try FileManager.default.copyItem(atPath: "\(path)/\(name)", toPath: "\(copy)/\(name)")
    }
}
