/// A number of an entry in its ticket's log: 1, 2, 3, …
package typealias Seq = Int

/// What stands in files may be any number: these never overflow.
extension Seq {
    /// Whether a ticket's log may have an entry of this number.
    package var isEntryNumber: Bool {
        (1...Limits.ticketEntries + Limits.ticketReserve).contains(self)
    }

    package func isNext(after other: Seq) -> Bool { self > other && self &- other == 1 }
}

/// One line of a ticket's log.
package struct Entry: Hashable, Sendable {
    package let ticket: TicketID
    package let seq: Seq
    package let at: Timestamp
    package let body: EntryBody
    /// Of the command that made it, where that had a client id and the body does not say so itself.
    package let origin: Origin?

    package init(
        ticket: TicketID, seq: Seq, at: Timestamp, body: EntryBody, origin: Origin? = nil
    ) {
        self.ticket = ticket
        self.seq = seq
        self.at = at
        self.body = body
        self.origin = origin
    }

    /// Shared by reference: nearly no entry has one.
    package final class Origin: Hashable, Sendable {
        package let authorID: String
        package let clientID: ClientID

        package init(authorID: String, clientID: ClientID) {
            self.authorID = authorID
            self.clientID = clientID
        }

        package static func == (left: Origin, right: Origin) -> Bool {
            left.authorID == right.authorID && left.clientID == right.clientID
        }

        package func hash(into hasher: inout Hasher) {
            hasher.combine(authorID)
            hasher.combine(clientID)
        }
    }
}

