import Foundation

/// How the last owner of a directory left the data. Stands in the lock's file, after the process id.
package enum LastEnd: Hashable, Sendable {
    /// Nobody has said.
    case unknown
    /// It did not end: it was killed, crashed, or the machine stopped.
    case unclean
    /// All that was stored is in the data file, as it was then, up to this position of the log.
    case clean(position: Int64, file: FileStamp?)

    /// What changes with each change of a file.
    package struct FileStamp: Hashable, Sendable {
        let size: Int64
        /// Nanoseconds since 1970.
        let changed: Int64

        /// Opens nothing.
        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            size = Int64(status.st_size)
            // Of a date that somebody has set to the year 3000 only the difference to others counts.
            changed =
                Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
        }

        fileprivate init(size: Int64, changed: Int64) {
            self.size = size
            self.changed = changed
        }
    }

    init(line: some StringProtocol) {
        let words = line.split(separator: " ")
        let numbers = words.dropFirst().compactMap { Int64($0) }
        switch (words.first, numbers.count) {
        case ("running", 0): self = .unclean
        case ("clean", 1): self = .clean(position: numbers[0], file: nil)
        case ("clean", 3):
            let file = FileStamp(size: numbers[1], changed: numbers[2])
            self = .clean(position: numbers[0], file: file)
        default: self = .unknown
        }
    }

    var line: String {
        switch self {
        case .unknown: ""
        case .unclean: "running\n"
        case .clean(let position, nil): "clean \(position)\n"
        case .clean(let position, let file?):
            "clean \(position) \(file.size) \(file.changed)\n"
        }
    }
}
