import Foundation

/// Files of Beckon's are for their owner alone, whatever the umask and whoever made them.
enum OwnFile {
    static let mode: mode_t = 0o600

    /// Makes the file where it is missing. Returns the system's error number; 0 when it is there. Not for a file that SQLite has open: to
    /// close it would take SQLite's locks away.
    static func make(_ path: String, followingLinks: Bool = true) -> Int32 {
        let links = followingLinks ? 0 : O_NOFOLLOW
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | links, mode)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        return setMode(descriptor)
    }

    /// A umask can only take rights away, also the owner's.
    private static func setMode(_ descriptor: Int32) -> Int32 {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return errno }
        if status.st_mode & mode == mode { return 0 }
        return fchmod(descriptor, mode) == 0 ? 0 : errno
    }

    /// The mode of a file of Beckon's that others may read, write or run; `nil` when only its owner may, or it is no file.
    static func looseMode(_ path: String, followingLinks: Bool = false) -> mode_t? {
        var status = stat()
        let found = followingLinks ? stat(path, &status) : lstat(path, &status)
        guard found == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let mode = status.st_mode & 0o777
        return mode & 0o077 == 0 ? nil : mode
    }

    static func tighten(_ path: String) -> Bool { chmod(path, mode) == 0 }

    /// Makes a file's or a directory's name and contents last.
    static func sync(_ path: String) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        return fsync(descriptor) == 0 ? 0 : errno
    }
}
