import BeckonModel
import BeckonStore
import StoreTesting
import Testing

@testable import BeckonSQLite

@Suite("The outbox in its file")
struct OutboxFileTests {
    private let now = Timestamp(milliseconds: 1_767_225_600_000)
    private let query = OutboxQuery(channel: .webhook, target: "shop", limit: 9)

    private func put(_ key: String, in store: SQLiteStore) async throws {
        _ = try await store.enqueue(
            [
                OutboxMessage(
                    key: key, channel: .webhook, target: "shop", kind: "ticket.created",
                    ticket: nil, payload: Array(key.utf8))
            ], at: now, limit: 10)
    }

    @Test("What waits, its attempts and secrets are there after a start; so is the generation")
    func reopened() async throws {
        try await TemporaryDirectory.with { path in
            let key = DocumentKey("webhook", DocumentID(unchecked: "shop"))
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            try await put("a", in: store)
            try await store.rotateSecret(of: key, to: [0, 1, 2], at: now, formerUntil: now)
            let row = try #require(
                try await store.claim(
                    OutboxDemand(
                        channel: .webhook, now: now, leaseEnd: now.advanced(by: .seconds(30)),
                        limit: 1, perTarget: 1)
                ).first)
            let answer = OutboxAnswer(at: now, status: 500, text: "no")
            _ = try await store.finish(
                row.id, claim: row.claim, .again(answer, due: now.advanced(by: .seconds(5))))
            let before = try await store.rows(query)
            let generation = try await store.generation()
            await store.close()

            let again = try await SQLiteStore.open(DataDirectory(path: path))
            #expect(try await again.rows(query) == before)
            #expect(before.first?.answer == answer && before.first?.attempts == 1)
            #expect(try await again.secrets(of: key, at: now) == [[0, 1, 2]])
            #expect(try await again.generation() == generation)
            await again.close()
        }
    }

    @Test("A restore has what waited, and a generation of its own")
    func restored() async throws {
        try await TemporaryDirectory.with { path in
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            try await put("a", in: store)
            let generation = try await store.generation()
            await store.close()
            #expect(try Backup(of: path, to: path + "/backup.sqlite").run() == [])
            var found: Set<String> = [generation]
            for _ in 0..<2 {
                _ = try Restore(from: path + "/backup.sqlite", to: path).run()
                let restored = try await SQLiteStore.open(DataDirectory(path: path))
                #expect(try await restored.rows(query).map(\.message.key) == ["a"])
                found.insert(try await restored.generation())
                await restored.close()
            }
            #expect(found.count == 3)
        }
    }
}
