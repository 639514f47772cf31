import BeckonStore

/// What the store is about, in numbers, for metrics. Read without waiting for anybody.
package struct StoreFigures: Hashable, Sendable {
    /// Appends that the writer has not taken up yet.
    package let appendsQueued: Int
    /// Of the log's newest entry.
    package let logPosition: Int64
    /// Entries that are stored and not yet in the index.
    package let unfolded: Int
    /// How long the oldest of them has been stored.
    package let unfoldedFor: Duration
    package let isWriting: Bool
}

extension SQLiteStore {
    package var figures: StoreFigures {
        let lag = writer.tail.lag
        return StoreFigures(
            appendsQueued: writer.mailbox.count, logPosition: lag.committed,
            unfolded: lag.entries, unfoldedFor: lag.time, isWriting: isWriting)
    }
}
