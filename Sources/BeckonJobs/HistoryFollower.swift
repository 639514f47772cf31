import BeckonModel
package import BeckonStore

/// Writes down what reports are made of, one row for each fact. Whoever throws the rows away gets them again.
package struct HistoryFollower: ProjectingFollower {
    package let name = "history"
    private let history: any HistoryStore
    private let tickets: TicketFolds

    package init(store: any TicketStore, history: any HistoryStore) {
        self.history = history
        tickets = TicketFolds(store: store)
    }

    package func cursor() async throws -> LogCursor { try await history.historyCursor() }

    package func handle(_ batch: [FollowedEntry]) async throws {
        guard let last = batch.last else { return }
        var facts: [ReportFact] = []
        for followed in batch {
            let ticket = try await tickets.before(followed)
            facts += ReportFact.facts(of: followed.entry, before: ticket)
        }
        try await history.save(facts, upTo: last.cursor)
    }
}
