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
    /// The ticket with these entries folded in.
    package let ticket: Ticket
    package let marks: Marks
    package let entries: [EncodedEntry]
    /// The connection whose command it was: it gets no echo of its own messages and notes.
    package let origin: ConnectionID?
    /// The chat before; `nil` for a new ticket.
    package let previousChat: Chat?
}

/// Names a connection within this process.
package struct ConnectionID: Hashable, Sendable {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }
}