/// What an entry says. docs/api.md has the fields and the fold.
///
/// Nearly all are messages: what is larger and rare is kept in a box, so that a message is not moved about in a room for the largest.
package enum EntryBody: Hashable, Sendable {
    indirect case created(Created)
    case message(Message)
    case system(SystemLine)
    /// `by`: who handed it over; `nil` when the agent took it.
    indirect case assigned(StaffReference, previous: StaffID?, by: Party? = nil)
    indirect case unassigned(StaffID, by: Party)
    case staffOffline(StaffReference)
    indirect case status(StatusChange)
    indirect case priority(Priority, was: Priority, by: Party)
    indirect case subject(String, was: String, by: Party)
    /// Which tags were put on and taken off.
    indirect case tags(added: [DocumentID], removed: [DocumentID], by: Party)
    /// To another inbox or team.
    indirect case moved(to: Place, from: Place, by: Party)
    indirect case note(Note)
    case rated(Rating)
    case followUp(to: TicketID, number: Int)
    /// An anonymous visitor signed in: the ticket is the account's from now on.
    indirect case customer(CustomerReference, was: UserID)
    /// Stands for an entry that its reader may not see; never stored.
    case hidden
    /// Of a newer version: it is kept, numbered and handed on as it is, and no fold looks at it.
    indirect case unknown(Unknown)
    /// Stands for a line that cannot be read, or is missing; never stored.
    case damaged

    /// Whether only staff may see it.
    package var isInternal: Bool {
        switch self {
        case .note, .tags, .moved: true
        case .unknown(let unknown): unknown.isInternal
        default: false
        }
    }

    /// A message or a note: leaves the ticket's state as it is, and its sender has it already.
    package var isText: Bool {
        switch self {
        case .message, .note: true
        default: false
        }
    }

    package struct Created: Hashable, Sendable {
        package let number: Int
        package let customer: CustomerReference
        package let subject: String
        package let priority: Priority
        package let follows: TicketID?
        package let clientID: ClientID?
        package let inbox: DocumentID
        package let channel: MessageChannel
        /// Who opened it for the customer; `nil` when they did themselves.
        package let by: Party?

        package init(
            number: Int, customer: CustomerReference, subject: String, priority: Priority,
            follows: TicketID?, clientID: ClientID?, inbox: DocumentID = .main,
            channel: MessageChannel = .chat, by party: Party? = nil
        ) {
            self.inbox = inbox
            self.channel = channel
            by = party
            self.number = number
            self.customer = customer
            self.subject = subject
            self.priority = priority
            self.follows = follows
            self.clientID = clientID
        }
    }

    package struct Message: Hashable, Sendable {
        package let from: Side
        package let party: Party.Kind
        package let channel: MessageChannel
        package let authorID: String
        package let authorName: String
        package let text: String
        package let clientID: ClientID?
        /// Left on purpose while the chat was paused.
        package let isOffline: Bool
        /// What few messages have.
        package let details: MessageDetails?

        /// Whether it was not the side's usual party.
        package var isUnusual: Bool {
            switch (from, party) {
            case (.user, .customer), (.staff, .agent): false
            default: true
            }
        }

        package init(
            from: Side, party: Party.Kind? = nil, channel: MessageChannel = .chat, authorID: String,
            authorName: String, text: String, clientID: ClientID?, isOffline: Bool = false,
            details: MessageDetails? = nil
        ) {
            self.from = from
            self.party = party ?? .usual(of: from)
            self.channel = channel
            self.details = details
            self.authorID = authorID
            self.authorName = authorName
            self.text = text
            self.clientID = clientID
            self.isOffline = isOffline
        }
    }

    package struct Note: Hashable, Sendable {
        package let author: Party
        package let text: String
        package let clientID: ClientID?

        package init(author: Party, text: String, clientID: ClientID?) {
            self.author = author
            self.text = text
            self.clientID = clientID
        }
    }

    /// An entry of a type that this version does not know, or with a value that it does not know.
    package struct Unknown: Hashable, Sendable {
        package let type: String
        /// As the log says it: the type does not tell.
        package let isInternal: Bool
        /// The version of the rules from which on what may be decided depends on it; 0 when nothing does.
        package let needs: Int
        package let authorID: String?
        package let clientID: ClientID?
        package let text: String?
        /// The line as it stands in the log.
        package let bytes: [UInt8]

        package init(
            type: String, isInternal: Bool, needs: Int, authorID: String?, clientID: ClientID?,
            text: String?, bytes: [UInt8]
        ) {
            self.type = type
            self.isInternal = isInternal
            self.needs = needs
            self.authorID = authorID
            self.clientID = clientID
            self.text = text
            self.bytes = bytes
        }
    }

    package struct StatusChange: Hashable, Sendable {
        package let status: Status
        package let was: Status
        package let by: Party

        package init(status: Status, was: Status, by: Party) {
            self.status = status
            self.was = was
            self.by = by
        }
    }

    package struct SystemLine: Hashable, Sendable {
        package let code: Code
        /// The agent's name where one acted.
        package let name: String?

        package init(_ code: Code, name: String? = nil) {
            self.code = code
            self.name = name
        }

        package enum Code: String, Sendable, CaseIterable {
            case ticketCreated = "ticket_created"
            case staffJoined = "staff_joined"
            case staffReconnected = "staff_reconnected"
            case staffOffline = "staff_offline"
            case staffLeft = "staff_left"
            case ticketPending = "ticket_pending"
            case ticketResolved = "ticket_resolved"
            case ticketReopened = "ticket_reopened"
            case ticketClosed = "ticket_closed"

            /// The line in English, as the plainest client shows it.
            package var text: String {
                switch self {
                case .ticketCreated: "Ticket created"
                case .staffJoined: "Staff joined"
                case .staffReconnected: "Staff reconnected"
                case .staffOffline: "Staff went offline"
                case .staffLeft: "Staff left the chat"
                case .ticketPending: "Waiting for your reply"
                case .ticketResolved: "Ticket resolved"
                case .ticketReopened: "Ticket reopened"
                case .ticketClosed: "Ticket closed"
                }
            }
        }
    }
}

/// `open` → `pending` → `open` → `resolved` → `open` or `closed`; `closed` is final.
package enum Status: String, Sendable, CaseIterable {
    /// Next: pending, resolved, closed.
    case open
    /// The agent waits for the customer. Next: open, resolved, closed.
    case pending
    /// Next: open, closed.
    case resolved
    /// Final: writing opens a follow-up.
    case closed
}

/// The chat on a ticket, beside its status.
package enum Chat: String, Sendable, CaseIterable {
    /// Nobody has it. Next: live, ended, closed.
    case waiting
    /// An agent has it and is online. Next: paused, waiting, ended, closed.
    case live
    /// That agent went offline. Next: live (picked again), waiting, ended, closed.
    case paused
    /// The ticket is resolved. Next: waiting, live, closed.
    case ended
    /// Final.
    case closed
}

package enum Priority: String, Sendable, CaseIterable {
    case low, normal, high, urgent

    /// Higher is more urgent.
    package var rank: Int {
        switch self {
        case .low: 0
        case .normal: 1
        case .high: 2
        case .urgent: 3
        }
    }
}

package struct Rating: Hashable, Sendable {
    /// 1–5.
    package let score: Int
    package let comment: String?

    package init(score: Int, comment: String?) {
        self.score = score
        self.comment = comment
    }
}
