import BeckonStore
import Foundation

/// Makes the write-ahead log large before SQLite uses it. A sync is cheaper when the file does not grow: it writes the data only, while a
/// growing file needs a second write for its new size. The new file holds zeros; SQLite takes a log without its magic number at the beginning
/// for an empty one (sqlite.org/walformat.html, section 4).
enum WALFile {
    static func size(database: String) -> Int { DatabaseFile(path: database + "-wal").size }

    /// Whether anything was ever written to it. Opens only the log, on which nobody holds a lock.
    static func holdsFrames(database: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: database + "-wal") else { return false }
        defer { try? file.close() }
        let head = (try? file.read(upToCount: 32)) ?? Data()
        return head.contains { $0 != 0 }
    }

    /// Does nothing where there is something in the WAL already. Must be called while nobody has the database open.
    static func prepare(database: String, bytes: Int) throws(StoreError) {
        let path = database + "-wal"
        guard OwnFile.make(path) == 0 else { throw .unavailable }
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unavailable }
        defer { close(descriptor) }
        guard lseek(descriptor, 0, SEEK_END) == 0 else { return }
        let zeros = [UInt8](repeating: 0, count: 256 * 1024)
        var offset = 0
        while offset < bytes {
            let count = pwrite(descriptor, zeros, min(zeros.count, bytes - offset), off_t(offset))
            guard count > 0 else {
                // Without room the WAL stays small, and the first append says what is wrong.
                ftruncate(descriptor, 0)
                return
            }
            offset += count
        }
        // Later syncs must not have to write all this.
        fsync(descriptor)
    }
}
