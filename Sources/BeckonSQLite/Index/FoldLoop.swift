import BeckonModel
import BeckonStore
import BeckonWire
import Foundation

/// What the folder's thread does; never leaves it.
///
/// It has a file of its own, so that no append ever waits for SQLite's one write lock, and runs with less priority than those who carry
/// messages. Its commits are not synced: what a crash takes of them is folded again from the log.
final class FoldLoop {
    private let index: FoldThread
    private let data: Connection
    private let connection: Connection
    private let folder: Folder
    private let selectRest: Statement
    private(set) var position: Int64 = 0
    /// When the oldest unfolded entry must be folded.
    private var deadline: ContinuousClock.Instant?
    private var isEnding = false

    init(_ index: FoldThread, data path: String, index indexPath: String) throws(SQLiteFailure) {
        self.index = index
        data = try Connection(path: path)
        connection = try IndexFile(path: indexPath, tell: index.condition.tell)
            .open(for: data)
        folder = try Folder(connection)
        selectRest = try data.prepare(
            """
            SELECT seq, at, internal, body, position, ticket FROM log
            WHERE position > ? AND \(LogPosition.isOne) ORDER BY position LIMIT ?
            """)
        try foldRest()
        index.tail.begin(at: position)
    }

    /// A line that says a greater one is damaged: it must not take all numbers away.
    private static let lastNumber = 1 << 52

    func firstFreeNumber() throws(SQLiteFailure) -> Int {
        let newest =
            try connection.prepare("SELECT max(number) FROM ticket WHERE number <= ?")
            .first(.integer(Self.lastNumber)) { $0.integer(0) } ?? nil
        return newest.map { max(Int($0) + 1, Limits.firstTicketNumber) }
            ?? Limits.firstTicketNumber
    }

    func run() {
        connection.yieldToOthers(each: 500)
        while true {
            let batch = index.mailbox.take(atMost: 16, before: deadline)
            for order in batch.items { order.done.resume(returning: carryOut(order)) }
            if batch.isLast {
                isEnding = true
                while index.tail.hasUnfolded, fold() {}
                return
            }
            // After a failure there are two generations, and who waits may wait for the second.
            while isDue, fold() {}
            setDeadline()
        }
    }

    private var isDue: Bool {
        guard index.tail.hasUnfolded else { return false }
        return index.tail.isAwaited || deadline.map { $0 <= .now } ?? false
            || index.tail.isFull(index.options.foldAtWeight)
    }

    /// Somebody waits, much has gathered, or the end is near.
    private var isHurried: Bool {
        isEnding || index.tail.isAwaited || index.tail.isFull(index.options.foldAtWeight)
    }

    private func setDeadline() {
        if !index.tail.hasUnfolded {
            deadline = nil
        } else if deadline == nil {
            deadline = .now + index.options.foldDelay
        }
    }

    /// All that is unfolded, in small transactions: while one is under way nobody has to wait for all of them.
    private func fold() -> Bool {
        guard let generation = index.tail.beginFold(), let last = generation.last else {
            return true
        }
        var pace = FoldPace()
        do throws(SQLiteFailure) {
            for slice in generation.slices(of: index.options.foldSlice) {
                try connection.transaction { () throws(SQLiteFailure) in
                    try folder.fold(slice) { pace.pause(unless: isHurried) }
                }
                index.tail.folded(slice)
            }
            try folder.setPosition(last)
        } catch {
            note(error)
            return false
        }
        deadline = nil
        position = last.position
        index.tail.endFold()
        index.countFold()
        index.condition.folded()
        return true
    }

    /// Tries again soon. A damaged index is marked, so that the next start makes it anew.
    private func note(_ failure: SQLiteFailure) {
        if failure.isFailedSync { index.syncFailed() }
        index.condition.foldingFailed(failure)
        if failure.storeError == .corrupt { try? connection.execute("PRAGMA user_version=0") }
        deadline = .now + max(min(index.options.foldDelay, .seconds(1)), .milliseconds(250))
        index.tail.foldFailed(.unavailable)
    }

    // MARK: From the log

    /// Folds what is beyond the index's position.
    private func foldRest() throws(SQLiteFailure) {
        position =
            try connection.prepare("SELECT position FROM folded").first { $0.integer(0) ?? 0 } ?? 0
        while let rest = try rest() {
            try connection.transaction { () throws(SQLiteFailure) in try fold(rest) }
        }
    }

    private func fold(_ rest: LogRest) throws(SQLiteFailure) {
        try folder.fold(whole: rest.generation)
        position = rest.end
    }

    private func rest() throws(SQLiteFailure) -> LogRest? {
        var rest = LogRest(end: position)
        try selectRest.each([.integer(position), .integer(index.options.foldChunk)]) { row in
            rest.append(row)
        }
        return rest.end == position ? nil : rest
    }

    private func carryOut(_ order: FoldThread.Order) -> StoreError? {
        guard let ticket = order.ticket else { return rebuild() }
        do throws(SQLiteFailure) {
            var isMended = false
            try connection.transaction { () throws(SQLiteFailure) in
                isMended = try folder.mend(ticket, from: data)
            }
            return isMended ? nil : rebuild()
        } catch {
            note(error)
            return error.storeError
        }
    }

    /// Throws the rows away and folds the whole log, in one transaction: readers see the old rows until the new ones are there.
    private func rebuild() -> StoreError? {
        let before = position
        do throws(SQLiteFailure) {
            try connection.transaction { () throws(SQLiteFailure) in
                try connection.execute(IndexSchema.empty)
                position = 0
                while let rest = try rest() { try fold(rest) }
            }
        } catch {
            position = before
            note(error)
            return error.storeError
        }
        index.tail.foldedAnew(upTo: position)
        return nil
    }
}
