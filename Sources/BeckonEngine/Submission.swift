package import BeckonModel
package import BeckonStore
package import BeckonTelemetry
package import BeckonWire

/// A command on its way: on which ticket, by whom, and where the answer goes. What stays the same on all its way is shared by its copies.
package struct Submission: Sendable {
    package typealias Reply = @Sendable (Result<Answer, Failure>) -> Void

    package enum Source: Hashable, Sendable {
        case person(Identity)
        case clock

        fileprivate var isKey: Bool { if case .person(.api) = self { true } else { false } }

        var party: Party {
            switch self {
            case .person(let identity): identity.party
            case .clock: .clock
            }
        }
    }

    private final class Content: Sendable {
        let command: Command
        let clientID: ClientID?
        /// Whether its entries have no client id of their own to keep it.
        let isNamedBeside: Bool
        let isExamined: Bool
        let externalID: ExternalID?
        let source: Source
        let origin: ConnectionID?
        let request: RequestTrace?
        let span: TraceSpan?
        let reply: Reply

        init(
            command: Command, clientID: ClientID?, source: Source, origin: ConnectionID?,
            request: RequestTrace?,
            reply: @escaping Reply
        ) {
            self.command = command
            let own = command.clientID
            self.clientID = own ?? clientID
            isNamedBeside = own == nil && clientID != nil
            isExamined = source.isKey || command.namesOthers
            externalID = command.externalID
            self.source = source
            self.origin = origin
            self.request = request
            span = BeckonTracer.shared.step("command \(command.kind)", in: request?.context)
            self.reply = reply
        }
    }

    var ticket: TicketID
    private let content: Content
    /// How often it was decided anew, after a lost race or on a follow-up.
    var attempts = 0
    /// Whether another entry with its external id was looked for.
    var isLookedUp = false
    /// What `ticket` continues, where this came from a closed ticket.
    var followUp: FollowUp?

    var command: Command { content.command }
    /// Whether more than the ticket and who asks decides about it (`EngineState.check`), also where everybody may know of everything.
    var isExamined: Bool { content.isExamined }
    var externalID: ExternalID? { content.externalID }
    /// Under which its sender knows it.
    var clientID: ClientID? { content.clientID }
    var source: Source { content.source }
    var origin: ConnectionID? { content.origin }
    var request: RequestTrace? { content.request }
    /// Where the trace is while this is under way; `nil` where it is in none.
    var trace: TraceContext? { content.span?.trace ?? content.request?.context }

    /// To be called once: after the sync, or with what is wrong.
    func reply(_ result: Result<Answer, Failure>) {
        CommandCount.add(content.command, result)
        content.span?.end(result: result.name, isError: result.isOurs)
        content.reply(result)
    }

    /// For the first entry of a command whose entries have no client id of their own.
    func origin(by actor: Actor) -> Entry.Origin? {
        guard content.isNamedBeside, let clientID else { return nil }
        return Entry.Origin(authorID: actor.authorID, clientID: clientID)
    }

    /// `clientID`: for commands that have none of their own; texts have.
    package init(
        _ command: Command, on ticket: TicketID, by source: Source, clientID: ClientID? = nil,
        origin: ConnectionID? = nil, request: RequestTrace? = nil, reply: @escaping Reply
    ) {
        self.ticket = ticket
        content = Content(
            command: command, clientID: clientID, source: source, origin: origin,
            request: request, reply: reply)
    }
}

extension Result<Answer, Failure> {
    /// What metrics and traces call it: `unchanged` for a repeat and for what was so already.
    var name: String {
        switch self {
        case .success(let answer): answer.entries.isEmpty ? "unchanged" : "ok"
        case .failure(let failure): failure.code
        }
    }

    /// Whether it failed through no fault of who asked.
    var isOurs: Bool {
        if case .failure(let failure) = self { failure.status >= 500 } else { false }
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

extension Command {
    /// Documents, or an agent whose scope counts.
    fileprivate var namesOthers: Bool {
        switch self {
        case .setTags, .move, .transfer: true
        default: false
        }
    }
}
