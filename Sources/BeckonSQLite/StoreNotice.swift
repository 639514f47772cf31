package import Logging

/// What whoever runs Beckon should know of its data; told once when it happens, for the log.
package enum StoreNotice: Hashable, Sendable, CustomStringConvertible {
    /// Somebody else still read the data when Beckon ended: so many pages stand in the write-ahead log only.
    case endedWithWAL(pages: Int)
    /// The write-ahead log could not be copied into the data at the end.
    case endedWithoutCheckpoint(why: String)
    /// A file that others could read.
    case tightened(file: String, mode: UInt32)
    case writingFails(why: String)
    /// A batch was stored; for whoever looks for one request.
    case committed(CommitNotice)
    /// Of a batch nothing was stored, and everybody in it was told so.
    case commitFailed(CommitNotice, why: String, unsaid: Int)
    case writingWorks
    case foldingFails(why: String)
    case foldingWorks
    /// The files that are open are not those at their path.
    case filesAreGone(path: String)
    case filesAreBack(path: String)
    /// The tables are about to be brought up to date; a backup was made before, beside the data.
    case migrating(from: String, to: String, backup: String)
    case damage(DataDamage)

    package var level: Logger.Level {
        switch self {
        case .damage(let damage): damage.level
        case .writingWorks, .foldingWorks, .filesAreBack, .migrating: .notice
        case .tightened, .endedWithWAL, .endedWithoutCheckpoint, .foldingFails: .warning
        case .writingFails, .commitFailed: .error
        case .committed: .debug
        case .filesAreGone: .critical
        }
    }

    /// What the log names beside the words.
    package var metadata: Logger.Metadata {
        switch self {
        case .committed(let notice), .commitFailed(let notice, _, _): notice.metadata
        default: [:]
        }
    }

    package var description: String {
        switch self {
        case .endedWithWAL(let pages):
            """
            Another program reads beckon.sqlite: \(pages) pages are in beckon.sqlite-wal only. \
            Nothing is lost, but do not copy beckon.sqlite without it; `beckon backup` does it right
            """
        case .endedWithoutCheckpoint(let why):
            """
            beckon.sqlite-wal could not be copied into beckon.sqlite (\(why)). Nothing is lost, but \
            do not copy beckon.sqlite without it; `beckon backup` does it right
            """
        case .tightened(let file, let mode):
            "\(file) could be read by others (mode \(String(mode, radix: 8))): it is 600 now"
        case .writingFails(let why):
            "Nothing can be written: \(why). Messages are refused until it works again"
        case .writingWorks: "Writing works again"
        case .committed: "Committed"
        case .commitFailed(_, let why, let unsaid):
            "A batch could not be stored: \(why)"
                + (unsaid == 0 ? "" : "; \(unsaid) more since the last line like this")
        case .foldingFails(let why):
            "Lists and search cannot be brought up to date: \(why). Messages are stored"
        case .foldingWorks: "Lists and search are brought up to date again"
        case .filesAreGone(let path):
            """
            The data is not at \(path) any more: the directory was removed, renamed or replaced. \
            Nothing is accepted until it is back
            """
        case .filesAreBack(let path): "The data is at \(path) again"
        case .migrating(let from, let to, let backup):
            """
            The data is brought from schema version \(from) to \(to); as it was before, it stands \
            in \(backup)
            """
        case .damage(let damage): damage.description
        }
    }
}

/// Who is told.
package typealias StoreListener = @Sendable (StoreNotice) -> Void
