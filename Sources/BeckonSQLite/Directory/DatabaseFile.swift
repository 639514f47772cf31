import Foundation

/// A database file that nobody of this process has open.
struct DatabaseFile: Sendable {
    enum End: Hashable, Sendable {
        /// All of it stands in the one file.
        case whole
        /// Somebody reads it: so many pages stand in the write-ahead log only.
        case busy(pages: Int)
        case failed(why: String)
    }

    /// The system's error number.
    struct Errno: Error, Hashable, Sendable { let rawValue: Int32 }

    private static let head = Array("SQLite format 3\0".utf8)

    let path: String

    var isThere: Bool { status != nil }

    /// Not a pipe, say, at which whoever opens it would wait.
    var isFile: Bool { status.map { $0.st_mode & S_IFMT == S_IFREG } ?? false }

    /// 0 where there is none.
    var size: Int { status.map { Int($0.st_size) } ?? 0 }

    func isSame(as other: String) -> Bool {
        guard let status, let other = DatabaseFile(path: other).status else { return false }
        return status.st_dev == other.st_dev && status.st_ino == other.st_ino
    }

    private var status: stat? {
        var status = stat()
        return stat(path, &status) == 0 ? status : nil
    }

    /// Opens the file, so nobody of this process may have it open (sqlite.org/howtocorrupt.html, 2.2).
    var beginsAsSQLite: Result<Bool, Errno> {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(Errno(rawValue: errno)) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: Self.head.count)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count >= 0 else { return .failure(Errno(rawValue: errno)) }
        return .success(count == bytes.count && bytes == Self.head)
    }

    /// Copies the write-ahead log into the file and empties it, waiting for readers a while. Blocks: for a thread of its own.
    func finish(waiting milliseconds: Int32) -> End {
        do throws(SQLiteFailure) {
            let connection = try Connection(path: path)
            try connection.execute("PRAGMA synchronous=FULL")
            connection.waitForOthers(milliseconds)
            let pages = try connection.truncateWAL()
            return pages == 0 ? .whole : .busy(pages: pages)
        } catch {
            return .failed(why: "\(error)")
        }
    }

    /// The same without blocking whoever calls.
    func finished(waiting milliseconds: Int32) async -> End {
        await withCheckedContinuation { continuation in
            let thread = Thread {
                Thread.current.name = "beckon-end"
                continuation.resume(returning: finish(waiting: milliseconds))
            }
            thread.start()
        }
    }
}
