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
        /// A link, a pipe.
        case lockIsNoFile

        package var description: String {
            switch self {
            case .inUse(let pid?): "The data directory is in use by process \(pid)."
            case .inUse(nil): "The data directory is in use by another process."
            case .lockIsNoFile:
                "The data directory cannot be used: its beckon.lock is no file but a link or a pipe. Remove it."
            case .unusable(let number):
                "The data directory cannot be used: \(String(cString: strerror(number)))."
            }
        }
    }

    package let path: String
    /// The lock's descriptor; `nil` once given back. The kernel gives the lock back when the process ends, however it ends.
    private let lock: Mutex<Int32?>
    /// How the owner before this one left the data.
    package let lastEnd: LastEnd

    /// Makes the directory where it is missing (mode 0700) and takes its lock.
    package init(path: String) throws(Failure) {
        self.path = path
        try Self.make(path)
        let (descriptor, lastEnd) = try Self.takeLock(path + "/beckon.lock")
        lock = Mutex(descriptor)
        self.lastEnd = lastEnd
    }

    deinit { unlock() }

    /// The data: all that there is to keep.
    package var databasePath: String { "\(path)/\(Self.databaseName)" }

    static let databaseName = "beckon.sqlite"

    /// Lists, search and where entries stand, folded from the data; may be deleted while nobody runs.
    package var indexPath: String { path + "/beckon-index.sqlite" }

    /// Facts for reports, made from the data; may be deleted while nobody runs.
    package var historyPath: String { path + "/beckon-history.sqlite" }

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
            if mkdir(partial, 0o700) == 0 {
                // A umask may have taken rights from the owner, too.
                chmod(partial, 0o700)
            } else if errno != EEXIST {
                throw .unusable(errno: errno)
            }
        }
    }

    /// Beckon's own files here that others may read, by name, with their modes.
    package static func looseFiles(in path: String) -> [(name: String, mode: UInt32)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter(isOwn).sorted().compactMap { name in
            // The data may stand elsewhere; every other link is left alone.
            OwnFile.looseMode("\(path)/\(name)", followingLinks: name == databaseName)
                .map { (name, UInt32($0)) }
        }
    }

    /// The data, the index, what SQLite keeps beside each, backups, the lock; not a settings file that somebody put here.
    private static func isOwn(_ name: String) -> Bool {
        name == "beckon.lock" || name.hasPrefix("beckon.sqlite")
            || (name.hasPrefix("beckon-") && name.contains(".sqlite"))
    }

    /// Others may have been let in by an older version, or by hand.
    func tightenFiles(tell: StoreListener) {
        for (name, mode) in Self.looseFiles(in: path) where OwnFile.tighten("\(path)/\(name)") {
            tell(.tightened(file: name, mode: mode))
        }
    }

    /// Notes how the data is left from now on, for the next owner.
    func note(_ end: LastEnd) {
        lock.withLock { lock in
            if let lock { _ = Self.write(end, to: lock) }
        }
    }

    private static func takeLock(_ path: String) throws(Failure) -> (Int32, LastEnd) {
        // A link could name a file of somebody else's, which would then be written over.
        let made = OwnFile.make(path, followingLinks: false)
        if made == ELOOP { throw .lockIsNoFile }
        if made != 0 { throw .unusable(errno: made) }
        let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw .unusable(errno: errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .lockIsNoFile
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let number = errno
            let pid = read(descriptor).pid
            close(descriptor)
            throw number == EWOULDBLOCK ? .inUse(pid: pid) : .unusable(errno: number)
        }
        let lastEnd = read(descriptor).end
        guard write(lastEnd, to: descriptor) else {
            let number = errno
            close(descriptor)
            throw .unusable(errno: number)
        }
        return (descriptor, lastEnd)
    }

    private static func write(_ end: LastEnd, to descriptor: Int32) -> Bool {
        let text = Array("\(getpid())\n\(end.line)".utf8)
        return ftruncate(descriptor, 0) == 0
            && pwrite(descriptor, text, text.count, 0) == text.count && fsync(descriptor) == 0
    }

    private static func read(_ descriptor: Int32) -> (pid: Int32?, end: LastEnd) {
        var bytes = [UInt8](repeating: 0, count: 128)
        let count = max(pread(descriptor, &bytes, bytes.count, 0), 0)
        let lines = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n")
        return (lines.first.flatMap { Int32($0) }, LastEnd(line: lines.dropFirst().first ?? ""))
    }

    /// Makes the files before SQLite does, so that nobody else may read them (a WAL gets the same mode).
    func makeFiles() throws(Failure) {
        try make(databasePath)
        try make(indexPath)
        try make(historyPath)
    }

    private func make(_ file: String) throws(Failure) {
        let number = OwnFile.make(file)
        if number != 0 { throw .unusable(errno: number) }
    }
}
