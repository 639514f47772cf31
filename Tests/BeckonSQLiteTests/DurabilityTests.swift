import BeckonModel
import BeckonStore
import BeckonWire
import Foundation
import StoreTesting
import Testing

@testable import BeckonSQLite

@Suite struct DurabilityTests {
    @Test("Reopening keeps everything")
    func reopen() async throws {
        try await TemporaryDirectory.with { path in
            var workload = Workload(seed: 51)
            var store = try await SQLiteStore.open(DataDirectory(path: path), options: .late)
            for _ in 0..<200 { #expect(await store.appended(workload.next()) == .committed) }
            let id = workload.tickets[0].id
            var marks = Marks()
            marks.user.seen = 2
            store.save(marks, of: id)
            let change = DocumentChange(
                key: DocumentKey(Inbox.kind, .main), basis: 0, json: #"{"name":"Beckon"}"#,
                isArchived: false, by: .init(party: "staff", id: "dana", name: "Dana"),
                at: Timestamp(milliseconds: 1))
            #expect(try await store.save(change) == .saved(1))
            let list = try await store.allPages(TicketQuery())
            await store.close()

            store = try await SQLiteStore.open(DataDirectory(path: path))
            #expect(try await store.allPages(TicketQuery()) == list)
            #expect(list.count == workload.tickets.count)
            #expect(try await store.ticket(id)?.marks == marks)
            #expect(try await store.documents(changedAfter: 0).map(\.json) == [change.json])
            #expect(try store.takeTicketNumber() == 1001 + list.count)
            #expect(await store.appended(workload.say("again", on: 0)) == .committed)
            #expect(try await store.verify() == [])
            await store.close()
        }
    }

    @Test("What was committed but not folded before a crash is folded when opening")
    func crash() async throws {
        try await TemporaryDirectory.with { path in
            var workload = Workload(seed: 52)
            let store = try await SQLiteStore.open(DataDirectory(path: path), options: .late)
            for _ in 0..<100 { #expect(await store.appended(workload.next()) == .committed) }
            _ = try await store.tickets(TicketQuery())
            for _ in 0..<100 { #expect(await store.appended(workload.next()) == .committed) }
            #expect(try await store.integer("SELECT max(position) FROM log") > 200)
            #expect(!store.writer.tail.isFolded)
            try copyFiles(from: path, to: path + "/copy")

            let copy = try await SQLiteStore.open(DataDirectory(path: path + "/copy"))
            #expect(try await copy.verify() == [])
            #expect(try copy.takeTicketNumber() == 1001 + workload.tickets.count)
            #expect(
                try await copy.allPages(TicketQuery()) == store.allPages(TicketQuery()))
            #expect(await copy.appended(workload.say("on", on: 0)) == .committed)
            await copy.close()
            await store.close()
        }
    }

    @Test("A failed sync is never trusted: all writing fails until the store is opened anew")
    func failedSync() async throws {
        try await TemporaryDirectory.with { path in
            var workload = Workload(seed: 53)
            var store = try await SQLiteStore.open(DataDirectory(path: path))
            let opened = workload.open()
            #expect(await store.appended(opened) == .committed)
            store.writer.syncFailed()
            let said = workload.say("lost", on: 0)
            #expect(await store.appended(said) == .failed(.unavailable))
            #expect(await store.appended(said) == .failed(.unavailable))
            await #expect(throws: StoreError.unavailable) { try await store.check() }
            #expect(try await store.log(of: opened.ticket, after: 0, limit: 9).count == 3)
            await store.close()
            store = try await SQLiteStore.open(DataDirectory(path: path))
            #expect(await store.appended(said) == .committed)
            await store.close()
        }
    }

    @Test("Which of SQLite's answers mean a failed sync")
    func syncCodes() {
        #expect(SQLiteFailure(code: 1034).isFailedSync)
        #expect(SQLiteFailure(code: 1290).isFailedSync)
        #expect(!SQLiteFailure(code: 13).isFailedSync)
        #expect(!SQLiteFailure(code: 778).isFailedSync)
    }

    @Test("On a full disk appends fail and change nothing, reading goes on, and it recovers")
    func fullDisk() async throws {
        try await TemporaryDirectory.with { path in
            var workload = Workload(seed: 54)
            let store = try await SQLiteStore.open(DataDirectory(path: path), options: .late)
            let opened = workload.open(text: "hello")
            #expect(await store.appended(opened) == .committed)
            let pages = try await store.integer("PRAGMA data.page_count")
            try await store.pragma("max_page_count=\(pages + 8)")
            let text = String(repeating: "word ", count: 1500)
            var count = 3
            var refused: (ticket: TicketID, entries: [Entry])?
            while refused == nil, count < 100 {
                let said = workload.say(text, on: 0)
                switch await store.appended(said) {
                case .committed: count += 1
                case let outcome:
                    #expect(outcome == .failed(.unavailable))
                    refused = said
                }
            }
            let again = try #require(refused)
            #expect(await store.appended(again) == .failed(.unavailable))
            #expect(try await store.log(of: opened.ticket, after: 0, limit: 999).count == count)
            #expect(try await store.ticket(opened.ticket)?.ticket.seq == count)

            try await store.pragma("max_page_count=1000000")
            #expect(await store.appended(again) == .committed)
            #expect(try await store.tickets(TicketQuery()).records.first?.ticket.seq == count + 1)
            #expect(try await store.verify() == [])
            await store.close()
        }
    }

    @Test("A list that cannot be folded fails, and answers once folding succeeds again")
    func failingFold() async throws {
        try await TemporaryDirectory.with { path in
            var workload = Workload(seed: 55)
            let store = try await SQLiteStore.open(DataDirectory(path: path), options: .late)
            for _ in 0..<300 { _ = await store.appended(workload.open()) }
            let refusal = """
                CREATE TRIGGER full BEFORE INSERT ON ticket BEGIN SELECT raise(FAIL, 'full'); END
                """
            try store.changeIndex(refusal, in: path)
            await #expect(throws: StoreError.unavailable) {
                try await store.tickets(TicketQuery())
            }
            let first = workload.tickets[0]
            #expect(try await store.ticket(first.id)?.ticket == first.projected)
            #expect(try await store.log(of: first.id, after: 0, limit: 9).count == 3)
            try store.changeIndex("DROP TRIGGER full", in: path)
            #expect(try await store.allPages(TicketQuery()).count == 300)
            #expect(try await store.verify() == [])
            await store.close()
        }
    }

    @Test(
        "An index that is missing, damaged, of another version or of another log is made anew",
        arguments: ["DELETE", "DAMAGE", "PRAGMA user_version=0", "UPDATE folded SET digest = 7"])
    func otherIndex(_ change: String) async throws {
        try await TemporaryDirectory.with { path in
            var workload = Workload(seed: 56)
            var store = try await SQLiteStore.open(DataDirectory(path: path))
            for _ in 0..<200 { #expect(await store.appended(workload.next()) == .committed) }
            let rows = try await store.projectionRows()
            await store.close()

            let index = path + "/beckon-index.sqlite"
            switch change {
            case "DELETE": try FileManager.default.removeItem(atPath: index)
            case "DAMAGE": try Data(repeating: 0x5A, count: 8192).write(to: URL(filePath: index))
            default: try Connection(path: index).execute(change + "; DELETE FROM tally")
            }
            store = try await SQLiteStore.open(DataDirectory(path: path))
            #expect(try await store.projectionRows() == rows)
            #expect(try await store.verify() == [])
            #expect(try store.takeTicketNumber() == 1001 + workload.tickets.count)
            await store.close()
        }
    }

    @Test("An index that is newer than a restored log is made anew")
    func restoredLog() async throws {
        try await TemporaryDirectory.with { path in
            var workload = Workload(seed: 57)
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            for _ in 0..<50 { _ = await store.appended(workload.next()) }
            try copyFiles(from: path, to: path + "/copy", index: false)
            let tickets = workload.tickets.count
            for _ in 0..<50 { _ = await store.appended(workload.next()) }
            await store.close()
            try FileManager.default.copyItem(
                atPath: path + "/beckon-index.sqlite", toPath: path + "/copy/beckon-index.sqlite")

            let copy = try await SQLiteStore.open(DataDirectory(path: path + "/copy"))
            #expect(try await copy.verify() == [])
            #expect(try await copy.allPages(TicketQuery()).count == tickets)
            await copy.close()
        }
    }

    @Test("Appends wait for the fold beyond the limit, and fail while it cannot be done")
    func unfoldedLimit() async throws {
        try await TemporaryDirectory.with { path in
            var workload = Workload(seed: 58)
            var options = SQLiteOptions.late
            options.unfoldedLimit = 30
            let store = try await SQLiteStore.open(DataDirectory(path: path), options: options)
            for _ in 0..<100 { #expect(await store.appended(workload.open()) == .committed) }
            #expect(store.writer.index.foldCount >= 5)
            let refusal = """
                CREATE TRIGGER full BEFORE INSERT ON ticket BEGIN SELECT raise(FAIL, 'full'); END
                """
            try store.changeIndex(refusal, in: path)
            var refused: (ticket: TicketID, entries: [Entry])?
            for _ in 0..<40 where refused == nil {
                let opened = workload.open()
                if await store.appended(opened) == .failed(.unavailable) { refused = opened }
            }
            let again = try #require(refused)
            try store.changeIndex("DROP TRIGGER full", in: path)
            _ = try await store.tickets(TicketQuery())
            #expect(await store.appended(again) == .committed)
            #expect(try await store.verify() == [])
            await store.close()
        }
    }
}
