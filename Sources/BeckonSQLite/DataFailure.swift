package import BeckonStore

/// Why the data of a directory cannot be opened.
package enum DataFailure: Error, Hashable, Sendable, CustomStringConvertible {
    case store(StoreError, path: String)
    /// Made by a later Beckon. Nothing was changed.
    case newer(path: String, found: String, known: String)
    /// A SQLite database of something else. Nothing was changed.
    case foreign(path: String)
    /// It must be brought up to date, and no backup could be made before. Nothing was changed.
    case notBackedUp(path: String, version: String, why: String)

    package var description: String {
        switch self {
        case .store(.corrupt, let path):
            """
            The data in \(path) cannot be read. `beckon doctor` says where; a backup may be needed.
            """
        case .store(_, let path):
            """
            The data in \(path) cannot be read or written. Is the disk full, or the directory not \
            yours?
            """
        case .newer(let path, let found, let known):
            """
            The data in \(path) was made by a newer Beckon: its schema is version \(found), this \
            program knows versions up to \(known). Nothing was changed. Start the newer program, \
            or put a backup from before the upgrade back with `beckon restore`.
            """
        case .foreign(let path):
            """
            \(path)/\(DataDirectory.databaseName) is a SQLite database, but not one of Beckon's. \
            Nothing was changed. Choose another directory with --data.
            """
        case .notBackedUp(let path, let version, let why):
            """
            The data in \(path) has schema version \(version) and must be brought up to date, but \
            no backup of it can be made first: \(why). Nothing was changed.
            """
        }
    }

    init(opening error: any Error, path: String) {
        switch error {
        case let error as DataFailure: self = error
        case let error as SQLiteFailure: self = .store(error.storeError, path: path)
        default: self = .store(StoreError(reading: error), path: path)
        }
    }
}
