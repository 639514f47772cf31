import BeckonModel
import BeckonStore
import Foundation

/// The index file on the disk: made where it is missing, made anew where it is damaged, of another version, or of another log.
struct IndexFile {
    let path: String
    let tell: StoreListener

    /// A connection to an index that belongs to the log in `data`. Only for the fold: it may still have to catch up.
    func open(for data: Connection) throws(SQLiteFailure) -> Connection {
        do throws(SQLiteFailure) {
            let connection = try connect()
            if try isUsable(connection, for: data) { return connection }
        } catch {
            // Whatever cannot be read can be folded again; only a second failure says something about the disk.
            if error.isFailedSync { throw error }
        }
        try remove()
        let connection = try connect()
        try connection.transaction { () throws(SQLiteFailure) in
            try connection.execute(IndexSchema.tables)
            try connection.execute("PRAGMA user_version=\(IndexSchema.version)")
        }
        return connection
    }

    /// A power failure may take the newest transactions of an index, never its order: they are folded again.
    private func connect() throws(SQLiteFailure) -> Connection {
        // SQLite would make it readable for others.
        guard OwnFile.make(path) == 0 else {
            throw SQLiteFailure(code: SQLiteFailure.cannotOpen)
        }
        let connection = try Connection(path: path)
        try connection.execute(
            """
            PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;
            PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000;
            PRAGMA journal_size_limit=67108864;
            """)
        return connection
    }

    private func isUsable(
        _ connection: Connection, for data: Connection
    ) throws(SQLiteFailure) -> Bool {
        let version = try connection.prepare("PRAGMA user_version").first { $0.integer(0) } ?? nil
        guard version == Int64(IndexSchema.version) else { return false }
        let folded = try connection.prepare("SELECT position, digest FROM folded").first { row in
            (position: row.integer(0) ?? -1, digest: row.integer(1) ?? 0)
        }
        guard let folded else { return false }
        if folded.position == 0 { return true }
        guard LogPosition.all.contains(folded.position) else { return false }
        let digest = try data.prepare("SELECT body FROM log WHERE position = ?")
            .first(.integer(folded.position)) {
                $0.bytes(0).map { Int64(bitPattern: Digest.of($0)) }
            }
        if digest == folded.digest { return true }
        // Before it is thrown away, it tells what it knew.
        let end = try data.integer(LogPosition.endSQL)
        if end < folded.position {
            let lost = try LostLines(known: folded.position, end: end, index: connection)
            tell(.damage(.linesLost(lost)))
        } else {
            tell(.damage(.logIsAnother(position: folded.position)))
        }
        return false
    }

    private func remove() throws(SQLiteFailure) {
        for suffix in ["", "-wal", "-shm"] where unlink(path + suffix) != 0 && errno != ENOENT {
            throw SQLiteFailure(code: SQLiteFailure.cannotOpen)
        }
    }
}
