package import BeckonModel
package import BeckonStore
package import BeckonWire

/// A command on its way: on which ticket, by whom, and where the answer goes.
package struct Submission: Sendable {
    package typealias Reply = @Sendable (Result<Answer, Failure>) -> Void

    package enum Source: Hashable, Sendable {
        case person(Identity)
        case clock
    }

    var ticket: TicketID
    let command: Command
    let source: Source
    let origin: ConnectionID?
    /// Called once: after the sync, or with what is wrong.
    let reply: Reply
    /// How often it was decided anew, after a lost race or on a follow-up.
    var attempts = 0
    /// What `ticket` continues, where this came from a closed ticket.
    var followUp: FollowUp?

    package init(
        _ command: Command, on ticket: TicketID, by source: Source, origin: ConnectionID? = nil,
        reply: @escaping Reply
    ) {
        self.ticket = ticket
        self.command = command
        self.source = source
        self.origin = origin
        self.reply = reply
    }
}

/// What became of a command. Everything it says is committed.
package struct Answer: Sendable {
    package let ticket: TicketID
    /// The entry that answers the command; the newest one where nothing changed.
    package let seq: Seq
    package let at: Timestamp
    /// What was appended; empty for a repeat and where nothing changed.
    package let entries: [EncodedEntry]
}
