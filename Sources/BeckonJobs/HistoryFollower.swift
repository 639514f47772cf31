import BeckonModel
package import BeckonStore
import Synchronization

/// Writes down what reports are made of, one row for each fact. Whoever throws the rows away gets them again.
package final class HistoryFollower: ProjectingFollower {
    package struct ThrownAway: Error {}

    package let name = "history"
    private let history: any HistoryStore
    private let tickets: TicketFolds
    /// Up to where the rows are made, as far as this one knows.
    private let end = Mutex(LogCursor.beginning)

    package init(store: any TicketStore, history: any HistoryStore) {
        self.history = history
        tickets = TicketFolds(store: store)
    }

    package func cursor() async throws -> LogCursor {
        let cursor = try await history.historyCursor()
        end.withLock { $0 = cursor }
        return cursor
    }

    package func handle(_ batch: [FollowedEntry]) async throws {
        guard let last = batch.last?.cursor else { return }
        var facts: [ReportFact] = []
        for followed in batch {
            let ticket = try await tickets.before(followed)
            facts += ReportFact.facts(of: followed.entry, before: ticket)
        }
        let isSaved = try await history.save(facts, from: end.withLock { $0 }, upTo: last)
        guard isSaved else { throw ThrownAway() }
        end.withLock { $0 = last }
    }
}
