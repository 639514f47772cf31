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
            try db.row(LogPosition.endSQL, [])?.integer(0) ?? 0
        }
    }

    package func log(
        after position: Int64, limit: Int
    ) async throws(StoreError) -> [PositionedLine] {
        if limit <= 0 { return [] }
        return try await read { db in
            var position = position
            // What has no place in a ticket is left out; a page of nothing else is not the end.
            while true {
                let rows = try db.rows(StoredLog.allSQL, [.integer(position), .integer(limit)])
                guard let last = rows.last?.integer(4) else { return [] }
                let lines = rows.compactMap(PositionedLine.init(reading:))
                if !lines.isEmpty { return lines }
                position = last
            }
        }
    }
}

extension PositionedLine {
    /// `StoredLog.allSQL`. `nil` for what is no ticket's, or has no number that an entry may have.
    fileprivate init?(reading row: Row) {
        guard let position = row.integer(4), let ticket = row.ticket(5),
            let line = try? row.line(0)
        else { return nil }
        let placed =
            line.seq.isEntryNumber ? line : EncodedEntry(reading: line, of: ticket).line
        guard placed.seq.isEntryNumber else { return nil }
        self.init(position: position, ticket: ticket, line: placed)
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
        SELECT seq, at, internal, body, position, ticket FROM data.log
        WHERE position > ? AND \(LogPosition.isOne) ORDER BY position LIMIT ?
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
        var places: [Place] = []
        let spans = try spans(
            Self.ascendingSQL,
            [.id(ticket), .id(ticket), .integer(range.lowerBound), .integer(range.upperBound)])
        while places.count < limit, let span = try spans.next() {
            for place in try Self.places(span)
            where range.contains(place.seq) && place.seq > places.last?.seq ?? 0 {
                places.fill(from: range.lowerBound, to: place.seq)
                places.append(place)
            }
        }
        // Where the numbers go on beyond what the index knows, none before that may be left out.
        if places.count < limit, range.upperBound < .max {
            places.fill(from: range.lowerBound, to: range.upperBound)
        }
        return try lines(places.prefix(limit), &budget)
    }

    /// Ascending, like all that is read.
    mutating func last(
        _ limit: Int, in range: Range<Seq>, _ budget: inout ByteBudget
    ) throws -> [LogLine] {
        var places: [Place] = []
        let spans = try spans(Self.descendingSQL, [.id(ticket), .integer(range.upperBound)])
        while places.count < limit, let span = try spans.next() {
            for place in try Self.places(span).reversed()
            where range.contains(place.seq) && place.seq < places.last?.seq ?? .max {
                if let last = places.last {
                    places += (place.seq + 1..<last.seq).reversed().map { Place(seq: $0) }
                }
                places.append(place)
            }
        }
        return try lines(places.prefix(limit), &budget).reversed()
    }

    /// Stops at the budget: what does not fit is not read, but for the one line that shows it.
    private func lines(
        _ places: ArraySlice<Place>, _ budget: inout ByteBudget
    ) throws -> [LogLine] {
        var lines: [LogLine] = []
        for place in places where !budget.isSpent {
            let line = try line(place) { try lines.last?.at ?? timeNear(places) }
            guard budget.take(line) else { break }
            lines.append(line)
        }
        return lines
    }

    /// The time of the first of these lines that is there; only where the very first is not.
    private func timeNear(_ places: ArraySlice<Place>) throws -> Timestamp? {
        for place in places {
            guard let position = place.position else { continue }
            if let row = try db.row(Self.lineSQL, [.integer(position)]) { return row.time(1) }
        }
        return nil
    }

    private func spans(_ sql: String, _ values: [SQLValue]) throws -> RowCursor {
        try Row.fetchCursor(
            db.cachedStatement(sql: sql),
            arguments: StatementArguments(values.map(\.databaseValue)))
    }

    private static func places(_ row: Row) throws -> [Place] {
        let first = try row.requiredInteger(0)
        guard first.isEntryNumber, let bytes = row.bytes(1),
            let positions = SpanPositions.decode(bytes)
        else { throw StoreError.corrupt }
        return positions.enumerated().map { Place(seq: first + $0.offset, position: $0.element) }
    }

    /// Replaces what is not an entry of this ticket, or is missing, by a line that says so. So nobody gets bytes that they cannot read, and
    /// every number is there. `near` is the time of the line before, for a line that has none of its own.
    private func line(_ place: Place, near: () throws -> Timestamp?) throws -> LogLine {
        let row = try place.position.flatMap { try db.row(Self.lineSQL, [.integer($0)]) }
        let line = try? row?.line(0)
        if let sound = line?.sound(as: place.seq, of: ticket) { return sound }
        let at = try line?.at ?? near() ?? Timestamp(milliseconds: 0)
        return LogLine(
            encoding: Entry(ticket: ticket, seq: place.seq, at: at, body: .damaged))
    }
}

/// Where a number of a ticket stands in the log; `nil`: nowhere.
private struct Place {
    let seq: Seq
    var position: Int64?
}

extension [Place] {
    /// The numbers that are missing between the last one, or before `first`, and `end`.
    fileprivate mutating func fill(from first: Seq, to end: Seq) {
        let next = last.map { $0.seq + 1 } ?? first
        if next < end { self += (next..<end).map { Place(seq: $0) } }
    }
}
