import Foundation

/// Which files the store has open: a directory that is removed, renamed or replaced while it runs takes them along, and what is written to
/// them then is lost to every later start.
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
