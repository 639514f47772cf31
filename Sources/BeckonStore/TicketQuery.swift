package import BeckonModel

/// A filtered list of tickets, one page of it. Pages are by key, so that they stay cheap and right while tickets change.
package struct TicketQuery: Hashable, Sendable {
    package enum Assignee: Hashable, Sendable {
        case nobody
        case staff(StaffID)
    }

    /// Empty: any.
    package var statuses: Set<Status> = []
    package var chats: Set<Chat> = []
    package var assignee: Assignee?
    package var customer: UserID?
    /// Empty: any.
    package var inboxes: Set<DocumentID> = []
    package var team: DocumentID?
    package var tag: DocumentID?
    /// Only what who asks may know of.
    package var scope = Scope.everything
    /// Words that all occur in a ticket's subject or messages, as prefixes; or a ticket's number, with or without "#".
    package var search: String?
    /// Whether `search` also looks into what only staff may see: notes, and the names and addresses of customers' accounts.
    package var isForStaff = true
    /// Only tickets that may be changed.
    package var isWritable = false
    /// Only tickets resolved at this moment or before.
    package var resolvedBefore: Timestamp?
    package var order = TicketOrder.recent
    /// 1…`Limits.listRows`.
    package var limit = 50
    package var cursor: TicketCursor?

    package init() {}

    /// What a list says goes before filters that were set before; `staff` is the one who asks.
    package mutating func narrow(to list: TicketList, for staff: StaffID?) {
        statuses = Set(list.statuses)
        if !list.chats.isEmpty { chats = Set(list.chats) }
        if list.isOwn, let staff { assignee = .staff(staff) }
        order = list.order
    }
}

/// Where the next page begins: the sort key of the last row.
package struct TicketCursor: Hashable, Sendable {
    /// Priority rank for `.waiting`, else 0.
    package let rank: Int
    package let time: Timestamp
    package let number: Int

    package init(rank: Int, time: Timestamp, number: Int) {
        self.rank = rank
        self.time = time
        self.number = number
    }

    /// `rank.milliseconds.number`, as travels in URLs.
    package var text: String { "\(rank).\(time.milliseconds).\(number)" }

    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let rank = Int(parts[0]), let time = Int64(parts[1]),
            let number = Int(parts[2])
        else { return nil }
        self.init(rank: rank, time: Timestamp(milliseconds: time), number: number)
    }
}

package struct TicketPage: Hashable, Sendable {
    package var records: [TicketRecord]
    /// `nil` on the last page.
    package var next: TicketCursor?
    /// Of a search: why its tickets were found, in their order.
    package var hits: [SearchHit]

    package init(records: [TicketRecord], next: TicketCursor?, hits: [SearchHit] = []) {
        self.records = records
        self.next = next
        self.hits = hits
    }
}
