package import BeckonModel
package import BeckonStore
import GRDB

extension SQLiteStore {
    package func log(
        of ticket: TicketID, after: Seq, limit: Int
    ) async throws(StoreError) -> [LogLine] {
        if limit <= 0 { return [] }
        // The tail first: what is folded while the query runs is then in both, never in neither.
        let tail = writer.tail.items(of: ticket).map(\.line)
        let end = tail.first?.seq ?? .max
        guard after < end - 1 else { return Array(tail.drop { $0.seq <= after }.prefix(limit)) }
        let stored = try await lines(
            """
            entry.ticket = ? AND entry.seq > ? AND entry.seq < ? ORDER BY entry.seq LIMIT ?
            """, [.id(ticket), .integer(max(after, 0)), .integer(end), .integer(limit)])
        return Array((stored + tail).prefix(limit))
    }

    package func log(
        of ticket: TicketID, before: Seq, limit: Int
    ) async throws(StoreError) -> [LogLine] {
        if limit <= 0 { return [] }
        let tail = writer.tail.items(of: ticket).map(\.line)
        let end = tail.first?.seq ?? .max
        let recent = tail.prefix { $0.seq < before }.suffix(limit)
        guard recent.count < limit, end > 1 else { return Array(recent) }
        let stored = try await lines(
            """
            entry.ticket = ? AND entry.seq < ? ORDER BY entry.seq DESC LIMIT ?
            """, [.id(ticket), .integer(min(before, end)), .integer(limit - recent.count)])
        return stored.reversed() + recent
    }

    private func lines(
        _ condition: String, _ values: [SQLValue]
    ) async throws(StoreError) -> [LogLine] {
        let sql = """
            SELECT entry.seq, log.at, log.internal, log.body
            FROM entry CROSS JOIN log ON log.position = entry.position WHERE \(condition)
            """
        return try await read { db in try db.rows(sql, values).map { try $0.line(0) } }
    }
}
