package import BeckonModel

/// What reports are made of: facts that follow from the log, in the order of their times. Can be thrown away at any time; it is then made anew.
package protocol HistoryStore: Sendable {
    /// Up to where the log's facts are there.
    func historyCursor() async throws(StoreError) -> LogCursor

    /// All facts between two places of the log, in one transaction with where they end. A fact that is there already (ticket, seq, kind) stays
    /// as it is. `false`, and nothing is saved, when those before `start` are not there: somebody threw them away.
    func save(
        _ facts: [ReportFact], from start: LogCursor, upTo cursor: LogCursor
    ) async throws(StoreError) -> Bool

    func history(_ query: HistoryQuery) async throws(StoreError) -> HistoryPage

    /// All of it; who follows the log begins again.
    func dropHistory() async throws(StoreError)
}

package struct HistoryQuery: Hashable, Sendable {
    /// Facts of this moment or later.
    package var from: Timestamp?
    /// Facts before this moment.
    package var to: Timestamp?
    /// Behind this one.
    package var after: HistoryPlace?
    /// 1…`Limits.historyRows`.
    package var limit = Limits.historyRows
    /// Only of what who asks may know of. A fact does not say of which team its ticket was: who may not know of all tickets of an inbox is
    /// told of what they did themselves.
    package var scope = Scope.everything

    package init() {}

    package func shows(_ fact: ReportFact) -> Bool {
        if let inboxes = scope.inboxes, !inboxes.contains(fact.inbox) { return false }
        return scope.reach == .all || fact.agent != nil && fact.agent == scope.staff
    }
}

package struct HistoryPage: Hashable, Sendable {
    package let facts: [ReportFact]
    /// Of the last one, when there are more.
    package let next: HistoryPlace?

    /// `facts` may hold one more than the page does, which shows that there is a next.
    package init(_ facts: [ReportFact], limit: Int) {
        self.facts = Array(facts.prefix(limit))
        next = facts.count > limit ? self.facts.last.map(HistoryPlace.init) : nil
    }
}

/// By what facts are sorted: the time, then what tells one from all others.
package struct HistoryPlace: Hashable, Comparable, Sendable {
    package let at: Timestamp
    package let ticket: TicketID
    package let seq: Seq
    package let kind: ReportFact.Kind

    package init(_ fact: ReportFact) {
        at = fact.at
        ticket = fact.ticket
        seq = fact.seq
        kind = fact.kind
    }

    package static func < (one: HistoryPlace, other: HistoryPlace) -> Bool {
        (one.at, one.ticket, one.seq, one.kind.rawValue)
            < (other.at, other.ticket, other.seq, other.kind.rawValue)
    }

    /// `milliseconds.ticket.seq.kind`, as it travels in URLs.
    package var text: String { "\(at.milliseconds).\(ticket).\(seq).\(kind.rawValue)" }

    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, let at = Int64(parts[0]), let ticket = TicketID(String(parts[1])),
            let seq = Int(parts[2]), let kind = ReportFact.Kind(rawValue: String(parts[3]))
        else { return nil }
        self.at = Timestamp(milliseconds: at)
        self.ticket = ticket
        self.seq = seq
        self.kind = kind
    }
}
