import BeckonModel
import BeckonStore
import StoreTesting
import Testing

@Suite("Every store's outbox works alike")
struct OutboxContractTests {
    private static let start = Timestamp(milliseconds: 1_767_225_600_000)

    private func at(_ seconds: Int) -> Timestamp { Self.start.advanced(by: .seconds(seconds)) }

    private func message(_ key: String, to target: String = "shop") -> OutboxMessage {
        OutboxMessage(
            key: key, channel: .webhook, target: target, kind: "ticket.created",
            ticket: TicketID("019b7a3e-0000-7000-8000-000000000001"), payload: Array(key.utf8))
    }

    private func claim(
        _ store: any Store, at seconds: Int, limit: Int = 10, perTarget: Int = 10,
        busy: [String: Int] = [:]
    ) async throws -> [OutboxRow] {
        try await store.claim(
            OutboxDemand(
                channel: .webhook, now: at(seconds), leaseEnd: at(seconds + 30), limit: limit,
                perTarget: perTarget, busy: busy))
    }

    private func put(
        _ store: any Store, _ messages: [OutboxMessage], at seconds: Int = 0, limit: Int = 100
    ) async throws -> Int {
        try await store.enqueue(messages, at: at(seconds), limit: limit)
    }

    @Test("A key stands once, also among those that come together", arguments: Backend.allCases)
    func once(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            #expect(try await put(store, [message("a"), message("b"), message("a")]) == 2)
            #expect(try await put(store, [message("b", to: "other"), message("c")]) == 1)
            let rows = try await store.rows(
                OutboxQuery(channel: .webhook, target: "shop", limit: 9))
            #expect(rows.map(\.message) == [message("c"), message("b"), message("a")])
            #expect(rows.allSatisfy { $0.state == .waiting && $0.attempts == 0 && $0.due == at(0) })
            let page = try await store.rows(
                OutboxQuery(channel: .webhook, target: "shop", before: rows[1].id, limit: 9))
            #expect(page == [rows[2]])
            // Delivered, it stands as well.
            for row in try await claim(store, at: 0) {
                try await store.finish(
                    row.id, claim: row.claim, .delivered(OutboxAnswer(at: at(1), status: 204)))
            }
            #expect(try await put(store, [message("a")]) == 0)
        }
    }

    @Test("What is claimed is nobody else's until its lease is over", arguments: Backend.allCases)
    func lease(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            _ = try await put(store, [message("a")], at: 5)
            #expect(try await claim(store, at: 4) == [])
            let first = try #require(try await claim(store, at: 5).first)
            #expect(first.message == message("a"))
            #expect(try await claim(store, at: 34) == [])
            let second = try #require(try await claim(store, at: 35).first)
            #expect(second.id == first.id && second.claim > first.claim)
            // Who was too slow changes nothing any more.
            let answer = OutboxAnswer(at: at(36), status: 200, text: "ok")
            #expect(
                try await !store.finish(first.id, claim: first.claim, .delivered(answer)))
            #expect(
                try await store.finish(second.id, claim: second.claim, .delivered(answer)))
            #expect(
                try await !store.finish(second.id, claim: second.claim, .delivered(answer)))
            let row = try #require(
                try await store.rows(OutboxQuery(channel: .webhook, target: "shop", limit: 1))
                    .first)
            #expect(row.state == .delivered && row.attempts == 1 && row.endedAt == at(36))
            #expect(row.answer == answer)
            #expect(try await claim(store, at: 9_999) == [])
        }
    }

    @Test("Of 20 who claim at once each row has one", arguments: Backend.allCases)
    func race(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            _ = try await put(store, (0..<30).map { message("\($0)", to: "t\($0 % 3)") })
            let claimed = try await withThrowingTaskGroup(of: [OutboxRow].self) { group in
                for _ in 0..<20 {
                    group.addTask { [store] in try await self.claim(store, at: 1, limit: 7) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(claimed.map(\.id)).count == claimed.count)
            var all = claimed
            while case let more = try await claim(store, at: 1), !more.isEmpty { all += more }
            #expect(Set(all.map(\.id)).count == 30 && all.count == 30)
        }
    }

    @Test("Targets come in turn, each with no more than its share", arguments: Backend.allCases)
    func turns(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            _ = try await put(store, (0..<20).map { message("a\($0)", to: "a") })
            _ = try await put(store, [message("b0", to: "b"), message("c0", to: "c")], at: 1)
            let first = try await claim(store, at: 2, limit: 4, perTarget: 3)
            #expect(first.map(\.message.key) == ["a0", "b0", "c0", "a1"])
            let second = try await claim(store, at: 2, perTarget: 3, busy: ["a": 2, "b": 1])
            #expect(second.map(\.message.key) == ["a2"])
            #expect(try await claim(store, at: 2, perTarget: 3, busy: ["a": 3]) == [])
        }
    }

    @Test("What failed comes again at its time, and ends as dead", arguments: Backend.allCases)
    func again(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            _ = try await put(store, [message("a")])
            let first = try #require(try await claim(store, at: 0).first)
            let failed = OutboxAnswer(at: at(1), problem: "timeout")
            try await store.finish(first.id, claim: first.claim, .again(failed, due: at(6)))
            #expect(try await claim(store, at: 5) == [])
            let second = try #require(try await claim(store, at: 6).first)
            #expect(second.attempts == 1 && second.step == 1 && second.answer == failed)
            let dead = OutboxAnswer(at: at(7), status: 500, text: "no \u{1F4A5}")
            try await store.finish(second.id, claim: second.claim, .dead(dead))
            #expect(try await claim(store, at: 99) == [])
            let figures = try await store.outboxFigures(.webhook)
            #expect(figures == OutboxFigures(waiting: 0, dead: 1, oldest: nil))

            #expect(try await store.sendAgain(first.id, of: "other", .webhook, at: at(8)) == nil)
            #expect(try await store.sendAgain(999, of: "shop", .webhook, at: at(8)) == nil)
            let row = try #require(
                try await store.sendAgain(first.id, of: "shop", .webhook, at: at(8)))
            #expect(row.state == .waiting && row.attempts == 2 && row.step == 0)
            #expect(row.answer == dead && row.endedAt == nil && row.message == message("a"))
            let third = try #require(try await claim(store, at: 8).first)
            #expect(third.attempts == 2 && third.step == 0)
            // Wanted once more while it is on its way: what that way comes to is not its end.
            _ = try await store.sendAgain(first.id, of: "shop", .webhook, at: at(9))
            #expect(
                try await !store.finish(
                    third.id, claim: third.claim, .delivered(OutboxAnswer(at: at(9)))))
            #expect(try await claim(store, at: 9).count == 1)
        }
    }

    @Test("A target has only so many waiting; others do not notice", arguments: Backend.allCases)
    func bounded(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            let many = (0..<5).map { message("a\($0)", to: "a") }
            #expect(try await put(store, many + [message("b0", to: "b")], limit: 3) == 6)
            #expect(try await put(store, [message("a5", to: "a")], at: 1, limit: 3) == 1)
            let rows = try await store.rows(OutboxQuery(channel: .webhook, target: "a", limit: 9))
            #expect(
                rows.map(\.state) == [.dead, .dead, .dead, .waiting, .waiting, .waiting])
            #expect(rows[0].answer == OutboxAnswer(at: at(1), problem: "too_many_waiting"))
            #expect(rows[0].endedAt == at(1) && rows[0].attempts == 0)
            let dead = try await store.rows(
                OutboxQuery(channel: .webhook, target: "a", state: .dead, limit: 2))
            #expect(dead.map(\.message.key) == ["a5", "a4"])
            let figures = try await store.outboxFigures(.webhook)
            #expect(figures == OutboxFigures(waiting: 4, dead: 3, oldest: at(0)))
        }
    }

    @Test("What is old is forgotten, what waits never", arguments: Backend.allCases)
    func sweeping(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            _ = try await put(store, (0..<4).map { message("\($0)") } + [message("waits")])
            for (row, second) in zip(try await claim(store, at: 0, limit: 4), 1...) {
                let answer = OutboxAnswer(at: at(second))
                try await store.finish(
                    row.id, claim: row.claim, second < 4 ? .delivered(answer) : .dead(answer))
            }
            func sweep(_ delivered: Int, _ dead: Int, limit: Int = 100) async throws -> Int {
                try await store.sweepOutbox(
                    .webhook, deliveredBefore: at(delivered), deadBefore: at(dead), limit: limit)
            }
            #expect(try await sweep(1, 1) == 0)
            #expect(try await sweep(4, 1, limit: 2) == 2)
            #expect(try await sweep(4, 4) == 1)
            #expect(try await sweep(99, 99) == 1)
            let rows = try await store.rows(
                OutboxQuery(channel: .webhook, target: "shop", limit: 9))
            #expect(rows.map(\.message.key) == ["waits"])
        }
    }

    @Test("The generation stays as it is", arguments: Backend.allCases)
    func generation(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            let one = try await store.generation()
            #expect(!one.isEmpty)
            #expect(try await store.generation() == one)
        }
    }
}

