import Foundation
import Synchronization

/// A database file that nobody has open any more, or is about to open.
struct DatabaseFile: Sendable {
    enum End: Hashable, Sendable {
        /// All of it stands in the one file.
        case whole
        /// Somebody reads it: so many pages stand in the write-ahead log only.
        case busy(pages: Int)
        case failed(why: String)
    }

    let path: String

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
