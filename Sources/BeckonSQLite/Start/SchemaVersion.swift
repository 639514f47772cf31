import Foundation

/// Which version of the tables a data file holds, told before anything in it is changed.
enum SchemaVersion {
    enum Found: Hashable, Sendable {
        /// There is nothing in it yet.
        case none
        /// A SQLite database that is not Beckon's.
        case foreign
        case older(String)
        case current
        /// The newest of the versions that this program does not know.
        case newer(String)
    }

    /// Of a file that may be missing, or that a killed server left with its write-ahead log. The data file and the log stay as they are.
    static func found(at path: String) throws(SQLiteFailure) -> Found {
        guard DatabaseFile(path: path).size > 0 else { return .none }
        guard WALFile.holdsFrames(database: path) else {
            return try found(in: Connection(path: path, .unchanged))
        }
        let shared = path + "-shm"
        let isShared = DatabaseFile(path: shared).isThere
        defer { if !isShared { unlink(shared) } }
        return try found(in: Connection(path: path, .read))
    }

    static func found(in connection: Connection) throws(SQLiteFailure) -> Found {
        if try connection.integer("SELECT count(*) FROM sqlite_schema") == 0 { return .none }
        let isBeckon = try connection.integer(
            "SELECT count(*) FROM sqlite_schema WHERE name = 'grdb_migrations'")
        if isBeckon == 0 { return .foreign }
        var applied: [String] = []
        let identifiers = try connection.prepare("SELECT identifier FROM grdb_migrations")
        try identifiers.each([]) { row in applied.append(row.text(0) ?? "") }
        let known = Schema.versions
        let unknown = applied.filter { !known.contains($0) }
        if let newest = unknown.max(by: isOlder) { return .newer(newest) }
        if applied.isEmpty { return .none }
        return applied.count == known.count ? .current : .older("\(applied.count)")
    }

    private static func isOlder(_ first: String, _ second: String) -> Bool {
        switch (Int(first), Int(second)) {
        case (let first?, let second?): first < second
        default: first < second
        }
    }
}