@Suite("Every store keeps documents' secrets alike")
struct SecretContractTests {
    @Test("Two hold for a while after a rotation", arguments: Backend.allCases)
    func rotation(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            let key = DocumentKey("webhook", DocumentID(unchecked: "shop"))
            let other = DocumentKey("webhook", DocumentID(unchecked: "other"))
            func at(_ second: Int64) -> Timestamp { Timestamp(milliseconds: second * 1000) }
            #expect(try await store.secrets(of: key, at: at(0)) == [])
            try await store.rotateSecret(of: key, to: [1], at: at(0), formerUntil: at(10))
            try await store.rotateSecret(of: other, to: [9], at: at(0), formerUntil: at(10))
            #expect(try await store.secrets(of: key, at: at(99)) == [[1]])
            try await store.rotateSecret(of: key, to: [2], at: at(5), formerUntil: at(15))
            #expect(try await store.secrets(of: key, at: at(14)) == [[2], [1]])
            #expect(try await store.secrets(of: key, at: at(15)) == [[2]])
            // Never more than two.
            try await store.rotateSecret(of: key, to: [3], at: at(6), formerUntil: at(16))
            #expect(try await store.secrets(of: key, at: at(7)) == [[3], [2]])
            #expect(try await store.secrets(of: other, at: at(7)) == [[9]])
        }
    }
}
