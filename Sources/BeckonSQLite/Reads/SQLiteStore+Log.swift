package import BeckonModel
package import BeckonStore
import GRDB

extension SQLiteStore {
    package func log(
        of ticket: TicketID, after: Seq, limit: Int, bytes: Int
    ) async throws(StoreError) -> [LogLine] {
        if limit <= 0 { return [] }
        // The tail first: what is folded while the query runs is then in both, never in neither.
        let tail = writer.tail.items(of: ticket).map(\.line)
        let end = tail.first?.seq ?? .max
        var budget = ByteBudget(bytes)
        guard after < end - 1 else {
            return budget.take(first: tail.drop { $0.seq <= after }.prefix(limit))
        }
        let range = (max(after, 0) + 1)..<end
        let (stored, left) = try await read(isBulk: bytes < .max) { [budget] db in
            var (log, budget) = (StoredLog(db, ticket), budget)
            return (try log.first(limit, in: range, &budget), budget)
        }
        budget = left
        return stored + budget.take(first: tail.prefix(limit - stored.count))
    }

    package func log(
        of ticket: TicketID, before: Seq, limit: Int, bytes: Int
    ) async throws(StoreError) -> [LogLine] {
        if limit <= 0 { return [] }
        let tail = writer.tail.items(of: ticket).map(\.line)
        let end = tail.first?.seq ?? .max
        var budget = ByteBudget(bytes)
        let near = tail.prefix { $0.seq < before }.suffix(limit)
        let recent = budget.take(last: near)
        let range = 1..<max(min(before, end), 1)
        guard recent.count == near.count, recent.count < limit, !range.isEmpty else {
            return recent
        }
        let stored = try await read(isBulk: bytes < .max) {
            [limit = limit - recent.count, budget] db in
            var (log, budget) = (StoredLog(db, ticket), budget)
            return try log.last(limit, in: range, &budget)
        }
        return stored + recent
    }

    package func newestPosition() async throws(StoreError) -> Int64 {
        try await read { db in
            try db.row("SELECT max(position) FROM data.log", [])?.integer(0) ?? 0
        }
    }

    package func log(
        after position: Int64, limit: Int
    ) async throws(StoreError) -> [PositionedLine] {
        if limit <= 0 { return [] }
        return try await read { db in
            try db.rows(StoredLog.allSQL, [.integer(position), .integer(limit)]).map { row in
                PositionedLine(
                    position: Int64(try row.requiredInteger(4)), ticket: try row.requiredTicket(5),
                    line: try row.line(0))
            }
        }
    }
}

/// One ticket's lines as the files hold them: the index tells the positions, the data has the lines.
struct StoredLog {
    static let ascendingSQL = """
        SELECT first, positions FROM span WHERE ticket = ? AND first >= coalesce(
            (SELECT max(first) FROM span WHERE ticket = ? AND first <= ?), 0)
        AND first < ? ORDER BY first
        """
    static let descendingSQL = """
        SELECT first, positions FROM span WHERE ticket = ? AND first < ? ORDER BY first DESC
        """
    /// Of all tickets, in the order of their commits.
    static let allSQL = """
        SELECT seq, at, internal, body, position, ticket FROM data.log WHERE position > ?
        ORDER BY position LIMIT ?
        """
    static let lineSQL = "SELECT seq, at, internal, body FROM data.log WHERE position = ?"

    private let db: Database
    private let ticket: TicketID

    init(_ db: Database, _ ticket: TicketID) {
        self.db = db
        self.ticket = ticket
    }

    mutating func first(
        _ limit: Int, in range: Range<Seq>, _ budget: inout ByteBudget
    ) throws -> [LogLine] {
        var positions: [Int64] = []
        let spans = try spans(
            Self.ascendingSQL,
            [.id(ticket), .id(ticket), .integer(range.lowerBound), .integer(range.upperBound)])
        while positions.count < limit, let span = try spans.next() {
            for (seq, position) in try Self.numbered(span) where range.contains(seq) {
                positions.append(position)
            }
        }
        return try lines(positions.prefix(limit), &budget)
    }

    /// Ascending, like all that is read.
    mutating func last(
        _ limit: Int, in range: Range<Seq>, _ budget: inout ByteBudget
    ) throws -> [LogLine] {
        var positions: [Int64] = []
        let spans = try spans(Self.descendingSQL, [.id(ticket), .integer(range.upperBound)])
        while positions.count < limit, let span = try spans.next() {
            for (seq, position) in try Self.numbered(span).reversed() where range.contains(seq) {
                positions.append(position)
            }
        }
        return try lines(positions.prefix(limit), &budget).reversed()
    }

    /// Stops at the budget: what does not fit is not read, but for the one line that shows it.
    private func lines(
        _ positions: ArraySlice<Int64>, _ budget: inout ByteBudget
    ) throws -> [LogLine] {
        var lines: [LogLine] = []
        for position in positions where !budget.isSpent {
            let line = try line(position)
            guard budget.take(line) else { break }
            lines.append(line)
        }
        return lines
    }

    private func spans(_ sql: String, _ values: [SQLValue]) throws -> RowCursor {
        try Row.fetchCursor(
            db.cachedStatement(sql: sql),
            arguments: StatementArguments(values.map(\.databaseValue)))
    }

    private static func numbered(_ row: Row) throws -> [(Seq, Int64)] {
        let first = try row.requiredInteger(0)
        guard let bytes = row.bytes(1), let positions = SpanPositions.decode(bytes) else {
            throw StoreError.corrupt
        }
        return positions.enumerated().map { (first + $0.offset, $0.element) }
    }

    private func line(_ position: Int64) throws -> LogLine {
        guard let row = try db.row(Self.lineSQL, [.integer(position)]) else {
            throw StoreError.corrupt
        }
        return try row.line(0)
    }
}
