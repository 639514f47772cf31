package import BeckonModel
package import BeckonStore
package import BeckonWire

/// Who is told after a commit. Called from the store's thread, in the order of the commits of each ticket; must return soon.
package protocol EntryPublisher: Sendable {
    func publish(_ publication: Publication)
    func publish(_ marks: Marks, of ticket: Ticket, by side: Side)
}

/// Entries that were committed together, for everybody who follows the ticket.
package struct Publication: Sendable {
    package let ticket: TicketID
    package let customer: UserID
    package let assignee: StaffID?
    /// The chat before; `nil` for a new ticket.
    package let previousChat: Chat?
    package let entries: [EncodedEntry]
    /// The connection whose command it was: it gets no echo of its own messages and notes.
    package let origin: ConnectionID?
    /// The ticket with these entries folded in; `nil` when they are texts, which change nothing that others decide by.
    package let record: TicketRecord?

    init(_ commit: Commit, _ committed: Ticket, _ marks: Marks) {
        ticket = committed.id
        customer = committed.customer.id
        assignee = committed.assignee?.id
        previousChat = commit.previousChat
        entries = commit.entries
        origin = commit.origin
        let isText = commit.entries.allSatisfy(\.isText)
        record = isText ? nil : TicketRecord(ticket: committed, marks: marks)
    }
}

/// Names a connection within this process.
package struct ConnectionID: Hashable, Sendable {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }
}
