package import BeckonModel
package import BeckonStore
package import BeckonWire

/// A command on its way: on which ticket, by whom, and where the answer goes. What stays the same on all its way is shared by its copies.
package struct Submission: Sendable {
    package typealias Reply = @Sendable (Result<Answer, Failure>) -> Void

    package enum Source: Hashable, Sendable {
        case person(Identity)
        case clock
    }

    private final class Content: Sendable {
        let command: Command
        let source: Source
        let origin: ConnectionID?
        let reply: Reply

        init(command: Command, source: Source, origin: ConnectionID?, reply: @escaping Reply) {
            self.command = command
            self.source = source
            self.origin = origin
            self.reply = reply
        }
    }

    var ticket: TicketID
    private let content: Content
    /// How often it was decided anew, after a lost race or on a follow-up.
    var attempts = 0
    /// What `ticket` continues, where this came from a closed ticket.
    var followUp: FollowUp?

    var command: Command { content.command }
    var source: Source { content.source }
    var origin: ConnectionID? { content.origin }

    /// To be called once: after the sync, or with what is wrong.
    func reply(_ result: Result<Answer, Failure>) { content.reply(result) }

    package init(
        _ command: Command, on ticket: TicketID, by source: Source, origin: ConnectionID? = nil,
        reply: @escaping Reply
    ) {
        self.ticket = ticket
        content = Content(command: command, source: source, origin: origin, reply: reply)
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
