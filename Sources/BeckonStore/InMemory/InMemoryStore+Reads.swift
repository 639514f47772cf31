package import BeckonModel
package import BeckonWire

extension InMemoryStore {
    package func log(
        of ticket: TicketID, after: Seq, limit: Int, bytes: Int
    ) async throws(StoreError) -> [LogLine] {
        try access { state in
            let lines = state.logs[ticket]?.lines ?? []
            var budget = ByteBudget(bytes)
            return budget.take(first: lines.dropFirst(max(after, 0)).prefix(max(limit, 0)))
        }
    }

    package func log(
        of ticket: TicketID, before: Seq, limit: Int, bytes: Int
    ) async throws(StoreError) -> [LogLine] {
        try access { state in
            let lines = state.logs[ticket]?.lines ?? []
            var budget = ByteBudget(bytes)
            return budget.take(last: lines.prefix(max(before - 1, 0)).suffix(max(limit, 0)))
        }
    }

    package func newestPosition() async throws(StoreError) -> Int64 {
        try access { Int64($0.order.count) }
    }

    package func log(
        after position: Int64, limit: Int
    ) async throws(StoreError) -> [PositionedLine] {
        try access { state in
            let first = Int(max(position, 0))
            return state.order.dropFirst(first).prefix(max(limit, 0)).enumerated().compactMap {
                index, place in
                state.logs[place.ticket].map {
                    PositionedLine(
                        position: Int64(first + index + 1), ticket: place.ticket,
                        line: $0.lines[place.seq - 1])
                }
            }
        }
    }

    package func ticket(_ id: TicketID) async throws(StoreError) -> TicketRecord? {
        try access { $0.record(id) }
    }

    package func ticket(number: Int) async throws(StoreError) -> TicketRecord? {
        try access { state in
            let log = state.logs.values.first { $0.ticket?.number == number }
            return log?.ticket.flatMap { state.record($0.id) }
        }
    }

    package func tickets(_ query: TicketQuery) async throws(StoreError) -> TicketPage {
        try access { state in
            let terms = query.search.flatMap(SearchTerms.init)
            var found: [(key: TicketCursor, id: TicketID)] = []
            for (id, log) in state.logs {
                guard let ticket = log.ticket, query.matches(ticket) else { continue }
                if let terms, !state.matches(terms, log, forStaff: query.isForStaff) { continue }
                let key = query.cursor(of: ticket)
                if let cursor = query.cursor, !query.precedes(cursor, key) { continue }
                found.append((key, id))
            }
            found.sort { query.precedes($0.key, $1.key) }
            let page = found.prefix(query.effectiveLimit)
            return TicketPage(
                records: page.compactMap { state.record($0.id) },
                next: found.count > page.count ? page.last?.key : nil,
                hits: terms.map { terms in
                    let finder = HitFinder(terms, forStaff: query.isForStaff)
                    return page.compactMap { state.hit($0.id, finder) }
                } ?? [])
        }
    }

    package func counts(
        for staff: StaffID, in scope: Scope
    ) async throws(StoreError) -> TicketCounts {
        try access { state in
            var counts = TicketCounts()
            for case let ticket? in state.logs.values.map(\.ticket) where scope.holds(ticket) {
                counts.add(
                    status: ticket.status, chat: ticket.chat,
                    isMine: ticket.assignee?.id == staff)
            }
            return counts
        }
    }

    package func ticketCount(
        of customer: UserID, in scope: Scope
    ) async throws(StoreError) -> Int {
        try access { state in
            state.logs.values.count { log in
                log.ticket.map { $0.customer.id == customer && scope.holds($0) } ?? false
            }
        }
    }

    package func entry(
        externalID: ExternalID
    ) async throws(StoreError) -> EntryReference? {
        try access { $0.externals[externalID] }
    }

    package func ticket(
        createdBy customer: UserID, clientID: ClientID
    ) async throws(StoreError) -> TicketID? {
        try access { $0.creations[Creation(customer: customer, clientID: clientID)] }
    }
}

extension InMemoryStore.State {
    fileprivate func record(_ id: TicketID) -> TicketRecord? {
        logs[id]?.ticket.map { TicketRecord(ticket: $0.projected, marks: marks[id] ?? Marks()) }
    }

    fileprivate func matches(
        _ terms: SearchTerms, _ log: InMemoryStore.Log, forStaff: Bool
    ) -> Bool {
        if let number = terms.number, number == log.ticket?.number { return true }
        if terms.words.isEmpty { return false }
        var words = log.words
        if forStaff {
            words.formUnion(log.internalWords)
            let customer = log.ticket.flatMap { customers[$0.customer.id] }
            words.formUnion(SearchText.words(in: customer?.searchedText ?? ""))
        }
        return terms.words.allSatisfy { prefix in
            words.contains { SearchText.isPrefix(prefix, of: $0) }
        }
    }

    fileprivate func hit(_ id: TicketID, _ finder: HitFinder) -> SearchHit? {
        guard let log = logs[id], let ticket = log.ticket else { return nil }
        return finder.hit(in: ticket, customer: customers[ticket.customer.id]) { _, isIt in
            _ = log.lines.reversed().contains(where: isIt)
        }
    }
}
