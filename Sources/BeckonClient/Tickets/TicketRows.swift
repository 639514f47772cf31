import BeckonModel

/// The tickets that a page knows of, without their entries: what its lists show. A value without I/O.
public struct TicketRows: Sendable {
    /// Rows that are kept; beyond it those go that changed longest ago.
    public static let limit = 2_000

    private var rows: [TicketView.ID: TicketSummary] = [:]
    /// In the order in which they became known.
    private var order: [TicketView.ID] = []
    /// Of which something was heard since the line opened.
    private var fresh: Set<TicketView.ID> = []

    public init() {}

    /// The ticket as it was heard of last.
    public subscript(id: TicketView.ID) -> TicketSummary? { rows[id] }

    /// In the order in which they became known.
    public var all: [TicketSummary] { order.compactMap { rows[$0] } }

    /// The ticket as it is by now; an older state than what is known is let go.
    ///
    /// - Returns: whether anything changed.
    @discardableResult
    public mutating func received(_ row: TicketSummary) -> Bool {
        fresh.insert(row.id)
        if let known = rows[row.id] {
            if known.seq > row.seq || known == row { return false }
        } else {
            order.append(row.id)
        }
        rows[row.id] = row
        if order.count > Self.limit { forgetOldest() }
        return true
    }

    /// Folds an entry into its row at once. One that is not the very next is left alone: a newer row follows it.
    public mutating func received(_ entry: ChatEntry) {
        guard var row = rows[entry.ticket], row.ticket.evolve(entry.entry) else { return }
        received(row)
    }

    /// It is not this reader's any more.
    mutating func forget(_ id: TicketView.ID) {
        rows[id] = nil
        order.removeAll { $0 == id }
        fresh.remove(id)
    }

    /// The line opened anew: what changed meanwhile is not known yet.
    public mutating func lineOpened() { fresh = [] }

    /// A list's first rows were read. What was believed to stand among them, and does not, has left the list while nobody told us.
    ///
    /// - Parameter isWhole: that there are no further ones.
    public mutating func read(
        _ list: TicketListName, _ page: [TicketSummary], isWhole: Bool, me: String
    ) {
        let there = Set(page.map(\.id))
        let last = isWhole ? nil : page.last
        for row in self.list(list, me: me) where !there.contains(row.id) {
            if fresh.contains(row.id) { continue }
            if let last, list.list.order.precedes(last.ticket, row.ticket) { continue }
            rows[row.id] = nil
            order.removeAll { $0 == row.id }
        }
        for row in page { received(row) }
    }

    /// What stands in a list, in the list's order.
    public func list(_ list: TicketListName, me: String) -> [TicketSummary] {
        let list = list.list
        return all.filter { row in
            list.holds(
                status: row.ticket.status, chat: row.ticket.chat,
                isMine: row.ticket.assignee?.id.rawValue == me)
        }.sorted { list.order.precedes($0.ticket, $1.ticket) }
    }

    /// Newest change first.
    public var newestFirst: [TicketSummary] {
        all.sorted { TicketOrder.recent.precedes($0.ticket, $1.ticket) }
    }

    private mutating func forgetOldest() {
        let kept = Set(newestFirst.prefix(Self.limit * 9 / 10).map(\.id))
        order.removeAll { !kept.contains($0) }
        rows = rows.filter { kept.contains($0.key) }
        fresh.formIntersection(kept)
    }
}
