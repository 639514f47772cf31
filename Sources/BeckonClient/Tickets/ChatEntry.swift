package import BeckonModel

/// One numbered line of a ticket's log.
public struct ChatEntry: Hashable, Sendable, Identifiable {
    package let entry: Entry
    /// It was written here and acked; the server's own line has not come yet.
    public let isOwnCopy: Bool

    package init(_ entry: Entry, isOwnCopy: Bool = false) {
        self.entry = entry
        self.isOwnCopy = isOwnCopy
    }

    /// Ticket and number.
    public struct ID: Hashable, Sendable {
        public let ticket: TicketView.ID
        public let seq: Int
    }

    public var id: ID { ID(ticket: ticket, seq: seq) }
    public var ticket: TicketView.ID { .init(entry.ticket) }
    /// 1, 2, 3, … within its ticket, without a gap.
    public var seq: Int { entry.seq }
    /// When it was stored.
    public var at: ServerTime { ServerTime(entry.at) }

    /// What is shown of an entry. Most change the ticket's state and show nothing: `change`.
    public enum Content: Hashable, Sendable {
        case message(Message)
        /// Internal: customers never get one.
        case note(Message)
        /// A line for people. `code` is stable, `text` is English; `name`: the agent's where one acted.
        case system(code: String, text: String, name: String?)
        case priority(TicketPriority, by: Person)
        /// The ticket is called otherwise now.
        case subject(String, by: Person)
        /// Ids of tags that an agent, or a machine, put on and took off. Internal: customers never get one.
        case tags(added: [String], removed: [String], by: Person)
        /// To another inbox or team, by their ids. Internal: customers never get one.
        case moved(inbox: String, team: String?, by: Person)
        /// By the customer: 1–5 stars.
        case rated(score: Int, comment: String?)
        /// Another ticket continues this one.
        case followUp(TicketView.ID, number: Int)
        /// Changes the ticket's state, and is told to people by a line of its own.
        case change
        /// Not for this reader's eyes; it is there so that numbers stay dense.
        case hidden
        /// Stands for a line that cannot be read.
        case damaged
        /// Of a newer version of Beckon; `text` where it has one.
        case unknown(type: String, text: String?)
    }

    /// What somebody wrote.
    public struct Message: Hashable, Sendable {
        public let from: ChatSide
        public let author: Person
        public let text: String
        /// The id under which its author sent it.
        public let commandID: CommandID?
        /// Left on purpose while the chat was paused.
        public let isLeft: Bool
    }

    /// What is shown of it.
    public var content: Content {
        switch entry.body {
        case .message(let message): .message(Message(message))
        case .note(let note): .note(Message(note))
        case .system(let line):
            .system(code: line.code.rawValue, text: line.code.text, name: line.name)
        case .priority(let priority, _, let by):
            .priority(TicketPriority(priority), by: Person(by))
        case .subject(let subject, _, let by): .subject(subject, by: Person(by))
        case .tags(let added, let removed, let by):
            .tags(
                added: added.map(\.rawValue), removed: removed.map(\.rawValue), by: Person(by))
        case .moved(let place, _, let by):
            .moved(
                inbox: place.inbox.rawValue, team: place.team?.rawValue, by: Person(by))
        case .rated(let rating): .rated(score: rating.score, comment: rating.comment)
        case .followUp(let ticket, let number): .followUp(.init(ticket), number: number)
        case .hidden: .hidden
        case .damaged: .damaged
        case .unknown(let unknown): .unknown(type: unknown.type, text: unknown.text)
        case .created, .assigned, .unassigned, .staffOffline, .status, .customer: .change
        }
    }

    /// The id under which it was sent, of messages and notes.
    package var commandID: CommandID? {
        switch entry.body {
        case .message(let message): message.clientID.map { CommandID(unchecked: $0.rawValue) }
        case .note(let note): note.clientID.map { CommandID(unchecked: $0.rawValue) }
        default: nil
        }
    }
}

extension ChatEntry.Message {
    fileprivate init(_ message: EntryBody.Message) {
        self.init(
            from: ChatSide(message.from),
            author: Person(id: message.authorID, name: message.authorName), text: message.text,
            commandID: message.clientID.map { CommandID(unchecked: $0.rawValue) },
            isLeft: message.isOffline)
    }

    fileprivate init(_ note: EntryBody.Note) {
        self.init(
            from: .staff, author: Person(note.author), text: note.text,
            commandID: note.clientID.map { CommandID(unchecked: $0.rawValue) }, isLeft: false)
    }
}
