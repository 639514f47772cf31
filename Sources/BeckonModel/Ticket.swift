/// A ticket: the fold of its entries. Everything in it can be thrown away and folded again.
package struct Ticket: Hashable, Sendable {
    package let id: TicketID
    package let number: Int
    package internal(set) var subject: String
    package internal(set) var place: Place
    /// Ids, in their order.
    package internal(set) var tags: [DocumentID] = []
    /// How the customer came.
    package let channel: MessageChannel
    package let createdAt: Timestamp
    package let follows: TicketID?
    package internal(set) var customer: CustomerReference
    package internal(set) var status = Status.open
    package internal(set) var chat = Chat.waiting
    package internal(set) var priority: Priority
    /// Who has it, or had it when it was resolved or closed.
    package internal(set) var assignee: StaffReference?
    /// Number of the newest entry.
    package internal(set) var seq: Seq
    package internal(set) var updatedAt: Timestamp
    /// Since when the customer waits for somebody to pick it; `nil` while somebody is there. Who picks and leaves without a word does not
    /// send them to the end of the queue.
    package internal(set) var waitingSince: Timestamp?
    package internal(set) var resolvedAt: Timestamp?
    package internal(set) var followUp: TicketID?
    /// The follow-up's number; not kept in projections.
    package internal(set) var followUpNumber: Int?
    package internal(set) var rating: Rating?
    package internal(set) var preview: Preview?
    /// When staff first wrote.
    package internal(set) var firstResponseAt: Timestamp?
    /// Since when the customer waits for an answer; `nil` when staff wrote last, or it is over.
    package internal(set) var unansweredSince: Timestamp?
    /// Why nothing of it may be changed here; `nil` when all is well.
    package internal(set) var readOnly: ReadOnly?
    /// Customer messages that no staff message has followed yet.
    package internal(set) var unanswered: [Seq] = []

    /// The version of the rules that `decide` and `evolve` are. An entry that `needs` a newer one makes its ticket read-only. An index
    /// that another version has folded is folded anew.
    package static let rulesVersion = 1

    package enum ReadOnly: String, Sendable, CaseIterable {
        /// A line of its log cannot be read, or is missing.
        case damaged
        /// A newer version of the rules has decided something that this one would not take into account.
        case newer
    }

    package struct Preview: Hashable, Sendable {
        package let from: Side
        package let text: String
        package let at: Timestamp

        package init(from: Side, text: String, at: Timestamp) {
            self.from = from
            self.text = text
            self.at = at
        }

        package init(_ message: EntryBody.Message, at: Timestamp) {
            self.init(
                from: message.from,
                text: Text.clipped(message.text, characters: Limits.previewCharacters), at: at)
        }
    }

    /// The state after the first entry, which must be `created` with number 1; `nil` otherwise.
    package init?(first entry: Entry) {
        guard entry.seq == 1, case .created(let created) = entry.body else { return nil }
        id = entry.ticket
        number = created.number
        customer = created.customer
        subject = created.subject
        place = Place(inbox: created.inbox)
        channel = created.channel
        priority = created.priority
        follows = created.follows
        createdAt = entry.at
        updatedAt = entry.at
        waitingSince = entry.at
        unansweredSince = entry.at
        seq = 1
    }

    /// A ticket as a projection's row holds it; `unanswered` and `followUpNumber` are not kept there.
    package init(
        id: TicketID, number: Int, customer: CustomerReference, subject: String,
        createdAt: Timestamp, follows: TicketID?, status: Status, chat: Chat, priority: Priority,
        assignee: StaffReference?, seq: Seq, updatedAt: Timestamp, waitingSince: Timestamp?,
        resolvedAt: Timestamp?, followUp: TicketID?, rating: Rating?, preview: Preview?,
        firstResponseAt: Timestamp?, unansweredSince: Timestamp? = nil,
        readOnly: ReadOnly? = nil, place: Place = Place(), tags: [DocumentID] = [],
        channel: MessageChannel = .chat
    ) {
        self.place = place
        self.tags = tags
        self.channel = channel
        self.id = id
        self.number = number
        self.customer = customer
        self.subject = subject
        self.createdAt = createdAt
        self.follows = follows
        self.status = status
        self.chat = chat
        self.priority = priority
        self.assignee = assignee
        self.seq = seq
        self.updatedAt = updatedAt
        self.waitingSince = waitingSince
        self.resolvedAt = resolvedAt
        self.followUp = followUp
        self.rating = rating
        self.preview = preview
        self.firstResponseAt = firstResponseAt
        self.unansweredSince = unansweredSince
        self.readOnly = readOnly
    }

    /// Folds a whole log; `nil` when it is empty or does not begin with `created`. A number that is missing damages the ticket.
    package init?(log: some Sequence<Entry>) {
        var ticket: Ticket?
        for entry in log where !Self.fold(entry, into: &ticket) { return nil }
        guard let ticket else { return nil }
        self = ticket
    }

    /// Folds the next line of a log that may be damaged: where numbers are missing it goes on, read-only. `false`, and unchanged, for an entry
    /// that is none of the ticket's next ones.
    @discardableResult
    package static func fold(_ entry: Entry, into ticket: inout Ticket?) -> Bool {
        guard ticket != nil else {
            ticket = Ticket(first: entry)
            return ticket != nil
        }
        ticket?.skipMissing(before: entry)
        return ticket?.evolve(entry) == true
    }

    private mutating func skipMissing(before entry: Entry) {
        guard entry.seq > seq, !entry.seq.isNext(after: seq) else { return }
        seq = entry.seq - 1
        readOnly = .damaged
    }

    /// The other pure function beside `decide`: folds the next entry. `false`, and unchanged, unless it is number `seq + 1` of this ticket.
    @discardableResult
    package mutating func evolve(_ entry: Entry) -> Bool {
        guard entry.ticket == id, entry.seq.isNext(after: seq) else { return false }
        seq = entry.seq
        updatedAt = entry.at
        switch entry.body {
        case .created, .system, .note, .hidden: break
        case .unknown(let unknown):
            if unknown.needs > Self.rulesVersion, readOnly == nil { readOnly = .newer }
        case .damaged: readOnly = .damaged
        case .message(let message): evolve(message, at: entry)
        case .assigned(let staff, _, _):
            assignee = staff
            chat = .live
            waitingSince = nil
        case .unassigned:
            assignee = nil
            chat = .waiting
            waitingSince = unansweredSince ?? entry.at
        case .staffOffline:
            chat = .paused
            waitingSince = unansweredSince ?? entry.at
        case .status(let change): evolve(change, at: entry.at)
        case .priority(let priority, _, _): self.priority = priority
        case .subject(let subject, _, _): self.subject = subject
        case .tags(let added, let removed, _):
            tags = Set(tags).subtracting(removed).union(added).sorted { $0.rawValue < $1.rawValue }
        case .moved(let place, _, _): self.place = place
        case .rated(let rating): self.rating = rating
        case .followUp(let to, let number): (followUp, followUpNumber) = (to, number)
        case .customer(let customer, _): self.customer = customer
        }
        return true
    }

    private mutating func evolve(_ message: EntryBody.Message, at entry: Entry) {
        preview = Preview(message, at: entry.at)
        switch message.from {
        case .user:
            unanswered.append(entry.seq)
            if unansweredSince == nil { unansweredSince = entry.at }
        case .staff:
            unanswered.removeAll(keepingCapacity: true)
            unansweredSince = nil
            if firstResponseAt == nil { firstResponseAt = entry.at }
        }
    }

    private mutating func evolve(_ change: EntryBody.StatusChange, at now: Timestamp) {
        status = change.status
        switch (change.status, change.was) {
        case (.open, .resolved):
            chat = .waiting
            assignee = nil
            waitingSince = now
            unansweredSince = now
            resolvedAt = nil
        case (.open, _), (.pending, _): break
        case (.resolved, _):
            chat = .ended
            waitingSince = nil
            unansweredSince = nil
            resolvedAt = now
        case (.closed, _):
            chat = .closed
            waitingSince = nil
            unansweredSince = nil
        }
    }
}
