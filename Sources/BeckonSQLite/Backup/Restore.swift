import BeckonStore
package import Foundation

/// `beckon restore`: puts a backup in the place of the data, while no server runs.
///
/// The backup is held against everything that can be checked before anything is touched. The old data stays beside the new under a name with
/// its date. A crash in between leaves the old data or the new, never a mixture.
package struct Restore {
    package struct Result: Hashable, Sendable {
        /// Lines of the log.
        package let lines: Int64
        /// The path under which the old data stands; `nil` when there was none.
        package let before: String?
    }

    private let source: String
    private let path: String
    private let date: Date
    private let progress: (_ done: Int64, _ all: Int64) -> Void

    /// `path`: the directory of the data; made where it is missing.
    package init(
        from source: String, to path: String, at date: Date = Date(),
        progress: @escaping (_ done: Int64, _ all: Int64) -> Void = { _, _ in }
    ) {
        self.source = source
        self.path = path
        self.date = date
        self.progress = progress
    }

    /// Blocks. Throws `BackupFailure`, or `DataDirectory.Failure` when a server runs.
    package func run() throws -> Result {
        let checked = try check()
        let directory = try DataDirectory(path: path)
        defer { directory.unlock() }
        let copy = directory.databasePath + ".restoring"
        defer { for suffix in ["", "-journal", "-wal", "-shm"] { unlink(copy + suffix) } }
        let lines = try makeCopy(of: checked, at: copy)
        let before = try putAside(directory)
        try putInPlace(copy, directory)
        directory.note(.clean(position: lines, file: LastEnd.FileStamp(directory.databasePath)))
        return Result(lines: lines, before: before)
    }

    /// Holds the backup against what it should be, without changing it or anything else.
    private func check() throws(BackupFailure) -> Connection {
        let file = DatabaseFile(path: source)
        guard file.isThere else { throw .missing(source) }
        guard file.isFile else { throw .notAFile(source) }
        if file.isSame(as: "\(path)/\(DataDirectory.databaseName)") { throw .isTheData(source) }
        switch file.beginsAsSQLite {
        case .failure(let number): throw .file(source, errno: number.rawValue)
        case .success(false): throw .notSQLite(source)
        case .success(true): break
        }
        if WALFile.holdsFrames(database: source) { throw .notOneFile(source) }
        let found: BackupFailure
        do throws(SQLiteFailure) {
            let connection = try Connection(path: source, .unchanged)
            guard let refusal = try refusal(of: connection) else { return connection }
            found = refusal
        } catch {
            found = failure(error)
        }
        throw found
    }

    private func refusal(of connection: Connection) throws(SQLiteFailure) -> BackupFailure? {
        switch try SchemaVersion.found(in: connection) {
        case .none, .foreign: return .notBeckon(source)
        case .newer(let version):
            return .newer(source, found: version, known: Schema.newest)
        case .current, .older: break
        }
        let findings = try DataCheck.findings(in: connection)
        return findings.isEmpty ? nil : .damaged(source, findings: findings)
    }

    private func failure(_ failure: SQLiteFailure) -> BackupFailure {
        failure.storeError == .corrupt
            ? .notSQLite(source) : .copying(path, why: "\(failure)")
    }

    /// Beside the data, synced. Returns the number of its lines.
    private func makeCopy(
        of source: Connection, at copy: String
    ) throws(BackupFailure) -> Int64 {
        unlink(copy)
        var number = OwnFile.make(copy)
        if number != 0 { throw .file(copy, errno: number) }
        let lines: Int64
        do throws(SQLiteFailure) {
            let target = try Connection(path: copy)
            try DatabaseCopy(source: source, target: target).run(progress: progress)
            lines = try target.integer(LogPosition.endSQL)
            // Numbers of entries that are lost with the old data are given out again, and ids of what leaves the house are made of them.
            try target.execute(
                """
                INSERT INTO setting(name, value) VALUES ('generation', lower(hex(randomblob(8))))
                ON CONFLICT DO UPDATE SET value = excluded.value
                """)
        } catch {
            throw failure(error)
        }
        number = OwnFile.sync(copy)
        if number != 0 { throw .file(copy, errno: number) }
        return lines
    }

    /// Gives the old data a second name, and its write-ahead log with it: SQLite finds it by that name. Returns the name.
    private func putAside(_ directory: DataDirectory) throws(BackupFailure) -> String? {
        let data = DatabaseFile(path: directory.databasePath)
        guard data.size > 0 else { return nil }
        let before = freeName("\(data.path).before-restore-\(FileDate.text(date))")
        try name(data.path, before)
        if WALFile.holdsFrames(database: data.path) {
            try name(data.path + "-wal", before + "-wal")
        }
        let number = OwnFile.sync(directory.path)
        if number != 0 { throw .file(directory.path, errno: number) }
        return before
    }

    /// Two restores may come within a second, and a killed one has left its name.
    private func freeName(_ name: String) -> String {
        var free = name
        var number = 1
        while DatabaseFile(path: free).isThere || DatabaseFile(path: free + "-wal").isThere {
            number += 1
            free = "\(name).\(number)"
        }
        return free
    }

    private func name(_ path: String, _ second: String) throws(BackupFailure) {
        if link(path, second) == 0 { return }
        if errno == EEXIST { throw .targetExists(second) }
        // A file system without hard links.
        if rename(path, second) != 0 { throw .file(second, errno: errno) }
    }

    /// The write-ahead log goes first: beside the new data the old one's would be taken for its own. The index and the history are made anew after the next start.
    private func putInPlace(_ copy: String, _ directory: DataDirectory) throws(BackupFailure) {
        let stale = ["-wal", "-shm", "-journal"].map { directory.databasePath + $0 }
        let made = [directory.indexPath, directory.historyPath].flatMap { path in
            ["", "-wal", "-shm"].map { path + $0 }
        }
        for path in stale + made where unlink(path) != 0 && errno != ENOENT {
            throw .file(path, errno: errno)
        }
        if rename(copy, directory.databasePath) != 0 {
            throw .file(directory.databasePath, errno: errno)
        }
        let number = OwnFile.sync(directory.path)
        if number != 0 { throw .file(directory.path, errno: number) }
    }
}
