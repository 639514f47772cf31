import BeckonModel
import BeckonStore
import Foundation
import StoreTesting
import Testing

@testable import BeckonSQLite

/// A damaged file may hold any number. None may end the process, and none may damage more than its own ticket.
@Suite struct DamagedNumbersTests {
    static let most = "9223372036854775807"
    static let least = "(-9223372036854775807 - 1)"

    private static let newest = """
        WHERE (ticket, first) IN (SELECT ticket, max(first) FROM span GROUP BY ticket)
        """

    private static let lines = [
        "seq = \(most)", "seq = \(least)", "seq = -1", "seq = 0", "seq = 21001",
        "seq = \(most), body = x'7b'", "seq = \(least), body = x'7b'",
        "at = \(most), body = x'7b'", "at = \(least), body = x'7b'",
        "position = \(most)", "position = \(least)", "position = -5",
        "position = \(most), seq = \(most)",
        #"body = CAST(replace(body, '"seq":6', '"seq":\#(most)') AS BLOB)"#,
        #"body = CAST(replace(body, '"seq":6', '"seq":-\#(most)') AS BLOB)"#,
        "ticket = x'00'",
    ].map { "UPDATE log SET \($0) WHERE position = 6" }

    private static let others = [
        "UPDATE log SET seq = \(most)", "UPDATE log SET seq = \(least)",
        "UPDATE log SET at = \(least)",
        "UPDATE log SET position = \(most) WHERE position = (SELECT max(position) FROM log)",
        "UPDATE log SET body = CAST(replace(body, '\"number\":1001', '\"number\":\(most)') AS BLOB)",
        "INSERT INTO mark SELECT ticket, \(most), \(least), -1, \(most) FROM log GROUP BY ticket",
    ]

    private func damage(_ path: String, _ sql: String, withoutIndex: Bool) throws {
        try Connection(path: path + "/beckon.sqlite").execute(sql)
        if withoutIndex { #expect(unlink(path + "/beckon-index.sqlite") == 0) }
    }

    /// What the command line does with it.
    private func backUp(_ path: String) throws -> [String] {
        let copy = path + "/backup.sqlite"
        defer { unlink(copy) }
        let findings = try Backup(of: path, to: copy).run()
        if !findings.isEmpty {
            #expect(throws: BackupFailure.damaged(copy, findings: findings)) {
                try Restore(from: copy, to: path + "/restored").run()
            }
        }
        return findings
    }

    @Test(
        "A number that no line can have damages its own ticket, and is named",
        arguments: lines, [true, false])
    func line(_ sql: String, withoutIndex: Bool) async throws {
        try await TemporaryDirectory.with { path in
            let (first, others) = try await workedStore(in: path)
            try damage(path, sql, withoutIndex: withoutIndex)
            #expect(try backUp(path) != [])
            for _ in 0..<2 {
                let store = try await SQLiteStore.open(DataDirectory(path: path))
                let log = try await store.log(of: first.id, after: 0, limit: 100)
                #expect(log.map(\.seq) == Array(1...10))
                #expect(log.allSatisfy { $0.sound(as: $0.seq, of: first.id) != nil })
                _ = try await store.ticket(first.id)
                for ticket in others {
                    #expect(try await store.ticket(ticket.id)?.ticket == ticket.projected)
                }
                #expect(try await store.verify() != [])
                let following = try await store.log(after: 0, limit: 1_000)
                #expect(following.allSatisfy { $0.line.seq.isEntryNumber })
                await store.close()
            }
        }
    }

    @Test(
        "With such numbers everywhere it starts, answers and stores all the same",
        arguments: others, [true, false])
    func everywhere(_ sql: String, withoutIndex: Bool) async throws {
        try await TemporaryDirectory.with { path in
            let (first, _) = try await workedStore(in: path)
            try damage(path, sql, withoutIndex: withoutIndex)
            _ = try backUp(path)
            var workload = Workload(seed: 302)
            for round in 1...2 {
                let store = try await SQLiteStore.open(DataDirectory(path: path))
                _ = try await store.log(of: first.id, after: 0, limit: 100)
                #expect(await store.appended(workload.open(text: "New")) == .committed)
                #expect(await store.appended(workload.say("More", on: round - 1)) == .committed)
                let new = workload.tickets[round - 1]
                #expect(try await store.ticket(new.id)?.ticket == new.projected)
                #expect(try store.takeTicketNumber() < 10_000)
                _ = try await store.verify()
                await store.close()
            }
        }
    }

    @Test(
        "An index with such numbers is folded anew or said to be damaged",
        arguments: [
            "UPDATE span SET first = \(most) \(newest)",
            "UPDATE span SET first = \(least) \(newest)",
            "UPDATE span SET count = \(most)", "UPDATE ticket SET number = \(most), seq = \(most)",
            "UPDATE folded SET position = \(most)", "UPDATE folded SET position = \(least)",
        ])
    func index(_ sql: String) async throws {
        try await TemporaryDirectory.with { path in
            let (first, _) = try await workedStore(in: path)
            try Connection(path: path + "/beckon-index.sqlite").execute(sql)
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            _ = try? await store.log(of: first.id, after: 0, limit: 100)
            _ = try? await store.tickets(TicketQuery())
            _ = try await store.verify()
            var workload = Workload(seed: 303)
            #expect(await store.appended(workload.open(text: "New")) == .committed)
            await store.close()
        }
    }

    @Test("Lines that an index knows and the log lost are named, whatever the index says")
    func lost() async throws {
        try await TemporaryDirectory.with { path in
            _ = try await workedStore(in: path)
            try Connection(path: path + "/beckon.sqlite")
                .execute("DELETE FROM log WHERE position > 8")
            try Connection(path: path + "/beckon-index.sqlite")
                .execute("UPDATE span SET first = \(Self.most) \(Self.newest)")
            let told = ToldNotices()
            let store = try await SQLiteStore.open(DataDirectory(path: path), tell: told.tell)
            #expect(told.words.contains("Lines of the log are lost"))
            await store.close()
        }
    }

    @Test("Positions that do not ascend are not read back, and end nothing")
    func positions() {
        for positions in [[5, 3], [-1], [.max, .min], [.min, .max], [0]] as [[Int64]] {
            #expect(SpanPositions.decode(SpanPositions.encode(positions)) != positions)
        }
    }
}
