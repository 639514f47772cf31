import BeckonModel
import BeckonStore

/// Folds entries into the index's rows. Called inside a transaction, on the folder's thread.
final class Folder {
    private let selectTicket: Statement
    private let insertTicket: Statement
    private let updateTicket: Statement
    private let insertSpan: Statement
    private let insertCreation: Statement
    private let insertWords: Statement
    private let addTally: Statement
    private let setPosition: Statement

    init(_ connection: Connection) throws(SQLiteFailure) {
        selectTicket = try connection.prepare(
            "SELECT \(TicketRow.columns), key FROM ticket WHERE id = ?")
        insertTicket = try connection.prepare(TicketRow.insert + " RETURNING key")
        updateTicket = try connection.prepare(TicketRow.update)
        // A log that was damaged may hold a number twice: `verify` tells, the fold goes on.
        insertSpan = try connection.prepare(
            """
            INSERT INTO span(ticket, first, count, positions) VALUES (?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """)
        insertCreation = try connection.prepare(
            """
            INSERT INTO creation(customer, client_id, ticket) VALUES (?, ?, ?)
            ON CONFLICT DO NOTHING
            """)
        insertWords = try connection.prepare("INSERT INTO search(rowid, words) VALUES (?, ?)")
        addTally = try connection.prepare(
            """
            INSERT INTO tally(assignee, state, tickets) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET tickets = tickets + excluded.tickets
            """)
        setPosition = try connection.prepare("UPDATE folded SET position = ?, digest = ?")
    }

    /// Each ticket's row is read and written once, however many entries it got; in the order of the ids, as the tables are.
    func fold(_ generation: Tail.Generation) throws(SQLiteFailure) {
        guard let last = generation.last else { return }
        var tally: [TallyKey: Int] = [:]
        for ticket in generation.items.keys.sorted() {
            try fold(generation.items[ticket] ?? [], of: ticket, tally: &tally)
        }
        for (key, change) in tally where change != 0 {
            try addTally.run(.text(key.assignee), .integer(key.state), .integer(change))
        }
        try setPosition.run(
            .integer(last.position), .integer(Int64(bitPattern: Digest.of(last.line.bytes))))
    }

    private func fold(
        _ items: [TailItem], of id: TicketID, tally: inout [TallyKey: Int]
    ) throws(SQLiteFailure) {
        guard let first = items.first else { return }
        try insertSpan.run(
            .id(id), .integer(first.line.seq), .integer(items.count),
            .blob(SpanPositions.encode(items.lazy.map(\.position))))
        let stored = try selectTicket.first(.id(id)) { row in
            (ticket: try? TicketRow.ticket(row), key: row.integer(TicketRow.count) ?? 0)
        }
        var ticket = stored?.ticket
        let before = ticket.map(TallyKey.init)
        for item in items {
            if ticket == nil {
                ticket = Ticket(first: item.entry)
            } else {
                ticket?.evolve(item.entry)
            }
        }
        guard let ticket else { return }
        let key = try write(ticket, key: stored?.key)
        let after = TallyKey(ticket)
        if before != after {
            if let before { tally[before, default: 0] -= 1 }
            tally[after, default: 0] += 1
        }
        try index(items, key: key)
    }

    private func write(_ ticket: Ticket, key: Int64?) throws(SQLiteFailure) -> Int64 {
        let values = TicketRow.values(ticket)
        guard let key else {
            var inserted: Int64 = 0
            try insertTicket.each(values) { inserted = $0.integer(0) ?? 0 }
            return inserted
        }
        try updateTicket.run(values + [.integer(key)])
        return key
    }

    private func index(_ items: [TailItem], key: Int64) throws(SQLiteFailure) {
        if let creation = items.first.flatMap({ Creation($0.entry) }) {
            try insertCreation.run(
                .text(creation.customer.rawValue), .text(creation.clientID.rawValue),
                .id(items[0].entry.ticket))
        }
        try insertWords(of: items, key: key, areInternal: false)
        try insertWords(of: items, key: key, areInternal: true)
    }

    /// One document for all that is folded together, since a search finds tickets, not entries.
    private func insertWords(
        of items: [TailItem], key: Int64, areInternal: Bool
    ) throws(SQLiteFailure) {
        var words = ""
        var first: Seq?
        for item in items where item.line.isInternal == areInternal {
            guard let text = item.entry.body.searchedText else { continue }
            words += SearchText.normalized(text)
            first = first ?? item.line.seq
        }
        guard let first, !words.isEmpty else { return }
        let row = SearchRow(ticket: key, seq: first, isInternal: areInternal)
        try insertWords.run(.integer(row.id), .text(words))
    }
}

/// What `tally` counts by.
struct TallyKey: Hashable {
    /// Empty: nobody.
    let assignee: String
    let state: Int

    init(assignee: String, state: Int) {
        self.assignee = assignee
        self.state = state
    }

    init(_ ticket: Ticket) {
        self.init(
            assignee: ticket.assignee?.id.rawValue ?? "", state: TicketState(ticket).code)
    }
}

/// The row of the words of some entries, named by the first of them: its number tells the ticket and whether only staff may find it, so that a search joins nothing.
struct SearchRow: Hashable {
    static let ticketShift: Int64 = 21
    let id: Int64

    var ticket: Int64 { id >> Self.ticketShift }
    var isInternal: Bool { id & 1 != 0 }

    init(id: Int64) { self.id = id }

    /// `seq` has 20 bits, far more than `Limits.ticketEntries`.
    init(ticket key: Int64, seq: Seq, isInternal: Bool) {
        id = key << Self.ticketShift | Int64(seq & 0xF_FFFF) << 1 | (isInternal ? 1 : 0)
    }
}
