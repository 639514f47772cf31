import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The directory that holds all data, and the lock that makes one server its only owner.
package final class DataDirectory: Sendable {
    package enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// Another server runs on it; its process id, if that could be read.
        case inUse(pid: Int32?)
        /// It cannot be made or written; the system's error number.
        case unusable(errno: Int32)

        package var description: String {
            switch self {
            case .inUse(let pid?): "The data directory is in use by process \(pid)."
            case .inUse(nil): "The data directory is in use by another process."
            case .unusable(let number):
                "The data directory cannot be used: \(String(cString: strerror(number)))."
            }
        }
    }

    package let path: String
    /// The lock's descriptor; `nil` once given back. The kernel gives the lock back when the process ends, however it ends.
    private let lock: Mutex<Int32?>

    /// Makes the directory where it is missing (mode 0700) and takes its lock.
    package init(path: String) throws(Failure) {
        self.path = path
        try Self.make(path)
        lock = Mutex(try Self.takeLock(path + "/beckon.lock"))
    }

    deinit { unlock() }

    /// The data: all that there is to keep.
    package var databasePath: String { path + "/beckon.sqlite" }

    /// Lists, search and where entries stand, folded from the data; may be deleted while nobody runs.
    package var indexPath: String { path + "/beckon-index.sqlite" }

    /// Gives the lock back.
    package func unlock() {
        let descriptor = lock.withLock { lock in
            defer { lock = nil }
            return lock
        }
        if let descriptor { close(descriptor) }
    }

    private static func make(_ path: String) throws(Failure) {
        var partial = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            partial += partial.isEmpty && part.isEmpty ? "/" : "\(part)/"
            if part.isEmpty { continue }
            if mkdir(partial, 0o700) != 0, errno != EEXIST { throw .unusable(errno: errno) }
        }
    }

    private static func takeLock(_ path: String) throws(Failure) -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unusable(errno: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let number = errno
            let pid = readPID(descriptor)
            close(descriptor)
            throw number == EWOULDBLOCK ? .inUse(pid: pid) : .unusable(errno: number)
        }
        let pid = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, write(descriptor, pid, pid.count) == pid.count else {
            let number = errno
            close(descriptor)
            throw .unusable(errno: number)
        }
        return descriptor
    }

    private static func readPID(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        let text = String(decoding: bytes.prefix(count), as: UTF8.self)
        return Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// Makes the files before SQLite does, so that nobody else may read them (a WAL gets the same mode).
    func makeFiles() throws(Failure) {
        try make(databasePath)
        try make(indexPath)
    }

    private func make(_ file: String) throws(Failure) {
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unusable(errno: errno) }
        close(descriptor)
    }
}
