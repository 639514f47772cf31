/// What somebody wants of a ticket that exists. `Ticket.decide` answers with entries or a `TicketError`.
package enum Command: Hashable, Sendable {
    /// `isOffline`: the customer knows that staff is offline and leaves the message on purpose.
    /// `seenSeq`: the newest customer message that the agent had seen when they wrote, to be stopped once when there are newer ones.
    case message(text: String, clientID: ClientID?, isOffline: Bool = false, seenSeq: Seq? = nil)
    case note(text: String, clientID: ClientID?)
    case pick
    case release
    case transfer(to: StaffReference, isOnline: Bool)
    case setStatus(Status)
    case setPriority(Priority)
    case rate(score: Int, comment: String?)
    /// The named agent's presence ended; given by the clock.
    case staffWentOffline(StaffID)
    /// Given by the clock some days after `resolved`.
    case closeResolved(before: Timestamp)
    /// A follow-up was opened for this closed ticket.
    case linkFollowUp(TicketID, number: Int)
    /// The visitor who wrote it signed in to an account; given by the clock.
    case moveCustomer(to: CustomerReference)

    /// Whether its fields are what they must be, whatever the ticket is.
    func check() throws(TicketError) {
        switch self {
        case .message(let text, _, _, _), .note(let text, _):
            try Text.check(text, field: "text")
        case .rate(let score, let comment):
            guard (1...5).contains(score) else {
                throw .invalid(field: "score", problem: .notAllowed)
            }
            guard let comment = comment.map(Text.trimmed), !comment.isEmpty else { return }
            try Text.check(comment, field: "comment", max: Limits.commentCharacters)
        case .pick, .release, .transfer, .setStatus, .setPriority, .staffWentOffline,
            .closeResolved, .linkFollowUp, .moveCustomer:
            break
        }
    }

    package var clientID: ClientID? {
        switch self {
        case .message(_, let clientID, _, _), .note(_, let clientID): clientID
        default: nil
        }
    }

    /// The text that a client id stands for.
    package var text: String? {
        switch self {
        case .message(let text, _, _, _), .note(let text, _): text
        default: nil
        }
    }
}

/// A new ticket. Its entries are numbers 1, 2 and, with a text, 3.
package struct NewTicket: Hashable, Sendable {
    package let text: String?
    package let subject: String?
    package let clientID: ClientID?
    package let priority: Priority
    package let follows: TicketID?

    package init(
        text: String?, subject: String? = nil, clientID: ClientID? = nil,
        priority: Priority = .normal, follows: TicketID? = nil
    ) {
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
                    follows: follows, clientID: creationID)),
            .system(.init(.ticketCreated)),
        ]
        if let text {
            bodies.append(
                .message(
                    .init(
                        from: .user, authorID: customer.id.rawValue, authorName: customer.name,
                        text: text, clientID: clientID)))
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
