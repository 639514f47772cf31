/// What somebody wants of a ticket that exists. `Ticket.decide` answers with entries or a `TicketError`.
package enum Command: Hashable, Sendable {
    case message(NewMessage)
    case note(text: String, clientID: ClientID?)
    case pick
    case release
    case transfer(to: StaffReference, isOnline: Bool)
    case setStatus(Status)
    case setPriority(Priority)
    case setSubject(String)
    /// Ids of tags.
    case setTags(add: [DocumentID], remove: [DocumentID])
    case move(Move)
    case rate(score: Int, comment: String?)
    /// The named agent's presence ended; given by the clock.
    case staffWentOffline(StaffID)
    /// Given by the clock some days after `resolved`.
    case closeResolved(before: Timestamp)
    /// A follow-up was opened for this closed ticket.
    case linkFollowUp(TicketID, number: Int)
    /// The visitor who wrote it signed in to an account; given by the clock.
    case moveCustomer(to: CustomerReference)

    package static func message(
        text: String, clientID: ClientID?, isOffline: Bool = false, seenSeq: Seq? = nil
    ) -> Command {
        .message(
            NewMessage(text: text, clientID: clientID, isOffline: isOffline, seenSeq: seenSeq))
    }

    /// Whether its fields are what they must be, whatever the ticket is.
    func check() throws(TicketError) {
        switch self {
        case .message(let new):
            try Text.check(new.text, field: "text")
            try new.details?.check()
        case .note(let text, _): try Text.check(text, field: "text")
        case .rate(let score, let comment):
            guard (1...5).contains(score) else {
                throw .invalid(field: "score", problem: .notAllowed)
            }
            guard let comment = comment.map(Text.trimmed), !comment.isEmpty else { return }
            try Text.check(comment, field: "comment", max: Limits.commentCharacters)
        case .setSubject(let subject):
            try Text.check(subject, field: "subject", max: Limits.subjectCharacters)
        case .setTags(let add, let remove):
            for (field, tags) in [("add", add), ("remove", remove)] {
                guard tags.count <= Limits.ticketTags else {
                    throw .invalid(field: field, problem: .tooLong(max: Limits.ticketTags))
                }
            }
        case .pick, .release, .transfer, .setStatus, .setPriority, .move, .staffWentOffline,
            .closeResolved, .linkFollowUp, .moveCustomer:
            break
        }
    }

    /// Whether the documents that it names are there to be chosen.
    package func check(against settings: Settings) throws(TicketError) {
        func check(_ kind: String, _ id: DocumentID, _ field: String) throws(TicketError) {
            guard settings.offers(DocumentKey(kind, id)) else {
                throw .invalid(field: field, problem: .unknown)
            }
        }
        switch self {
        case .setTags(let add, _):
            for (index, tag) in add.enumerated() { try check(Tag.kind, tag, "add[\(index)]") }
        case .move(let move):
            if let inbox = move.inbox { try check(Inbox.kind, inbox, "inbox") }
            if case .team(let team)? = move.team { try check(Team.kind, team, "team") }
        default: break
        }
    }

    package var clientID: ClientID? {
        switch self {
        case .message(let new): new.clientID
        case .note(_, let clientID): clientID
        default: nil
        }
    }

    /// The text that a client id stands for.
    package var text: String? {
        switch self {
        case .message(let new): new.text
        case .note(let text, _): text
        default: nil
        }
    }

    package var externalID: ExternalID? {
        if case .message(let new) = self { new.details?.externalID } else { nil }
    }
}

/// A message that somebody wants to be in a ticket.
package struct NewMessage: Hashable, Sendable {
    package var text: String
    package var clientID: ClientID?
    /// The customer knows that staff is offline and leaves the message on purpose.
    package var isOffline: Bool
    /// The newest customer message that the agent had seen when they wrote, to be stopped once when there are newer ones.
    package var seenSeq: Seq?
    package var channel: MessageChannel
    package var details: MessageDetails?

    package init(
        text: String, clientID: ClientID?, isOffline: Bool = false, seenSeq: Seq? = nil,
        channel: MessageChannel = .chat, details: MessageDetails? = nil
    ) {
        self.text = text
        self.clientID = clientID
        self.isOffline = isOffline
        self.seenSeq = seenSeq
        self.channel = channel
        self.details = details
    }
}

/// To where a ticket is to go; what is not named stays.
package struct Move: Hashable, Sendable {
    package enum Team: Hashable, Sendable {
        case none
        case team(DocumentID)
    }

    package var inbox: DocumentID?
    package var team: Team?
    /// Whether the agent who has the ticket may know of it there; who may not loses it.
    package var agentStays = true

    package init(inbox: DocumentID? = nil, team: Team? = nil) {
        self.inbox = inbox
        self.team = team
    }

    package func place(from place: Place) -> Place {
        var place = place
        if let inbox { place.inbox = inbox }
        switch team {
        case nil: break
        case .some(.none): place.team = nil
        case .team(let team): place.team = team
        }
        return place
    }
}

/// A new ticket. Its entries are numbers 1, 2 and, with a text, 3.
package struct NewTicket: Hashable, Sendable {
    package let text: String?
    package let subject: String?
    package let clientID: ClientID?
    package let priority: Priority
    package let follows: TicketID?
    package var inbox: DocumentID
    package let channel: MessageChannel
    /// Who opens it for the customer; `nil` when they do themselves.
    package let by: Party?

    package init(
        text: String?, subject: String? = nil, clientID: ClientID? = nil,
        priority: Priority = .normal, follows: TicketID? = nil, inbox: DocumentID = .main,
        channel: MessageChannel = .chat, by party: Party? = nil
    ) {
        self.inbox = inbox
        self.channel = channel
        by = party
        self.text = text
        self.subject = subject
        self.clientID = clientID
        self.priority = priority
        self.follows = follows
    }

    /// The bodies of the new log's first entries.
    package func decide(
        number: Int, customer: CustomerReference
    ) throws(TicketError) -> [EntryBody] {
        if let text { try Text.check(text, field: "text") }
        var subject = Text.trimmed(self.subject ?? "")
        try Text.checkLength(subject, field: "subject", max: Limits.subjectCharacters)
        if subject.isEmpty { subject = Text.subject(from: text ?? "") }
        // A follow-up is what the closed ticket's log says, not what a client names: only its message has the id.
        let creationID = follows == nil ? clientID : nil
        var bodies: [EntryBody] = [
            .created(
                .init(
                    number: number, customer: customer, subject: subject, priority: priority,
                    follows: follows, clientID: creationID, inbox: inbox, channel: channel,
                    by: by)),
            .system(.init(.ticketCreated)),
        ]
        if let text {
            bodies.append(
                .message(
                    .init(
                        from: .user, channel: channel, authorID: customer.id.rawValue,
                        authorName: customer.name, text: text, clientID: clientID)))
        }
        return bodies
    }
}

/// What `decide` found.
package enum Decision: Hashable, Sendable {
    /// Append these, in this order; the answer to the sender names the one at `answer`.
    case append([EntryBody], answer: Int)
    /// It is so already; nothing to append.
    case unchanged
    /// The ticket is closed: what the customer wrote belongs into a follow-up.
    case followUp
}

/// The rules of the inbox that `decide` needs.
package struct InboxRules: Hashable, Sendable {
    /// Customers may leave a message while their agent is offline.
    package var allowsLeaveMessage: Bool

    package init(allowsLeaveMessage: Bool = true) {
        self.allowsLeaveMessage = allowsLeaveMessage
    }
}
