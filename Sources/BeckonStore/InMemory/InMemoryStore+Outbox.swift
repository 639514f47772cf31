package import BeckonModel

extension InMemoryStore: OutboxStore {
    struct Outbox {
        var rows: [Int: OutboxRow] = [:]
        var keys: Set<String> = []
        var lastID = 0
        let generation = String(UInt64.random(in: 0 ... .max), radix: 16)

        var all: [OutboxRow] { rows.values.sorted { $0.id < $1.id } }

        func waiting(_ channel: OutboxChannel) -> [OutboxRow] {
            all.filter { $0.state == .waiting && $0.message.channel == channel }
        }
    }

    package func generation() async throws(StoreError) -> String {
        try access { $0.outbox.generation }
    }

    package func enqueue(
        _ messages: [OutboxMessage], at now: Timestamp, limit: Int
    ) async throws(StoreError) -> Int {
        try access { state in
            var count = 0
            for message in messages where state.outbox.keys.insert(message.key).inserted {
                let waiting = state.outbox.waiting(message.channel)
                    .count { $0.message.target == message.target }
                state.outbox.lastID += 1
                let row = OutboxRow(new: message, id: state.outbox.lastID, at: now)
                state.outbox.rows[row.id] = waiting < limit ? row : row.refused(at: now)
                count += 1
            }
            return count
        }
    }

    package func claim(_ demand: OutboxDemand) async throws(StoreError) -> [OutboxRow] {
        try access { state in
            let due = state.outbox.waiting(demand.channel).filter { $0.due <= demand.now }
                .sorted { ($0.due, $0.id) < ($1.due, $1.id) }
            var taken: [[OutboxRow]] = []
            for (target, rows) in Dictionary(grouping: due, by: \.message.target)
                .sorted(by: { $0.key < $1.key })
            {
                taken.append(Array(rows.prefix(demand.room(for: target))))
            }
            return demand.inTurn(taken).map { row in
                let claimed = row.claimed(until: demand.leaseEnd)
                state.outbox.rows[row.id] = claimed
                return claimed
            }
        }
    }

    package func finish(
        _ id: Int, claim: Int, _ outcome: OutboxOutcome
    ) async throws(StoreError) -> Bool {
        try access { state in
            guard let row = state.outbox.rows[id], row.claim == claim, row.state == .waiting else {
                return false
            }
            state.outbox.rows[id] = row.finished(outcome)
            return true
        }
    }

    package func rows(_ query: OutboxQuery) async throws(StoreError) -> [OutboxRow] {
        try access { state in
            Array(
                state.outbox.all.reversed().lazy.filter { row in
                    row.message.channel == query.channel && row.message.target == query.target
                        && row.id < query.before ?? .max
                        && (query.state.map { $0 == row.state } ?? true)
                }.prefix(query.limit))
        }
    }

    package func sendAgain(
        _ id: Int, of target: String, _ channel: OutboxChannel, at now: Timestamp
    ) async throws(StoreError) -> OutboxRow? {
        try access { state in
            guard let row = state.outbox.rows[id], row.message.target == target,
                row.message.channel == channel
            else { return nil }
            let again = OutboxRow(
                id: id, message: row.message, state: .waiting, attempts: row.attempts, step: 0,
                due: now, answer: row.answer, createdAt: row.createdAt, endedAt: nil,
                claim: row.claim + 1)
            state.outbox.rows[id] = again
            return again
        }
    }

    package func sweepOutbox(
        _ channel: OutboxChannel, deliveredBefore: Timestamp, deadBefore: Timestamp,
        limit: Int
    ) async throws(StoreError) -> Int {
        try access { state in
            let gone = state.outbox.all.filter { row in
                guard let ended = row.endedAt, row.message.channel == channel else { return false }
                return ended < (row.state == .dead ? deadBefore : deliveredBefore)
            }.prefix(limit)
            for row in gone {
                state.outbox.rows[row.id] = nil
                state.outbox.keys.remove(row.message.key)
            }
            return gone.count
        }
    }

    package func outboxFigures(
        _ channel: OutboxChannel
    ) async throws(StoreError) -> OutboxFigures {
        try access { state in
            let waiting = state.outbox.waiting(channel)
            return OutboxFigures(
                waiting: waiting.count,
                dead: state.outbox.all.count {
                    $0.state == .dead && $0.message.channel == channel
                }, oldest: waiting.map(\.createdAt).min())
        }
    }
}

extension OutboxDemand {
    /// The first of each target, then the second of each, …, so that one with many does not take the places of others.
    package func inTurn<Row>(_ targets: [[Row]]) -> [Row] {
        let longest = targets.map(\.count).max() ?? 0
        let all = (0..<longest).flatMap { place in
            targets.compactMap { place < $0.count ? $0[place] : nil }
        }
        return Array(all.prefix(limit))
    }
}

extension OutboxRow {
    fileprivate init(new message: OutboxMessage, id: Int, at now: Timestamp) {
        self.init(
            id: id, message: message, state: .waiting, attempts: 0, step: 0, due: now, answer: nil,
            createdAt: now, endedAt: nil, claim: 0)
    }

    /// As it is once somebody has taken it.
    package func claimed(until end: Timestamp) -> OutboxRow {
        OutboxRow(
            id: id, message: message, state: state, attempts: attempts, step: step, due: end,
            answer: answer, createdAt: createdAt, endedAt: endedAt, claim: claim + 1)
    }

    fileprivate func refused(at now: Timestamp) -> OutboxRow {
        OutboxRow(
            id: id, message: message, state: .dead, attempts: 0, step: 0, due: due,
            answer: .tooManyWaiting(at: now), createdAt: createdAt, endedAt: now, claim: 0)
    }

    fileprivate func finished(_ outcome: OutboxOutcome) -> OutboxRow {
        OutboxRow(
            id: id, message: message, state: outcome.state, attempts: attempts + 1,
            step: step + 1, due: outcome.due ?? due, answer: outcome.answer, createdAt: createdAt,
            endedAt: outcome.state == .waiting ? nil : outcome.answer.at, claim: claim)
    }
}

extension OutboxOutcome {
    package var due: Timestamp? { if case .again(_, let due) = self { due } else { nil } }
}

extension OutboxAnswer {
    package static func tooManyWaiting(at now: Timestamp) -> OutboxAnswer {
        OutboxAnswer(at: now, problem: "too_many_waiting")
    }
}

extension InMemoryStore: SecretStore {
    struct DocumentSecret {
        let value: [UInt8]
        var ends: Timestamp?
    }

    package func rotateSecret(
        of key: DocumentKey, to secret: [UInt8], at now: Timestamp, formerUntil: Timestamp
    ) async throws(StoreError) {
        try access { state in
            var former = (state.documentSecrets[key] ?? []).filter { $0.ends == nil }
            for index in former.indices { former[index].ends = formerUntil }
            state.documentSecrets[key] = [DocumentSecret(value: secret)] + former
        }
    }

    package func secrets(
        of key: DocumentKey, at now: Timestamp
    ) async throws(StoreError) -> [[UInt8]] {
        try access { state in
            (state.documentSecrets[key] ?? []).filter { $0.ends.map { now < $0 } ?? true }
                .map(\.value)
        }
    }
}
