/// Something that reports count or measure, said by one entry. Holds no text and no name: those stay in the log.
package struct ReportFact: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Somebody asked.
        case created
        /// Staff wrote for the first time; value: seconds since it was created.
        case firstResponse = "first_response"
        /// An agent took it while its customer waited; value: seconds for which they had.
        case picked
        /// Value: seconds since it was created.
        case resolved
        case reopened
        /// Value: seconds since it was created.
        case closed
        /// Value: 1–5.
        case rated
    }

    package let kind: Kind
    package let ticket: TicketID
    package let seq: Seq
    package let at: Timestamp
    package let number: Int
    package let inbox: DocumentID
    package let customer: UserID
    /// Who did it, or had the ticket; `nil` where nobody had.
    package let agent: StaffID?
    package let value: Int?

    package init(
        _ kind: Kind, ticket: TicketID, seq: Seq, at: Timestamp, number: Int, inbox: DocumentID,
        customer: UserID, agent: StaffID?, value: Int?
    ) {
        self.kind = kind
        self.ticket = ticket
        self.seq = seq
        self.at = at
        self.number = number
        self.inbox = inbox
        self.customer = customer
        self.agent = agent
        self.value = value
    }

    /// What an entry says for reports, given the ticket as it was before it; `nil` for its first entry.
    package static func facts(of entry: Entry, before ticket: Ticket?) -> [ReportFact] {
        guard let ticket else {
            return Ticket(first: entry).map { [$0.fact(.created, entry)] } ?? []
        }
        switch entry.body {
        case .message(let message):
            guard message.from == .staff, ticket.firstResponseAt == nil else { return [] }
            return [
                ticket.fact(
                    .firstResponse, entry,
                    by: message.party == .agent ? StaffID(unchecked: message.authorID) : nil,
                    value: ticket.createdAt.seconds(to: entry.at))
            ]
        case .assigned(let staff, _, _):
            guard let since = ticket.waitingSince else { return [] }
            return [
                ticket.fact(.picked, entry, by: staff.id, value: since.seconds(to: entry.at))
            ]
        case .status(let change): return ticket.facts(of: change, entry)
        case .rated(let rating):
            return [ticket.fact(.rated, entry, by: ticket.assignee?.id, value: rating.score)]
        default: return []
        }
    }
}

extension Ticket {
    fileprivate func facts(of change: EntryBody.StatusChange, _ entry: Entry) -> [ReportFact] {
        let age = createdAt.seconds(to: entry.at)
        let agent = change.by.staffID ?? assignee?.id
        return switch (change.status, status) {
        case (.resolved, _): [fact(.resolved, entry, by: agent, value: age)]
        case (.closed, _): [fact(.closed, entry, by: agent, value: age)]
        case (.open, .resolved): [fact(.reopened, entry, by: agent)]
        case (.open, _), (.pending, _): []
        }
    }

    fileprivate func fact(
        _ kind: ReportFact.Kind, _ entry: Entry, by agent: StaffID? = nil, value: Int? = nil
    ) -> ReportFact {
        ReportFact(
            kind, ticket: id, seq: entry.seq, at: entry.at, number: number, inbox: place.inbox,
            customer: customer.id, agent: agent, value: value)
    }
}

extension Party {
    fileprivate var staffID: StaffID? { kind == .agent ? StaffID(unchecked: id) : nil }
}

extension Timestamp {
    /// Whole seconds; times of a log never go back.
    fileprivate func seconds(to later: Timestamp) -> Int {
        let (milliseconds, isBeyond) = later.milliseconds.subtractingReportingOverflow(milliseconds)
        return isBeyond ? 0 : Int(max(milliseconds, 0) / 1_000)
    }
}
