package import BeckonModel

extension InMemoryStore: HistoryStore {
    package func historyCursor() async throws(StoreError) -> LogCursor {
        try access { $0.historyCursor }
    }

    package func save(
        _ facts: [ReportFact], from start: LogCursor, upTo cursor: LogCursor
    ) async throws(StoreError) -> Bool {
        try access { state in
            if state.historyCursor < start { return false }
            for fact in facts {
                let place = HistoryPlace(fact)
                if state.history[place] == nil { state.history[place] = fact }
            }
            state.historyCursor = max(state.historyCursor, cursor)
            return true
        }
    }

    package func history(_ query: HistoryQuery) async throws(StoreError) -> HistoryPage {
        try access { state in
            let found = state.history.values.filter { fact in
                query.from.map { fact.at >= $0 } ?? true && query.to.map { fact.at < $0 } ?? true
                    && query.shows(fact) && query.after.map { $0 < HistoryPlace(fact) } ?? true
            }
            let sorted = found.sorted { HistoryPlace($0) < HistoryPlace($1) }
            return HistoryPage(sorted, limit: query.limit)
        }
    }

    package func dropHistory() async throws(StoreError) {
        try access { state in
            state.history = [:]
            state.historyCursor = .beginning
        }
    }
}
