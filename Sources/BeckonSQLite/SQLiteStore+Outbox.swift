package import BeckonModel
package import BeckonStore
import GRDB

/// Whatever can be looked up is looked up before, by those who read: the thread that writes has chats to write.
extension SQLiteStore: OutboxStore {
    package func generation() async throws(StoreError) -> String {
        let text = try await read { db in
            try db.row("SELECT value FROM setting WHERE name = 'generation'", [])?.requiredText(0)
        }
        guard let text else { throw .corrupt }
        return text
    }

    package func enqueue(
        _ messages: [OutboxMessage], at now: Timestamp, limit: Int
    ) async throws(StoreError) -> Int {
        if messages.isEmpty { return 0 }
        let targets = Set(messages.map { OutboxTarget($0.channel, $0.target) })
        let waiting = try await read { db in
            try Dictionary(
                uniqueKeysWithValues: targets.map { ($0, try Self.waiting($0, limit, db)) })
        }
        return try await writer.write { connection throws(SQLiteFailure) in
            var waiting = waiting
            var count = 0
            let insert = try connection.prepare(
                """
                INSERT INTO outbox(
                    key, channel, target, kind, ticket, payload, state, attempts, step, claim,
                    due, answered_at, problem, created_at, ended_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """)
            for message in messages {
                let target = OutboxTarget(message.channel, message.target)
                let isTaken = waiting[target, default: 0] < limit
                let state: OutboxState = isTaken ? .waiting : .dead
                let refusal = isTaken ? nil : OutboxAnswer.tooManyWaiting(at: now)
                try insert.run([
                    .text(message.key), .text(message.channel.rawValue), .text(message.target),
                    .text(message.kind), message.ticket.map(SQLValue.id) ?? .null,
                    .blob(message.payload),
                    .text(state.rawValue), .time(now), .time(refusal?.at), .text(refusal?.problem),
                    .time(now), .time(refusal?.at),
                ])
                guard connection.changes == 1 else { continue }
                count += 1
                if isTaken { waiting[target, default: 0] += 1 }
            }
            return count
        }
    }

    private static func waiting(
        _ target: OutboxTarget, _ limit: Int, _ db: Database
    ) throws -> Int {
        try db.row(
            """
            SELECT count(*) FROM (SELECT 1 FROM outbox
                WHERE channel = ? AND target = ? AND state = 'waiting' LIMIT ?)
            """, [.text(target.channel.rawValue), .text(target.target), .integer(limit)])?
            .requiredInteger(0) ?? 0
    }

    // MARK: Sending

    package func claim(_ demand: OutboxDemand) async throws(StoreError) -> [OutboxRow] {
        let rows = try await read { db in
            let channel = SQLValue.text(demand.channel.rawValue)
            let ids = try Self.targets(channel, db).map { target in
                try db.rows(
                    """
                    SELECT id FROM outbox
                    WHERE channel = ? AND target = ? AND state = 'waiting' AND due <= ?
                    ORDER BY due, id LIMIT ?
                    """,
                    [
                        channel, .text(target), .time(demand.now),
                        .integer(demand.room(for: target)),
                    ]
                ).map { row throws(StoreError) in try row.requiredInteger(0) }
            }
            return try demand.inTurn(ids).compactMap { id in
                try db.row("SELECT \(Self.columns) FROM outbox WHERE id = ?", [.integer(id)])
                    .map(Self.row)
            }
        }
        if rows.isEmpty { return [] }
        return try await writer.write { connection throws(SQLiteFailure) in
            let take = try connection.prepare(
                """
                UPDATE outbox SET due = ?, claim = claim + 1
                WHERE id = ? AND claim = ? AND state = 'waiting'
                """)
            var taken: [OutboxRow] = []
            for row in rows {
                try take.run([.time(demand.leaseEnd), .integer(row.id), .integer(row.claim)])
                if connection.changes == 1 { taken.append(row.claimed(until: demand.leaseEnd)) }
            }
            return taken
        }
    }

    /// All that something waits for: from one to the next by the index, past what waits for each.
    private static func targets(_ channel: SQLValue, _ db: Database) throws -> [String] {
        try db.rows(
            """
            WITH RECURSIVE next(target) AS (
                SELECT min(target) FROM outbox WHERE channel = ? AND state = 'waiting'
                UNION ALL
                SELECT (SELECT min(target) FROM outbox
                    WHERE channel = ? AND state = 'waiting' AND target > next.target)
                FROM next WHERE next.target IS NOT NULL)
            SELECT target FROM next WHERE target IS NOT NULL
            """, [channel, channel]
        ).map { row throws(StoreError) in try row.requiredText(0) }
    }

