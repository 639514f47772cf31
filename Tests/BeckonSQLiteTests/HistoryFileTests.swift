import BeckonModel
import BeckonStore
import Foundation
import StoreTesting
import Testing

@testable import BeckonSQLite

@Suite("The file of the history")
struct HistoryFileTests {
    private func fill(_ store: SQLiteStore, seed: UInt64) async throws -> ReportFact {
        var workload = Workload(seed: seed)
        let (ticket, entries) = workload.open()
        #expect(await store.appended(ticket, entries) == .committed)
        let facts = ReportFact.facts(of: entries[0], before: nil)
        let end = LogCursor(position: try await store.newestPosition())
        #expect(try await store.save(facts, from: .beginning, upTo: end))
        return try #require(facts.first)
    }

    @Test("outlives a restart")
    func restart() async throws {
        try await TemporaryDirectory.with { path in
            var store = try await SQLiteStore.open(DataDirectory(path: path))
            let fact = try await fill(store, seed: 1)
            let cursor = try await store.historyCursor()
            await store.close()
            store = try await SQLiteStore.open(DataDirectory(path: path))
            #expect(try await store.history(HistoryQuery()).facts == [fact])
            #expect(try await store.historyCursor() == cursor)
            await store.close()
        }
    }

    @Test(
        "is made anew where it was deleted, is damaged, or belongs to another log",
        arguments: [
            "deleted", "damaged", "another",
        ])
    func madeAnew(_ what: String) async throws {
        try await TemporaryDirectory.with { path in
            var store = try await SQLiteStore.open(DataDirectory(path: path))
            _ = try await fill(store, seed: 1)
            await store.close()
            let file = path + "/beckon-history.sqlite"
            switch what {
            case "deleted": try FileManager.default.removeItem(atPath: file)
            case "damaged":
                try Data(repeating: 0x41, count: 20_000).write(to: URL(fileURLWithPath: file))
            default:
                try await TemporaryDirectory.with { other in
                    let foreign = try await SQLiteStore.open(DataDirectory(path: other))
                    _ = try await fill(foreign, seed: 2)
                    await foreign.close()
                    try FileManager.default.removeItem(atPath: file)
                    try FileManager.default.copyItem(
                        atPath: other + "/beckon-history.sqlite", toPath: file)
                }
            }
            store = try await SQLiteStore.open(DataDirectory(path: path))
            #expect(try await store.history(HistoryQuery()).facts == [])
            #expect(try await store.historyCursor() == .beginning)
            await store.close()
        }
    }
}

@Suite("Leases in the file")
struct LeaseFileTests {
    @Test("end with the process that held them; their tokens rise on")
    func restart() async throws {
        try await TemporaryDirectory.with { path in
            var store = try await SQLiteStore.open(DataDirectory(path: path))
            let first = try #require(
                await store.takeLease("mail", for: NodeID("one"), lasting: .seconds(3_600)))
            #expect(try await store.save(LogCursor(position: 4), of: "mail", under: first))
            await store.close()
            store = try await SQLiteStore.open(DataDirectory(path: path))
            let second = try #require(
                await store.takeLease("mail", for: NodeID("two"), lasting: .seconds(1)))
            #expect(second.token > first.token)
            #expect(try await store.cursor(of: "mail") == LogCursor(position: 4))
            #expect(try await !store.save(LogCursor(position: 5), of: "mail", under: first))
            await store.close()
        }
    }
}
