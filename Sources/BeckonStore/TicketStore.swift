package import BeckonModel
package import BeckonTelemetry
package import BeckonWire

/// The log of tickets and what is folded from it. Two parts: `append`, the hot path, and reads.
///
/// Promises of every implementation (StoreContractTests holds them against it):
/// - Appends are committed in the order of the calls, many in one transaction and one sync; `done` is called in that order, from
///   the store's own thread, only after the sync.
/// - (ticket, seq) is unique and dense: an append whose first entry is not the stored number plus one is a `conflict` and changes nothing.
/// - An append whose chain is broken is a `conflict`; every refusal breaks the chain of what was refused, before anything later is looked at.
/// - (customer, client id) of `created` entries is unique: a second one is a `conflict` too.
/// - The `external_id` of a message is unique in the whole store: a second one is a `conflict`.
/// - All reads answer as of at least every append whose `done` was called before the read began.
package protocol TicketStore: Sendable {
    /// Queues an append and returns at once. Never blocks; the engine bounds what is under way.
    func append(_ append: Append)

    /// Appends up to `uncork` come together; the store need not begin with the first. A hint, for moments only; calls nest.
    func cork()
    func uncork()

    /// A number for a new ticket, never given out before, also across restarts. Numbers may be skipped.
    func takeTicketNumber() throws(StoreError) -> Int

    /// Lines of a ticket's log with `after < seq`, ascending, at most `limit`. Empty for unknown tickets.
    ///
    /// At most `bytes` of them as well, but the first one always. Reads with such a budget wait for each other, so that logins, lists and
    /// tickets that commands need are read beside any number of them.
    func log(
        of ticket: TicketID, after: Seq, limit: Int, bytes: Int
    ) async throws(StoreError) -> [LogLine]

    /// The lines before `before`, ascending: the last `limit` of them, in at most `bytes`, but the last one always.
    func log(
        of ticket: TicketID, before: Seq, limit: Int, bytes: Int
    ) async throws(StoreError) -> [LogLine]

    /// The position of the newest line, 0 without any. Lines of all tickets have positions, which rise in the order in which lines become
    /// readable: who has read up to one never finds a new line before it.
    func newestPosition() async throws(StoreError) -> Int64

    /// Lines of all tickets beyond a position, ascending, at most `limit`.
    func log(after position: Int64, limit: Int) async throws(StoreError) -> [PositionedLine]

    /// Folds a ticket's row once more: for whoever finds that it differs from the log.
    func mend(_ ticket: TicketID) async throws(StoreError)

    /// The projected ticket with its marks.
    func ticket(_ id: TicketID) async throws(StoreError) -> TicketRecord?
    func ticket(number: Int) async throws(StoreError) -> TicketRecord?

    /// One page of a list.
    func tickets(_ query: TicketQuery) async throws(StoreError) -> TicketPage

    /// The desk's counts for an agent, of what they may know of.
    func counts(for staff: StaffID, in scope: Scope) async throws(StoreError) -> TicketCounts

    /// How many tickets a customer has in that scope.
    func ticketCount(of customer: UserID, in scope: Scope) async throws(StoreError) -> Int

    /// The entry that another system calls so.
    func entry(externalID: ExternalID) async throws(StoreError) -> EntryReference?

    /// The ticket whose `created` entry has this author and client id.
    func ticket(
        createdBy customer: UserID, clientID: ClientID
    ) async throws(StoreError) -> TicketID?

    /// Saves marks soon and together with others; marks only rise. Losing the last second of them in a crash is allowed.
    func save(_ marks: Marks, of ticket: TicketID)

    /// Throws when the store cannot write just now.
    func check() async throws(StoreError)

    /// Finishes what was queued, then closes.
    func close() async
}

extension TicketStore {
    /// For stores whose rows cannot differ.
    package func mend(_ ticket: TicketID) async throws(StoreError) {}

    package func cork() {}
    package func uncork() {}

    package func counts(for staff: StaffID) async throws(StoreError) -> TicketCounts {
        try await counts(for: staff, in: .everything)
    }

    package func ticketCount(of customer: UserID) async throws(StoreError) -> Int {
        try await ticketCount(of: customer, in: .everything)
    }

    /// Without a budget.
    package func log(
        of ticket: TicketID, after: Seq, limit: Int
    ) async throws(StoreError) -> [LogLine] {
        try await log(of: ticket, after: after, limit: limit, bytes: .max)
    }

    package func log(
        of ticket: TicketID, before: Seq, limit: Int
    ) async throws(StoreError) -> [LogLine] {
        try await log(of: ticket, before: before, limit: limit, bytes: .max)
    }
}

/// How many bytes of lines may still be read; the first line is always taken.
package struct ByteBudget {
    private var left: Int
    private var isFirst = true

    package init(_ bytes: Int) { left = bytes }

    package var isSpent: Bool { left <= 0 && !isFirst }

    /// `false` when the line does not fit any more, and nothing after it.
    package mutating func take(_ line: LogLine) -> Bool {
        defer { isFirst = false }
        guard isFirst || line.bytes.count <= left else {
            left = 0
            return false
        }
        left -= min(left, line.bytes.count)
        return true
    }

    /// The beginning of `lines` that fits.
    package mutating func take(first lines: some Collection<LogLine>) -> [LogLine] {
        var taken: [LogLine] = []
        for line in lines {
            guard !isSpent, take(line) else { break }
            taken.append(line)
        }
        return taken
    }

    /// The end of `lines` that fits.
    package mutating func take(last lines: some BidirectionalCollection<LogLine>) -> [LogLine] {
        take(first: lines.reversed()).reversed()
    }
}

