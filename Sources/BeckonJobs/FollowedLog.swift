import BeckonModel
package import BeckonStore
import BeckonTelemetry
import Synchronization

/// The log as the followers of one node read it: each line is read and decoded once, also when many of them want it.
///
/// The newest entries are kept for those who are a little behind. Who is far behind reads for itself, and takes nothing from the others.
package final class FollowedLog: Sendable {
    private struct Window {
        /// Dense from `start` to `end`.
        var entries: [FollowedEntry] = []
        var start = LogCursor.beginning
        var end = LogCursor.beginning
        /// How often the bell had rung when there was nothing beyond `end`.
        var emptyAt: Int?
    }

    package let bell: LogBell
    private let store: any TicketStore
    package let limit: Int
    private let window = Mutex(Window())
    /// One reads at a time: who waited mostly finds what they wanted.
    private let gate = Gate(width: 1, queue: .max)

    /// `limit`: entries of one batch.
    package init(store: any TicketStore, bell: LogBell, limit: Int) {
        self.store = store
        self.bell = bell
        self.limit = limit
    }

    /// The entries behind a cursor, in their order; none when there is nothing new since the bell last rang.
    package func entries(after cursor: LogCursor) async throws -> [FollowedEntry] {
        if let known = known(after: cursor) { return known }
        return try await gate.enter {
            if let known = self.known(after: cursor) { return known }
            let rings = self.bell.rings
            let lines = try await self.store.log(after: cursor.position, limit: self.limit)
            let entries = lines.map(FollowedEntry.init)
            let damaged = entries.count { $0.entry.body == .damaged }
            if damaged > 0 { metrics.damagedLines.add(damaged, "followers") }
            self.take(entries, after: cursor, rings: rings)
            return entries
        }
    }

    /// Behind the newest line.
    package func end() async throws(StoreError) -> LogCursor {
        LogCursor(position: try await store.newestPosition())
    }

    private func known(after cursor: LogCursor) -> [FollowedEntry]? {
        window.withLock { window in
            guard cursor >= window.start, cursor <= window.end else { return nil }
            if cursor == window.end { return window.emptyAt == bell.rings ? [] : nil }
            return Array(window.entries.drop { $0.cursor <= cursor }.prefix(limit))
        }
    }

    private func take(_ entries: [FollowedEntry], after cursor: LogCursor, rings: Int) {
        window.withLock { window in
            guard cursor >= window.end else { return }
            if cursor > window.end || window.entries.isEmpty {
                window = Window(start: cursor, end: cursor)
            }
            window.entries += entries
            window.end = entries.last?.cursor ?? cursor
            window.emptyAt = entries.isEmpty ? rings : nil
            let surplus = window.entries.count - 2 * limit
            guard surplus > 0 else { return }
            window.start = window.entries[surplus - 1].cursor
            window.entries.removeFirst(surplus)
        }
    }
}
