import BeckonModel
import BeckonStore
import StoreTesting
import Testing

@testable import BeckonSQLite

@Suite struct ProjectionTests {
    @Test("Rebuilding the projections gives the same rows", arguments: [UInt64(71), 72])
    func rebuild(seed: UInt64) async throws {
        try await TemporaryDirectory.with { path in
            var options = SQLiteOptions()
            options.foldDelay = .zero
            options.foldChunk = 30
            let store = try await SQLiteStore.open(DataDirectory(path: path), options: options)
            var workload = Workload(seed: seed)
            for _ in 0..<300 { #expect(await store.appended(workload.next()) == .committed) }
            let before = try await store.projectionRows()
            #expect(before.count > 2 * workload.tickets.count)
            try store.changeIndex("UPDATE ticket SET subject = 'x'; DELETE FROM tally", in: path)
            #expect(try await store.projectionRows() != before)
            try await store.rebuildProjections()
            #expect(try await store.projectionRows() == before)
            #expect(try await store.verify() == [])
            await store.close()
        }
    }

    @Test("Rebuilding takes along what was not folded yet")
    func rebuildUnfolded() async throws {
        try await TemporaryDirectory.with { path in
            let store = try await SQLiteStore.open(DataDirectory(path: path), options: .late)
            var workload = Workload(seed: 73)
            for _ in 0..<50 { _ = await store.appended(workload.next()) }
            try await store.rebuildProjections()
            #expect(store.writer.tail.isFolded)
            for _ in 0..<50 { _ = await store.appended(workload.next()) }
            #expect(try await store.allPages(TicketQuery()).count == workload.tickets.count)
            #expect(try await store.verify() == [])
            await store.close()
        }
    }

    struct Damage: Sendable {
        let sql: String
        let finding: String
    }

    @Test(
        "Each damage is found",
        arguments: [
            Damage(sql: "UPDATE ticket SET seq = seq + 1 WHERE key = 1", finding: "ticket: "),
            Damage(sql: "DELETE FROM ticket WHERE key = 2", finding: "ticket: "),
            Damage(sql: "UPDATE tally SET tickets = tickets + 1", finding: "tally: "),
            Damage(sql: "DELETE FROM creation", finding: "creation: "),
            Damage(sql: "DELETE FROM span WHERE first = 1", finding: "span: "),
            Damage(sql: "UPDATE span SET positions = x'01'", finding: "span: "),
            Damage(sql: "DELETE FROM log WHERE seq = 2", finding: "span: "),
            Damage(sql: "UPDATE log SET body = x'7b7d' WHERE position = 3", finding: "log: "),
            Damage(sql: "UPDATE log SET at = at + 1 WHERE position = 3", finding: "log: "),
            Damage(
                sql: "INSERT INTO search(rowid, words) VALUES (1, 'stray')", finding: "search: "),
        ])
    func damage(_ damage: Damage) async throws {
        try await TemporaryDirectory.with { path in
            let store = try await SQLiteStore.open(DataDirectory(path: path), options: .late)
            var workload = Workload(seed: 74)
            for _ in 0..<30 { _ = await store.appended(workload.next()) }
            #expect(try await store.verify() == [])
            if damage.sql.contains(" log ") {
                try await store.writer.write { connection throws(SQLiteFailure) in
                    try connection.execute(damage.sql)
                }
            } else {
                try store.changeIndex(damage.sql, in: path)
            }
            let findings = try await store.verify()
            #expect(findings.contains { $0.hasPrefix(damage.finding) }, "\(findings)")
            await store.close()
        }
    }
}
