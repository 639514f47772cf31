import BeckonModel
import BeckonStore
import Foundation
import StoreTesting
import Testing

@testable import BeckonSQLite

@Suite("A damaged line damages its own ticket")
struct DamagedTicketTests {
    private func change(_ path: String, _ sql: String, file: String = "beckon.sqlite") throws {
        try Connection(path: "\(path)/\(file)").execute(sql)
    }

    @Test(
        "What is left of its log is read under its numbers, and its row says that it is read-only",
        arguments: [
            "UPDATE log SET body = x'7b' WHERE position = 6",
            "UPDATE log SET body = x'ff00ff' WHERE position = 6",
            "DELETE FROM log WHERE position = 6",
            "UPDATE log SET body = CAST(replace(body, '\"seq\":6', '\"seq\":8') AS BLOB) WHERE position = 6",
        ], [true, false])
    func reading(_ damage: String, withoutIndex: Bool) async throws {
        try await TemporaryDirectory.with { path in
            let (first, others) = try await workedStore(in: path)
            let id = first.id
            try change(path, damage)
            if withoutIndex { #expect(unlink(path + "/beckon-index.sqlite") == 0) }
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            let log = try await store.log(of: id, after: 0, limit: 100)
            #expect(log.map(\.seq) == Array(1...10))
            let entries = log.map { EncodedEntry(reading: $0, of: id).entry }
            #expect(entries.filter { $0.body == .damaged }.map(\.seq) == [6])
            #expect(entries.map(\.seq) == Array(1...10))
            #expect(try await store.log(of: id, before: 9, limit: 4).map(\.seq) == [5, 6, 7, 8])
            #expect(try await store.log(of: id, after: 5, limit: 1).map(\.seq) == [6])
            #expect(zip(log, log.dropFirst()).allSatisfy { $0.at <= $1.at })
            let folded = try #require(Ticket(log: entries))
            #expect(folded.readOnly == .damaged)
            #expect(folded.preview?.text == "Line 7")
            if withoutIndex {
                #expect(try await store.ticket(id)?.ticket == folded.projected)
            }
            for ticket in others {
                #expect(try await store.ticket(ticket.id)?.ticket == ticket.projected)
            }
            #expect(try await store.verify() != [])
            await store.close()
        }
    }

    @Test("A line beside which another number stands is read by its own")
    func numbered() async throws {
        try await TemporaryDirectory.with { path in
            let (first, _) = try await workedStore(in: path)
            try change(path, "UPDATE log SET seq = 99 WHERE position = 6")
            for index in ["", "beckon-index.sqlite"] {
                if !index.isEmpty { #expect(unlink("\(path)/\(index)") == 0) }
                let store = try await SQLiteStore.open(DataDirectory(path: path))
                let log = try await store.log(of: first.id, after: 0, limit: 100)
                #expect(log.map(\.seq) == Array(1...10))
                let ticket = try await store.ticket(first.id)?.ticket
                #expect(ticket == first.projected)
                #expect(try await store.verify() != [])
                await store.close()
            }
        }
    }

    @Test("Without its first line a ticket is in no list, and nobody else is hindered")
    func headless() async throws {
        try await TemporaryDirectory.with { path in
            let (first, others) = try await workedStore(in: path)
            try change(path, "UPDATE log SET body = x'7b' WHERE position = 1")
            #expect(unlink(path + "/beckon-index.sqlite") == 0)
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            #expect(try await store.ticket(first.id) == nil)
            let listed = try await store.allPages(TicketQuery())
            #expect(listed.count == others.count)
            await store.close()
        }
    }

    @Test("What can only be read is left out where tickets are looked for to be changed")
    func writable() async throws {
        try await TemporaryDirectory.with { path in
            let (first, _) = try await workedStore(in: path)
            try change(path, "DELETE FROM log WHERE position = 6")
            #expect(unlink(path + "/beckon-index.sqlite") == 0)
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            var query = TicketQuery()
            query.customer = first.customer.id
            let all = try await store.tickets(query).records.map(\.ticket.id)
            query.isWritable = true
            let writable = try await store.tickets(query).records.map(\.ticket.id)
            #expect(all.filter { !writable.contains($0) } == [first.id])
            await store.close()
        }
    }

    @Test(
        "A row that says something else than its log is folded again, and counted right",
        arguments: [
            "UPDATE ticket SET status = 'closed', chat = 'closed', state = 28 WHERE number = 1001",
            "UPDATE ticket SET seq = 4, preview_text = 'old' WHERE number = 1001",
            "UPDATE ticket SET status = 'nonsense' WHERE number = 1001",
            "DELETE FROM ticket WHERE number = 1001",
        ])
    func mending(_ damage: String) async throws {
        try await TemporaryDirectory.with { path in
            let (first, _) = try await workedStore(in: path)
            let id = first.id
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            let before = try await store.projectionRows()
            try store.changeIndex(damage, in: path)
            #expect(try await store.projectionRows() != before)
            try await store.mend(id)
            #expect(try await store.ticket(id)?.ticket == first.projected)
            #expect(try await store.projectionRows() == before)
            #expect(try await store.verify() == [])
            await store.close()
        }
    }
}