    package func finish(
        _ id: Int, claim: Int, _ outcome: OutboxOutcome
    ) async throws(StoreError) -> Bool {
        let answer = outcome.answer
        return try await run(
            """
            UPDATE outbox SET state = ?, attempts = attempts + 1, step = step + 1,
                due = ifnull(?, due), answered_at = ?, problem = ?, status = ?, answer = ?,
                ended_at = ?
            WHERE id = ? AND claim = ? AND state = 'waiting'
            """,
            [
                .text(outcome.state.rawValue), .time(outcome.due), .time(answer.at),
                .text(answer.problem), .integer(answer.status), .text(answer.text),
                .time(outcome.state == .waiting ? nil : answer.at), .integer(id), .integer(claim),
            ]) == 1
    }

    package func sendAgain(
        _ id: Int, of target: String, _ channel: OutboxChannel, at now: Timestamp
    ) async throws(StoreError) -> OutboxRow? {
        let count = try await run(
            """
            UPDATE outbox SET state = 'waiting', step = 0, due = ?, ended_at = NULL,
                claim = claim + 1
            WHERE id = ? AND target = ? AND channel = ?
            """, [.time(now), .integer(id), .text(target), .text(channel.rawValue)])
        if count == 0 { return nil }
        return try await read { db in
            try db.row("SELECT \(Self.columns) FROM outbox WHERE id = ?", [.integer(id)])
                .map(Self.row)
        }
    }

    // MARK: Looking, and forgetting

    package func rows(_ query: OutboxQuery) async throws(StoreError) -> [OutboxRow] {
        try await read { db in
            try db.rows(
                """
                SELECT \(Self.columns) FROM outbox
                WHERE channel = ? AND target = ? AND id < ? AND state = ifnull(?, state)
                ORDER BY id DESC LIMIT ?
                """,
                [
                    .text(query.channel.rawValue), .text(query.target),
                    .integer(query.before ?? .max), .text(query.state?.rawValue),
                    .integer(query.limit),
                ]
            ).map(Self.row)
        }
    }

    package func sweepOutbox(
        _ channel: OutboxChannel, deliveredBefore: Timestamp, deadBefore: Timestamp,
        limit: Int
    ) async throws(StoreError) -> Int {
        let sql = """
            DELETE FROM outbox WHERE id IN (SELECT id FROM outbox
                WHERE channel = ? AND state = ? AND ended_at IS NOT NULL AND ended_at < ?
                ORDER BY ended_at LIMIT ?)
            """
        let name = SQLValue.text(channel.rawValue)
        let delivered = try await run(
            sql, [name, .text("delivered"), .time(deliveredBefore), .integer(limit)])
        return try await delivered
            + run(sql, [name, .text("dead"), .time(deadBefore), .integer(limit - delivered)])
    }

    package func outboxFigures(
        _ channel: OutboxChannel
    ) async throws(StoreError) -> OutboxFigures {
        try await read { db in
            let name = SQLValue.text(channel.rawValue)
            let waiting = try db.row(
                """
                SELECT count(*), min(created_at) FROM outbox
                WHERE channel = ? AND state = 'waiting'
                """, [name])
            let dead = try db.row(
                """
                SELECT count(*) FROM outbox
                WHERE channel = ? AND state = 'dead' AND ended_at IS NOT NULL
                """, [name])
            return OutboxFigures(
                waiting: try waiting?.requiredInteger(0) ?? 0,
                dead: try dead?.requiredInteger(0) ?? 0, oldest: waiting?.time(1))
        }
    }

    // MARK: Rows

    private static let columns = """
        id, key, channel, target, kind, ticket, payload, state, attempts, step, due, answered_at,
        problem, status, answer, created_at, ended_at, claim
        """

    private static func row(_ row: Row) throws -> OutboxRow {
        guard let channel = OutboxChannel(rawValue: try row.requiredText(2)),
            let state = OutboxState(rawValue: try row.requiredText(7)),
            let payload = row.bytes(6)
        else { throw StoreError.corrupt }
        return OutboxRow(
            id: try row.requiredInteger(0),
            message: OutboxMessage(
                key: try row.requiredText(1), channel: channel, target: try row.requiredText(3),
                kind: try row.requiredText(4), ticket: row.ticket(5), payload: payload),
            state: state, attempts: try row.requiredInteger(8), step: try row.requiredInteger(9),
            due: try row.requiredTime(10),
            answer: row.time(11).map { at in
                OutboxAnswer(
                    at: at, problem: row.text(12), status: row.integer(13).map { Int($0) },
                    text: row.text(14) ?? "")
            }, createdAt: try row.requiredTime(15), endedAt: row.time(16),
            claim: try row.requiredInteger(17))
    }
}

/// Who gets something, by which way.
private struct OutboxTarget: Hashable, Sendable {
    let channel: OutboxChannel
    let target: String

    init(_ channel: OutboxChannel, _ target: String) {
        self.channel = channel
        self.target = target
    }
}
