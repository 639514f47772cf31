import Foundation

/// Why there is no backup, or why one cannot be restored. In each case everything is as it was before.
package enum BackupFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is nothing to back up, or nothing to restore from.
    case missing(String)
    case targetExists(String)
    /// The system's error number.
    case file(String, errno: Int32)
    /// SQLite's words.
    case copying(String, why: String)
    /// A directory, a pipe.
    case notAFile(String)
    case notSQLite(String)
    /// The data is damaged so badly that SQLite does not know its pages.
    case notCopied(String)
    case notBeckon(String)
    /// A write-ahead log stands beside it: the file alone is not all.
    case notOneFile(String)
    case newer(String, found: String, known: String)
    /// It is a backup, and not whole: what was found, and how much in all.
    case damaged(String, findings: [String])
    /// The data itself was named as the backup.
    case isTheData(String)

    package var description: String {
        switch self {
        case .missing(let path): "There is no file \(path)."
        case .targetExists(let path):
            "\(path) exists already and is left alone. Choose another name for the backup."
        case .file(let path, let number):
            "\(path) cannot be used: \(String(cString: strerror(number)))."
        case .copying(let path, let why): "\(path) cannot be written: \(why)."
        case .notAFile(let path): "\(path) is no file."
        case .notSQLite(let path): "\(path) is no backup: it is not a SQLite database, or cut."
        case .notCopied(let path):
            """
            \(path) is not a SQLite database any more, or cut: no backup was made. Keep a copy of the \
            whole directory, and restore a backup.
            """
        case .notBeckon(let path): "\(path) is a SQLite database, but not one of Beckon's."
        case .notOneFile(let path):
            """
            \(path) has a write-ahead log beside it, so it is not all of the data. Make one file of \
            both with `beckon backup --data DIR TARGET`.
            """
        case .newer(let path, let found, let known):
            """
            \(path) was made by a newer Beckon: its schema is version \(found), this program knows \
            versions up to \(known).
            """
        case .damaged(let path, let findings):
            """
            \(path) is damaged and was not used:
            \(findings.map { "  \($0)" }.joined(separator: "\n"))
            """
        case .isTheData(let path): "\(path) is the data itself, not a backup of it."
        }
    }
}
