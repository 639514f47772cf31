import BeckonModel
import BeckonStore

/// Folds entries into the projections' rows. Called inside a transaction, on the writer's thread.
final class Folder {
    private let selectTicket: Statement
    private let insertTicket: Statement
    private let updateTicket: Statement
    private let insertEntry: Statement
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
        insertEntry = try connection.prepare(
            "INSERT INTO entry(ticket, seq, position) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
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
        setPosition = try connection.prepare("UPDATE projection SET position = ?")
    }

    /// Each ticket's row is read and written once, however many entries it got.
    func fold(_ items: ArraySlice<TailItem>) throws(SQLiteFailure) {
        guard let last = items.last else { return }
        var order: [TicketID] = []
        var groups: [TicketID: [TailItem]] = [:]
        for item in items {
            if groups[item.ticket] == nil { order.append(item.ticket) }
            groups[item.ticket, default: []].append(item)
        }
        var tally: [TallyKey: Int] = [:]
        for ticket in order { try fold(groups[ticket] ?? [], of: ticket, tally: &tally) }
        for (key, change) in tally where change != 0 {
            try addTally.run(.text(key.assignee), .integer(key.state), .integer(change))
        }
        try setPosition.run(.integer(last.position))
    }

    private func fold(
        _ items: [TailItem], of id: TicketID, tally: inout [TallyKey: Int]
    ) throws(SQLiteFailure) {
        for item in items {
            try insertEntry.run(.id(id), .integer(item.line.seq), .integer(item.position))
        }
        let stored = try selectTicket.first(.id(id)) { row in
            (ticket: try? TicketRow.ticket(row), key: row.integer(TicketRow.count) ?? 0)
        }
        var ticket = stored?.ticket
        let before = ticket.map(TallyKey.init)
        for item in items {
            if ticket == nil { ticket = Ticket(first: item.entry) } else {
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
        for item in items { try index(item.entry, key: key) }
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

    private func index(_ entry: Entry, key: Int64) throws(SQLiteFailure) {
        if case .created(let created) = entry.body, let clientID = created.clientID {
            try insertCreation.run(
                .text(created.customer.id.rawValue), .text(clientID.rawValue), .id(entry.ticket))
        }
        guard let text = entry.body.searchedText else { return }
        let words = SearchText.normalized(text)
        if words.isEmpty { return }
        let row = SearchRow(ticket: key, seq: entry.seq, isInternal: entry.body.isInternal)
        try insertWords.run(.integer(row.id), .text(words))
    }
}

/// What `tally` counts by.
struct TallyKey: Hashable {
    /// Empty: nobody.
    let assignee: String
    let state: Int

    init(_ ticket: Ticket) {
        assignee = ticket.assignee?.id.rawValue ?? ""
        state = TicketState(ticket).code
    }
}

/// The row of an entry's words: its number tells the ticket and whether only staff may find it, so that a search joins nothing.
struct SearchRow: Hashable {
    static let ticketShift: Int64 = 21
    let id: Int64

    /// `seq` has 20 bits, far more than `Limits.ticketEntries`.
    init(ticket key: Int64, seq: Seq, isInternal: Bool) {
        id = key << Self.ticketShift | Int64(seq & 0xF_FFFF) << 1 | (isInternal ? 1 : 0)
    }
}
