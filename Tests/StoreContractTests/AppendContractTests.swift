import BeckonModel
import BeckonStore
import StoreTesting
import Synchronization
import Testing

@Suite struct AppendContractTests {
    @Test("What was appended is read back, byte for byte", arguments: Backend.allCases)
    func readBack(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 1)
            let opened = workload.open()
            let said = workload.say("And another thing", on: 0)
            #expect(await store.appended(opened) == .committed)
            #expect(await store.appended(said) == .committed)
            let lines = (opened.entries + said.entries).map(LogLine.init(encoding:))
            #expect(try await store.log(of: opened.ticket, after: 0, limit: 100) == lines)
            #expect(try await store.log(of: opened.ticket, after: 2, limit: 1) == [lines[2]])
            #expect(try await store.log(of: opened.ticket, after: 4, limit: 9) == [])
            #expect(
                try await store.log(of: opened.ticket, before: 4, limit: 2) == Array(lines[1...2]))
            #expect(try await store.log(of: opened.ticket, before: 99, limit: 1) == [lines[3]])
            #expect(try await store.log(of: opened.ticket, before: 1, limit: 9) == [])
            let unknown = TicketID(high: 1, low: 1)
            #expect(try await store.log(of: unknown, after: 0, limit: 9) == [])
            #expect(try await store.ticket(unknown) == nil)
        }
    }

    @Test("An append at another place than the end changes nothing", arguments: Backend.allCases)
    func conflict(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 2)
            let opened = workload.open()
            let first = workload.say("first", on: 0)
            let second = workload.say("second", on: 0)
            #expect(await store.appended(second) == .conflict)
            #expect(await store.appended(opened) == .committed)
            #expect(await store.appended(opened) == .conflict)
            #expect(await store.appended(second) == .conflict)
            #expect(await store.appended(first) == .committed)
            #expect(await store.appended(first) == .conflict)
            #expect(await store.appended(second) == .committed)
            let log = try await store.log(of: opened.ticket, after: 0, limit: 99)
            #expect(log.map(\.seq) == Array(1...5))
            #expect(try log[4].decoded() == second.entries[0])
        }
    }

    @Test("A malformed append is refused as corrupt", arguments: Backend.allCases)
    func malformed(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 3)
            let opened = workload.open()
            #expect(await store.appended(opened.ticket, []) == .failed(.corrupt))
            let gap = [opened.entries[0], opened.entries[2]]
            #expect(await store.appended(opened.ticket, gap) == .failed(.corrupt))
            let other = TicketID(high: 9, low: 9)
            #expect(await store.appended(other, opened.entries) == .failed(.corrupt))
            #expect(try await store.ticket(opened.ticket) == nil)
        }
    }

    @Test("done is called once for each, in the order of the calls", arguments: Backend.allCases)
    func order(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 4)
            let changes = (0..<500).map { _ in workload.next() }
            let seen = Mutex<[Int]>([])
            await withCheckedContinuation { continuation in
                for (index, change) in changes.enumerated() {
                    store.append(
                        Append(ticket: change.ticket, entries: change.entries) { outcome in
                            #expect(outcome == .committed)
                            let count = seen.withLock { seen in
                                seen.append(index)
                                return seen.count
                            }
                            if count == changes.count { continuation.resume() }
                        })
                }
            }
            #expect(seen.withLock { $0 } == Array(0..<500))
        }
    }

    @Test("Of many who append the same number one wins", arguments: Backend.allCases)
    func race(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 5)
            let opened = workload.open()
            _ = await store.appended(opened)
            let said = workload.say("mine", on: 0)
            let wins = await withTaskGroup(of: AppendOutcome.self) { group in
                for _ in 0..<50 { group.addTask { await store.appended(said) } }
                return await group.reduce(0) { $0 + ($1 == .committed ? 1 : 0) }
            }
            #expect(wins == 1)
            #expect(try await store.log(of: opened.ticket, after: 0, limit: 99).count == 4)
        }
    }

    @Test("Every reader sees what was committed before", arguments: Backend.allCases)
    func readYourWrites(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for seed in 0..<8 {
                    group.addTask {
                        var workload = Workload(seed: UInt64(100 + seed))
                        let opened = workload.open(text: "hello", clientID: "c\(seed)")
                        _ = await store.appended(opened)
                        for count in 4...40 {
                            _ = await store.appended(workload.say("again", on: 0))
                            let log = try await store.log(of: opened.ticket, after: 0, limit: 99)
                            #expect(log.map(\.seq) == Array(1...count))
                            let last = try await store.log(of: opened.ticket, before: 99, limit: 7)
                            #expect(last == log.suffix(7))
                            #expect(try await store.ticket(opened.ticket)?.ticket.seq == count)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("Ticket numbers begin at the first and are given out once", arguments: Backend.allCases)
    func numbers(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            #expect(try store.takeTicketNumber() == Limits.firstTicketNumber)
            let taken = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<100 { group.addTask { try store.takeTicketNumber() } }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect(taken == Set(1002...1101))
        }
    }

    @Test("After closing everything is refused as closed", arguments: Backend.allCases)
    func closed(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 6)
            let opened = workload.open()
            let outcomes = Mutex<[AppendOutcome]>([])
            store.append(
                Append(ticket: opened.ticket, entries: opened.entries) { outcome in
                    outcomes.withLock { $0.append(outcome) }
                })
            await store.close()
            #expect(outcomes.withLock { $0 } == [.committed])
            #expect(await store.appended(workload.say("late", on: 0)) == .failed(.closed))
            #expect(throws: StoreError.closed) { try store.takeTicketNumber() }
            await #expect(throws: StoreError.closed) { try await store.ticket(opened.ticket) }
            await #expect(throws: StoreError.closed) { try await store.check() }
        }
    }

    @Test("A store that can write says so", arguments: Backend.allCases)
    func check(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            try await store.check()
            try await store.check()
        }
    }
}
