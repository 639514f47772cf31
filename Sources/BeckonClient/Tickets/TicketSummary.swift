package import BeckonModel
package import BeckonWire

/// A ticket without its entries: the Ticket object of docs/api.md.
public struct TicketSummary: Hashable, Sendable, Identifiable {
    package var ticket: Ticket
    package var rawMarks: Marks

    package init(_ ticket: Ticket, marks: Marks = Marks()) {
        self.ticket = ticket
        rawMarks = marks
    }

    /// `nil` for an object that is no ticket, or says something that this version does not know.
    package init?(_ json: JSONObject?) {
        guard let json, let (ticket, marks) = TicketJSON.decode(json) else { return nil }
        self.init(ticket, marks: marks)
    }

    public var id: TicketView.ID { .init(ticket.id) }
    /// Short and for people, from 1001.
    public var number: Int { ticket.number }
    public var subject: String { ticket.subject }
    public var status: TicketStatus { TicketStatus(ticket.status) }
    public var chat: ChatState { ChatState(ticket.chat) }
    public var priority: TicketPriority { TicketPriority(ticket.priority) }
    /// Whose question it is.
    public var customer: Person { Person(ticket.customer) }
    /// Who has it, or had it when it was resolved or closed.
    public var assignee: Person? { ticket.assignee.map(Person.init) }
    /// Number of the newest entry.
    public var seq: Int { ticket.seq }
    public var createdAt: ServerTime { ServerTime(ticket.createdAt) }
    public var updatedAt: ServerTime { ServerTime(ticket.updatedAt) }
    /// Since when the customer waits for somebody to pick it; `nil` while somebody is there.
    public var waitingSince: ServerTime? { ticket.waitingSince.map(ServerTime.init) }
    /// Since when the customer waits for an answer; `nil` when staff wrote last, or it is over.
    public var unansweredSince: ServerTime? { ticket.unansweredSince.map(ServerTime.init) }
    /// The closed ticket that this one continues.
    public var follows: TicketView.ID? { ticket.follows.map(TicketView.ID.init) }
    /// The ticket that continues this one.
    public var followUp: TicketView.ID? { ticket.followUp.map(TicketView.ID.init) }
    /// How far each side has received and seen it.
    public var marks: TicketMarks { TicketMarks(rawMarks) }

    /// Why nothing can be added to it; `nil` when all is well.
    public var readOnly: ReadOnly? {
        ticket.readOnly.map {
            switch $0 {
            case .damaged: .damaged
            case .newer: .newer
            }
        }
    }

    /// Why nothing can be added to a ticket.
    public enum ReadOnly: String, Hashable, Sendable, CaseIterable {
        /// A line of its log cannot be read, or is missing.
        case damaged
        /// A newer version of Beckon has worked on it.
        case newer
    }

    /// 1–5 stars and what the customer wrote to them.
    public var rating: (score: Int, comment: String?)? {
        ticket.rating.map { ($0.score, $0.comment) }
    }

    /// The beginning of the newest message.
    public var preview: (from: ChatSide, text: String, at: ServerTime)? {
        ticket.preview.map { (ChatSide($0.from), $0.text, ServerTime($0.at)) }
    }
}

/// How far each side has received and seen a ticket: numbers of entries.
public struct TicketMarks: Hashable, Sendable {
    /// Of one side.
    public struct Reached: Hashable, Sendable {
        public let delivered: Int
        public let seen: Int
    }

    package let marks: Marks

    package init(_ marks: Marks) { self.marks = marks }

    public var customer: Reached { Reached(marks.user) }
    public var staff: Reached { Reached(marks.staff) }
}

extension TicketMarks.Reached {
    fileprivate init(_ marks: Marks.SideMarks) {
        self.init(delivered: marks.delivered, seen: marks.seen)
    }
}
