package import BeckonModel
package import BeckonStore
package import BeckonWire

/// Who is told after a commit. Called in the order of each ticket's entries, also under the engine's lock; must return soon and not call the
/// engine.
package protocol EntryPublisher: Sendable {
    func publish(_ publication: Publication)
    func publish(_ marks: Marks, of ticket: Ticket)
}

/// Entries of a ticket that became known together, for everybody who follows it.
package struct Publication: Sendable {
    package let ticket: TicketID
    package let customer: UserID
    package let assignee: StaffID?
    package let place: Place
    /// The chat before; `nil` for a new ticket.
    package let previousChat: Chat?
    /// Whose it was before; `nil` for a new ticket and where texts have changed nothing of that.
    package let previously: Ticket.Standing?
    package let entries: [EncodedEntry]
    /// The connection whose command it was: it gets no echo of its own messages and notes.
    package let origin: ConnectionID?
    /// The ticket with these entries folded in; `nil` when they are texts, which change nothing that others decide by.
    package let record: TicketRecord?

}

/// Names a connection within this process.
package struct ConnectionID: Hashable, Sendable {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }
}
