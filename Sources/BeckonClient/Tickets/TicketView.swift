package import BeckonModel
package import BeckonWire

/// A ticket as one client knows it: its log from the first entry on, and what is folded from it with the server's own fold
/// (`BeckonModel`). A value without I/O.
///
/// Entries may come in any order and any number of times: each is folded once, in its turn. What comes too early waits, and
/// `isMissingEntries` says that something between is missing.
public struct TicketView: Sendable, Identifiable {
    /// A ticket's identifier: a UUID.
    public struct ID: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
        package let value: TicketID

        package init(_ value: TicketID) { self.value = value }

        /// `nil` unless it is a UUID in its 36 characters.
        public init?(_ text: String) {
            guard let value = TicketID(text) else { return nil }
            self.value = value
        }

        public var description: String { value.description }

        public init(from decoder: any Decoder) throws {
            guard let value = TicketID(try String(from: decoder)) else {
                throw DecodingError.dataCorrupted(
                    .init(
                        codingPath: decoder.codingPath,
                        debugDescription: "This is no ticket's identifier."))
            }
            self.value = value
        }

        public func encode(to encoder: any Encoder) throws { try description.encode(to: encoder) }

        public static func < (left: ID, right: ID) -> Bool { left.value < right.value }
    }

    /// Somebody of the other side, or another agent, writes.
    public struct Typing: Hashable, Sendable {
        public let from: ChatSide
        public let name: String
        /// By the clock of who drives the session: nobody writes any longer then.
        public let until: Duration
    }

    /// A customer's place among those who wait.
    public struct Queue: Hashable, Sendable {
        /// From 1.
        public let position: Int
        /// How many wait.
        public let count: Int
        /// `nil` where nobody can say.
        public let estimateSeconds: Int?
        public let isStaffOnline: Bool
    }

    /// Entries that wait for those before them; beyond it they are let go and asked for later.
    public static let aheadLimit = 1_000
    /// How long somebody is shown as writing.
    public static let typingTime = Duration.seconds(5)

    public let id: ID
    /// The ticket as its entries make it; `nil` before the first of them.
    public private(set) var state: TicketSummary?
    /// Numbers 1, 2, 3, … in order.
    public private(set) var entries: [ChatEntry] = []
    /// Entries are known to be missing: `sync` after `seq`.
    public private(set) var isMissingEntries = true
    /// Who writes now.
    public private(set) var typing: [Typing] = []
    /// `nil` when the customer is not in the queue, or it is not known.
    public package(set) var queue: Queue?
    /// Agents who have it open now, for agents.
    public package(set) var viewers: [Person] = []

    private var folded: Ticket?
    private var marks = Marks()
    private var ahead: [Seq: ChatEntry] = [:]
    /// The server's log is shorter than what is known here: what is read next replaces it.
    private var isDoubted = false

    /// One of which nothing is known yet.
    public init(_ id: ID) { self.id = id }

    /// Number of the newest entry that was folded; 0 before the first.
    public var seq: Int { entries.count }

    /// After which number to read on: 0 where what is known is not to be trusted.
    package var readsAfter: Seq { isDoubted ? 0 : seq }

    // MARK: Entries

    /// Takes an entry; returns those that are folded now, in order: none, it, or also later ones that waited for it.
    public mutating func received(_ entry: ChatEntry) -> [ChatEntry] {
        guard entry.ticket == id, entry.seq.isEntryNumber else { return [] }
        if entry.seq <= seq {
            let place = entry.seq - 1
            if entries[place].isOwnCopy, !entry.isOwnCopy { entries[place] = entry }
            return []
        }
        if ahead[entry.seq].map({ $0.isOwnCopy && !entry.isOwnCopy }) ?? hasRoom(for: entry) {
            ahead[entry.seq] = entry
        }
        var added: [ChatEntry] = []
        while let next = ahead.removeValue(forKey: seq + 1) {
            append(next)
            added.append(next)
        }
        isMissingEntries = !ahead.isEmpty || (added.isEmpty && isMissingEntries)
        if !added.isEmpty { show() }
        return added
    }

    private func hasRoom(for entry: ChatEntry) -> Bool {
        ahead.count < Self.aheadLimit || entry.seq.isNext(after: seq)
    }

    private mutating func append(_ entry: ChatEntry) {
        entries.append(entry)
        Ticket.fold(entry.entry, into: &folded)
        switch entry.entry.body {
        case .message(let message):
            // An agent's other colleagues may still write; of a customer there is one.
            typing.removeAll {
                $0.from.side == message.from
                    && (message.from == .user || $0.name == message.authorName)
            }
        case .assigned: queue = nil
        case .unassigned, .staffOffline: typing = []
        case .status(let change) where change.status == .resolved || change.status == .closed:
            queue = nil
            typing = []
        default: break
        }
    }

    private mutating func show() { state = folded.map { TicketSummary($0, marks: marks) } }

    // MARK: What the server says of the whole

    /// A `sync` was answered up to this number; `summary` is the ticket as the server folds it.
    public mutating func synced(upTo number: Int, _ summary: TicketSummary?) {
        isMissingEntries = seq < number || !ahead.isEmpty
        guard let summary else { return }
        raise(summary.rawMarks)
        // A log whose beginning is damaged has no fold of ours: the server's word counts.
        if folded == nil, summary.seq == seq, seq > 0 {
            folded = summary.ticket
            show()
        }
    }

    /// The `sync` was answered with `resync`: the server's newest number is `number`, and what is missing is to be read over HTTP.
    public mutating func resynced(_ number: Int) {
        isMissingEntries = true
        // A log that is shorter than what is known here has lost its end: nothing of that may outlive the reading afresh.
        isDoubted = isDoubted || number < seq
    }

    /// A page of entries was read over HTTP after `readsAfter`; returns what is new.
    public mutating func read(_ page: [ChatEntry], newest: Int) -> [ChatEntry] {
        if isDoubted {
            entries = []
            folded = nil
            ahead = [:]
            isDoubted = false
        }
        let added = page.flatMap { received($0) }
        isMissingEntries = seq < newest || !ahead.isEmpty
        if added.isEmpty { show() }
        return added
    }

    /// `marks`: they only ever rise.
    package mutating func raise(_ marks: Marks) {
        self.marks = self.marks.merged(with: marks)
        show()
    }

    // MARK: Moments

    package mutating func typed(_ from: ChatSide, _ name: String, now: Duration) {
        typing.removeAll { ($0.from == from && $0.name == name) || $0.until <= now }
        typing.append(Typing(from: from, name: name, until: now + Self.typingTime))
    }

    /// - Returns: whether somebody had been shown as writing who is not any more.
    package mutating func endTyping(now: Duration) -> Bool {
        let count = typing.count
        typing.removeAll { $0.until <= now }
        return typing.count < count
    }

    /// The line is gone: who writes and who waits where is not known any more.
    package mutating func lineLost() {
        typing = []
        queue = nil
        viewers = []
    }
}
