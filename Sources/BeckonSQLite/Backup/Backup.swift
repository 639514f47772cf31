import BeckonStore
import Foundation
import GRDBSQLite

/// `beckon backup`: one file with everything that was stored when it began, made while a server runs or while none does.
package struct Backup {
    /// The directory of the data. Its lock is not taken.
    private let directory: String
    private let target: String
    private let progress: (_ done: Int64, _ all: Int64) -> Void

    /// `progress`: of how many bytes how many are copied; called often.
    package init(
        of directory: String, to target: String,
        progress: @escaping (_ done: Int64, _ all: Int64) -> Void = { _, _ in }
    ) {
        self.directory = directory
        self.target = target
        self.progress = progress
    }

    /// Blocks. Returns what is wrong with the data: then the backup holds it as it is, and cannot be restored.
    package func run() throws(BackupFailure) -> [String] {
        let data = directory + "/" + DataDirectory.databaseName
        guard FileManager.default.fileExists(atPath: data) else { throw .missing(data) }
        let file = try NewFile(at: target)
        defer { file.discard() }
        let findings: [String]
        do throws(SQLiteFailure) {
            try Self.copy(data, to: file.temporary, progress: progress)
            findings = try DataCheck.findings(in: Connection(path: file.temporary, .unchanged))
        } catch {
            if error.storeError == .corrupt { throw .notCopied(data) }
            throw .copying(target, why: "\(error)")
        }
        try file.finish()
        return findings
    }

    /// Not synced yet.
    static func copy(
        _ data: String, to path: String,
        progress: (_ done: Int64, _ all: Int64) -> Void = { _, _ in }
    ) throws(SQLiteFailure) {
        let source = try Connection(path: data)
        // A log that a killed server left is evidence: the next start looks at it. Without one SQLite tidies up after itself.
        if WALFile.size(database: data) > 0 { source.keepWAL() }
        let target = try Connection(path: path)
        try DatabaseCopy(source: source, target: target).run(progress: progress)
    }
}
