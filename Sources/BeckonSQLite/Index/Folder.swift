import BeckonModel
import BeckonStore
import BeckonWire

/// Folds entries into the index's rows. Called inside a transaction, on the folder's thread.
final class Folder {
    private let connection: Connection
    private let selectTicket: Statement
    private let insertTicket: Statement
    private let updateTicket: Statement
    private let updateTexts: Statement
    private let insertSpan: Statement
    private let insertCreation: Statement
    private let insertWords: Statement
    private let addTally: Statement
    private let setFolded: Statement
    /// Used again for every ticket.
    private var words = SearchWords()

    init(_ connection: Connection) throws(SQLiteFailure) {
        self.connection = connection
        selectTicket = try connection.prepare(
            "SELECT \(TicketRow.columns), key FROM ticket WHERE id = ?")
        insertTicket = try connection.prepare(TicketRow.insert + " RETURNING key")
        updateTicket = try connection.prepare(TicketRow.update)
        updateTexts = try connection.prepare(TicketRow.updateTexts)
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
            INSERT INTO tally(assignee, inbox, team, state, tickets) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET tickets = tickets + excluded.tickets
            """)
        setFolded = try connection.prepare("UPDATE folded SET position = ?, digest = ?")
    }

    /// Each ticket's row is read and written once, however many entries it got. `pause` is called after each.
    ///
    /// What was folded before is left out: after a crash between the parts of a generation its entries come again.
    func fold(
        _ slice: Tail.Generation.Slice, pause: () -> Void = {}
    ) throws(SQLiteFailure) {
        var tally: [TallyKey: Int] = [:]
        for (ticket, items) in slice {
            try fold(items, of: ticket, tally: &tally)
            pause()
        }
        for (key, change) in tally where change != 0 {
            try addTally.run(
                .text(key.assignee), .text(key.inbox), .text(key.team), .integer(key.state),
                .integer(change))
        }
    }

    /// The same for all of it, up to its position.
    func fold(whole generation: Tail.Generation) throws(SQLiteFailure) {
        guard let last = generation.last else { return }
        for slice in generation.slices(of: .max) { try fold(slice) }
        try setPosition(last)
    }

    /// Everything up to this entry is folded.
    func setPosition(_ last: TailItem) throws(SQLiteFailure) {
        try setFolded.run(
            .integer(last.position), .integer(Int64(bitPattern: Digest.of(last.line.bytes))))
    }

    private func fold(
        _ items: ArraySlice<TailItem>, of id: TicketID, tally: inout [TallyKey: Int]
    ) throws(SQLiteFailure) {
        if let texts = TextRun(items), let key = try write(texts, of: id) {
            try insertSpan(of: items, id)
            try index(items, key: key)
            return
        }
        let stored = try selectTicket.first(.id(id)) { row in
            (ticket: try? TicketRow.ticket(row), key: row.integer(TicketRow.count) ?? 0)
        }
        var ticket = stored?.ticket
        let before = ticket.map(TallyKey.init)
        let known = ticket?.seq ?? 0
        let items = items.drop { $0.line.seq <= known }.rising
        guard let first = items.first else { return }
        try insertSpan(of: items, id)
        for item in items { Ticket.fold(item.encoded.entry, into: &ticket) }
        guard let ticket else { return }
        let key = try write(ticket, key: stored?.key)
        let after = TallyKey(ticket)
        if before != after {
            if let before { tally[before, default: 0] -= 1 }
            tally[after, default: 0] += 1
        }
        if let creation = Creation(first.encoded.entry) {
            try insertCreation.run(
                .text(creation.customer.rawValue), .text(creation.clientID.rawValue), .id(id))
        }
        try index(items, key: key)
    }

    /// Folds a ticket's row once more, from those of its lines that were folded before, and counts all rows again. Its words stay as they
    /// are. `false` when there is no row: the words then belong to nobody.
    func mend(_ id: TicketID, from data: Connection) throws(SQLiteFailure) -> Bool {
        let key = try selectTicket.first(.id(id)) { $0.integer(TicketRow.count) }
        guard case .some(.some(let key)) = key else { return false }
        var ticket: Ticket?
        try FoldedLog(id, index: connection, data: data).each { Ticket.fold($0, into: &ticket) }
        guard let ticket else { return false }
        _ = try write(ticket, key: key)
        try connection.execute(IndexSchema.count)
        return true
    }

    private func insertSpan(
        of items: ArraySlice<TailItem>, _ id: TicketID
    ) throws(SQLiteFailure) {
        for run in items.denseRuns {
            guard let first = run.first?.line.seq else { continue }
            let positions = SpanPositions.encode(run.lazy.map(\.position))
            try insertSpan(positions, of: id, first: first, count: run.count)
        }
    }

    private func insertSpan(
        _ positions: [UInt8], of id: TicketID, first: Seq, count: Int
    ) throws(SQLiteFailure) {
        try id.withStoredBytes { id throws(SQLiteFailure) in
            insertSpan.bind(bytes: id, at: 1)
            insertSpan.bind(first, at: 2)
            insertSpan.bind(count, at: 3)
            try positions.withUnsafeBufferPointer { positions throws(SQLiteFailure) in
                insertSpan.bind(bytes: UnsafeRawBufferPointer(positions), at: 4)
                try insertSpan.run()
            }
        }
    }

    // MARK: The ticket's row

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

    /// Returns the row's key; `nil` where no row waits for just these numbers.
    private func write(_ texts: TextRun, of id: TicketID) throws(SQLiteFailure) -> Int64? {
        let statement = updateTexts
        statement.bind(texts.last, at: 1)
        statement.bind(texts.at, at: 2)
        statement.bind(texts.preview?.from.rawValue, at: 3)
        statement.bind(texts.preview?.text, at: 4)
        statement.bind(texts.preview?.at, at: 5)
        statement.bind(texts.firstResponseAt, at: 6)
        statement.bind(texts.first - 1, at: 8)
        statement.bind(texts.unansweredSince, at: 9)
        return try id.withStoredBytes { id throws(SQLiteFailure) in
            statement.bind(bytes: id, at: 7)
            defer { statement.reset() }
            guard try statement.step() else { return nil }
            let key = statement.integer(0)
            while try statement.step() {}
            return key
        }
    }

    // MARK: Words

    private func index(_ items: ArraySlice<TailItem>, key: Int64) throws(SQLiteFailure) {
        try insertWords(of: items, key: key, areInternal: false)
        try insertWords(of: items, key: key, areInternal: true)
    }

    /// One document for all that is folded together, since a search finds tickets, not entries.
    private func insertWords(
        of items: ArraySlice<TailItem>, key: Int64, areInternal: Bool
    ) throws(SQLiteFailure) {
        words.removeAll()
        var first: Seq?
        for item in items where item.encoded.line.isInternal == areInternal {
            guard let text = item.encoded.entry.body.searchedText else { continue }
            words.append(text)
            first = first ?? item.encoded.line.seq
        }
        guard let first, !words.isEmpty else { return }
        insertWords.bind(SearchRow(ticket: key, seq: first, isInternal: areInternal).id, at: 1)
        try words.withBytes { bytes throws(SQLiteFailure) in
            insertWords.bind(text: bytes, at: 2)
            try insertWords.run()
        }
    }
}

/// What `tally` counts by.
struct TallyKey: Hashable {
    /// Empty: nobody.
    let assignee: String
    let inbox: String
    /// Empty: none.
    let team: String
    let state: Int
}

extension TallyKey {
    init(_ ticket: Ticket) {
        self.init(
            assignee: ticket.assignee?.id.rawValue ?? "", inbox: ticket.place.inbox.rawValue,
            team: ticket.place.team?.rawValue ?? "", state: TicketState(ticket).code)
    }
}

/// The number of a row of the search index. The row holds the words of some entries of one ticket; its number is made of the ticket's key, the
/// first of those entries and whether only staff may find it. So a search can sort out its hits without joining another table.
struct SearchRow: Hashable {
    static let ticketShift: Int64 = 21
    let id: Int64

    var ticket: Int64 { id >> Self.ticketShift }
    var seq: Seq { Int(id >> 1 & 0xF_FFFF) }
    var isInternal: Bool { id & 1 != 0 }

    init(id: Int64) { self.id = id }

    /// `seq` has 20 bits, far more than `Limits.ticketEntries`.
    init(ticket key: Int64, seq: Seq, isInternal: Bool) {
        id = key << Self.ticketShift | Int64(seq & 0xF_FFFF) << 1 | (isInternal ? 1 : 0)
    }
}
