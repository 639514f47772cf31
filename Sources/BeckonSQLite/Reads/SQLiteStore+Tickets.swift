package import BeckonModel
package import BeckonStore
package import BeckonWire
import GRDB

extension SQLiteStore {
    private static let recordSQL = """
        SELECT \(TicketRow.columns), mark.user_delivered, mark.user_seen, mark.staff_delivered,
        mark.staff_seen FROM ticket LEFT JOIN mark ON mark.ticket = ticket.id
        """

    /// Folds the unfolded tail over the row in memory, so that nobody waits.
    package func ticket(_ id: TicketID) async throws(StoreError) -> TicketRecord? {
        let tail = writer.tail.items(of: id)
        let pending = writer.tail.marks
        let stored = try await read { db in
            try db.row(Self.recordSQL + " WHERE ticket.id = ?", [.id(id)])
                .map { try Self.record($0, pending) }
        }
        var ticket = stored?.ticket
        for item in tail { Ticket.fold(item.entry, into: &ticket) }
        guard let ticket else { return nil }
        return TicketRecord(
            ticket: ticket.projected, marks: stored?.marks ?? pending[id] ?? Marks())
    }

    package func ticket(number: Int) async throws(StoreError) -> TicketRecord? {
        try await writer.index.folded()
        let pending = writer.tail.marks
        return try await read { db in
            try db.row(
                Self.recordSQL + " WHERE ticket.number = ? ORDER BY ticket.key LIMIT 1",
                [.integer(number)]
            ).map { try Self.record($0, pending) }
        }
    }

    package func tickets(_ query: TicketQuery) async throws(StoreError) -> TicketPage {
        guard let list = ListStatement(query) else { return TicketPage(records: [], next: nil) }
        try await writer.index.folded()
        let pending = writer.tail.marks
        return try await read(isBulk: query.search != nil) { db in
            let found = try db.rows(list.sql, list.values).map { try Self.record($0, pending) }
            let records = Array(found.prefix(query.effectiveLimit))
            let hits = try query.search.flatMap(SearchTerms.init).map { terms in
                try HitReader(db, terms, forStaff: query.isForStaff).hits(of: records.map(\.ticket))
            }
            let next = found.count > records.count ? records.last : nil
            return TicketPage(
                records: records, next: next.map { query.cursor(of: $0.ticket) }, hits: hits ?? [])
        }
    }

    package func counts(
        for staff: StaffID, in scope: Scope
    ) async throws(StoreError) -> TicketCounts {
        try await writer.index.folded()
        return try await read { db in
            var counts = TicketCounts()
            let sql = """
                SELECT assignee, state, tickets, inbox, team FROM tally WHERE tickets <> 0
                """
            for row in try db.rows(sql, []) {
                let standing = Ticket.Standing(
                    place: Place(
                        inbox: DocumentID(unchecked: row.text(3) ?? ""),
                        team: row.text(4).flatMap { $0.isEmpty ? nil : DocumentID(unchecked: $0) }),
                    assignee: row.text(0).flatMap { $0.isEmpty ? nil : StaffID(unchecked: $0) })
                guard scope.holds(standing) else { continue }
                guard let state = TicketState(code: row.integer(1) ?? -1) else {
                    throw StoreError.corrupt
                }
                counts.add(
                    status: state.status, chat: state.chat,
                    isMine: row.text(0) == staff.rawValue, count: try row.requiredInteger(2))
            }
            return counts
        }
    }

    package func ticketCount(
        of customer: UserID, in scope: Scope
    ) async throws(StoreError) -> Int {
        try await writer.index.folded()
        return try await read { db in
            let scope = ScopeCondition(scope)
            let sql = "SELECT count(*) FROM ticket WHERE customer = ?\(scope.sql)"
            let values = [.text(customer.rawValue)] + scope.values
            return try db.row(sql, values)?.requiredInteger(0) ?? 0
        }
    }

    package func entry(
        externalID: ExternalID
    ) async throws(StoreError) -> EntryReference? {
        try await read { db in
            let sql = "SELECT ticket, seq, at FROM data.external WHERE id = ?"
            guard let row = try db.row(sql, [.text(externalID.rawValue)]) else { return nil }
            return EntryReference(
                ticket: try row.requiredTicket(0), seq: try row.requiredInteger(1),
                at: try row.requiredTime(2))
        }
    }

    package func ticket(
        createdBy customer: UserID, clientID: ClientID
    ) async throws(StoreError) -> TicketID? {
        let unfolded = writer.tail.ticket(Creation(customer: customer, clientID: clientID))
        let stored = try await read { db in
            let sql = "SELECT ticket FROM creation WHERE customer = ? AND client_id = ?"
            return try db.row(sql, [.text(customer.rawValue), .text(clientID.rawValue)])?
                .requiredTicket(0)
        }
        return stored ?? unfolded
    }

    /// `pending`: marks that were not saved yet when the query began.
    private static func record(
        _ row: Row, _ pending: [TicketID: Marks]
    ) throws(StoreError) -> TicketRecord {
        let ticket = try TicketRow.ticket(row)
        var marks = Marks()
        marks.user.delivered = Int(row.integer(TicketRow.count) ?? 0)
        marks.user.seen = Int(row.integer(TicketRow.count + 1) ?? 0)
        marks.staff.delivered = Int(row.integer(TicketRow.count + 2) ?? 0)
        marks.staff.seen = Int(row.integer(TicketRow.count + 3) ?? 0)
        if let newer = pending[ticket.id] { marks.merge(newer) }
        return TicketRecord(ticket: ticket, marks: marks)
    }
}
