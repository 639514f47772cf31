import Foundation

/// A file that is written under another name beside its place, and gets there whole and synced, or not at all.
struct NewFile {
    let path: String
    let temporary: String
    /// `.partial` files of processes that were killed are never taken for something else.
    private static let suffix = "partial"

    /// Makes an empty file for the owner alone. Throws when there is something at `path`.
    init(at path: String) throws(BackupFailure) {
        self.path = path
        temporary = "\(path).\(getpid()).\(Self.suffix)"
        var status = stat()
        if lstat(path, &status) == 0 { throw .targetExists(path) }
        unlink(temporary)
        let number = OwnFile.make(temporary)
        if number != 0 { throw .file(path, errno: number) }
    }

    private var directory: String {
        let parent = (path as NSString).deletingLastPathComponent
        return parent.isEmpty ? "." : parent
    }

    /// Puts it in its place. Nothing that came there meanwhile is overwritten.
    func finish() throws(BackupFailure) {
        var number = OwnFile.sync(temporary)
        if number == 0, link(temporary, path) == 0 {
            unlink(temporary)
        } else if number == 0 {
            number = errno
            if number == EEXIST { throw .targetExists(path) }
            // A file system without hard links.
            number = rename(temporary, path) == 0 ? 0 : errno
        }
        if number == 0 { number = OwnFile.sync(directory) }
        if number != 0 { throw .file(path, errno: number) }
    }

    func discard() {
        for suffix in ["", "-journal", "-wal", "-shm"] { unlink(temporary + suffix) }
    }
}
