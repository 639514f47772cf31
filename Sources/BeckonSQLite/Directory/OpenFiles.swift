import Foundation

/// Remembers which files the store has open. When somebody removes, renames or replaces the data directory, the store still writes to the old
/// files, and the next start would not see any of it. So before each write the files at the paths are compared with the open ones.
struct OpenFiles: Sendable {
    /// Which file stands at a path.
    private struct Identity: Hashable, Sendable {
        let device: dev_t
        let number: ino_t

        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            device = status.st_dev
            number = status.st_ino
        }
    }

    /// The data file's.
    let path: String
    private let data: Identity?
    private let wal: Identity?

    /// As they are now. Opens nothing: to close a file that SQLite has open too would take its locks away (sqlite.org/howtocorrupt.html, 2.2).
    init(database path: String) {
        self.path = path
        data = Identity(path)
        wal = Identity(path + "-wal")
    }

    var areInPlace: Bool { Identity(path) == data && Identity(path + "-wal") == wal }
}