/// Entries for one ticket that stand or fall together.
package struct Append: Sendable {
    package let ticket: TicketID
    /// Not empty; dense; the first one's `seq` is the expectation.
    package let entries: [EncodedEntry]
    /// What it rests on.
    package let chain: AppendChain
    /// With which request it came, for the log.
    package let request: RequestTrace?
    /// Called once, from the store's thread, after the sync. Must return soon.
    package let done: @Sendable (AppendOutcome) -> Void

    package init(
        ticket: TicketID, encoded entries: [EncodedEntry], chain: AppendChain = AppendChain(),
        request: RequestTrace? = nil, done: @escaping @Sendable (AppendOutcome) -> Void
    ) {
        self.ticket = ticket
        self.entries = entries
        self.chain = chain
        self.request = request
        self.done = done
    }

    package init(
        ticket: TicketID, entries: [Entry], done: @escaping @Sendable (AppendOutcome) -> Void
    ) {
        self.init(ticket: ticket, encoded: entries.map(EncodedEntry.init), done: done)
    }
}

/// An entry with its line: made once and then only handed on, by reference, from the decision to the last reader.
package final class EncodedEntry: Sendable {
    package let entry: Entry
    package let line: LogLine
    package let isText: Bool
    /// What another system calls it.
    package let externalID: ExternalID?

    package init(entry: Entry, line: LogLine) {
        self.entry = entry
        self.line = line
        isText = entry.body.isText
        if case .message(let message) = entry.body {
            externalID = message.details?.externalID
        } else {
            externalID = nil
        }
    }

    package convenience init(_ entry: Entry) {
        self.init(entry: entry, line: LogLine(encoding: entry))
    }

    /// A line of a ticket's log; one that is no entry of it is `damaged`. The entry's own number holds, not the one that stands beside it.
    package convenience init(reading line: LogLine, of ticket: TicketID) {
        if let entry = try? line.decoded(), entry.ticket == ticket {
            self.init(entry: entry, line: line.numbered(entry.seq))
        } else {
            self.init(Entry(ticket: ticket, seq: line.seq, at: line.at, body: .damaged))
        }
    }
}

package enum AppendOutcome: Hashable, Sendable {
    case committed
    /// Somebody else appended first: read on and decide again.
    case conflict
    case failed(StoreError)
}

/// One stored line of a log: the bytes that everybody gets, and what is needed to hand them on without reading them.
package struct LogLine: Hashable, Sendable {
    package let seq: Seq
    package let at: Timestamp
    /// Only staff may see it.
    package let isInternal: Bool
    /// `EntryCodec.encode`.
    package let bytes: [UInt8]

    package init(seq: Seq, at: Timestamp, isInternal: Bool, bytes: [UInt8]) {
        self.seq = seq
        self.at = at
        self.isInternal = isInternal
        self.bytes = bytes
    }

    package init(encoding entry: Entry) {
        self.init(
            seq: entry.seq, at: entry.at, isInternal: entry.body.isInternal,
            bytes: EntryCodec.encode(entry))
    }

    package func decoded() throws(StoreError) -> Entry {
        do {
            return try EntryCodec.decode(bytes, isInternal: isInternal)
        } catch {
            throw .corrupt
        }
    }

    /// The line, if it has the form of the entry of that number of that ticket.
    package func sound(as number: Seq, of ticket: TicketID) -> LogLine? {
        let isSound =
            EntryCodec.hasForm(bytes, number: number, of: ticket)
            || EntryCodec.isEntry(bytes, number: number, of: ticket)
        return isSound ? numbered(number) : nil
    }

    func numbered(_ number: Seq) -> LogLine {
        number == seq ? self : LogLine(seq: number, at: at, isInternal: isInternal, bytes: bytes)
    }
}

/// A line and where it stands among those of all tickets.
package struct PositionedLine: Hashable, Sendable {
    package let position: Int64
    package let ticket: TicketID
    package let line: LogLine

    package init(position: Int64, ticket: TicketID, line: LogLine) {
        self.position = position
        self.ticket = ticket
        self.line = line
    }
}

/// Where an entry stands.
package struct EntryReference: Hashable, Sendable {
    package let ticket: TicketID
    package let seq: Seq
    package let at: Timestamp

    package init(ticket: TicketID, seq: Seq, at: Timestamp) {
        self.ticket = ticket
        self.seq = seq
        self.at = at
    }
}

package struct TicketRecord: Hashable, Sendable {
    package var ticket: Ticket
    package var marks: Marks

    package init(ticket: Ticket, marks: Marks) {
        self.ticket = ticket
        self.marks = marks
    }
}

extension Ticket {
    /// Lines of its log for somebody who will read their bytes. Where the ticket is known to be damaged each is looked at whole.
    package func readable(_ lines: [LogLine]) -> [LogLine] {
        if readOnly != .damaged { return lines }
        return lines.map { EncodedEntry(reading: $0, of: id).line }
    }
}

package enum StoreError: Error, Hashable, Sendable {
    /// Writing or reading fails just now (disk full, locked, away); what was queued was not stored.
    case unavailable
    /// A row that must be unique is there already.
    case duplicate
    /// What is stored cannot be read.
    case corrupt
    /// The store was closed.
    case closed
}
