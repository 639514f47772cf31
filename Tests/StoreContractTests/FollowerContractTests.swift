import BeckonStore
import StoreTesting
import Testing

@Suite("Every store keeps leases and cursors alike")
struct FollowerContractTests {
    private let one = NodeID("one")
    private let other = NodeID("other")
    private static let time = Duration.seconds(30)

    @Test("A lease has one holder, until it runs out", arguments: Backend.allCases)
    func oneHolder(_ backend: Backend) async throws {
        let clock = ManualTime()
        try await backend.run(leaseTime: clock.time) { store async throws in
            let first = try #require(await store.takeLease("mail", for: one, lasting: Self.time))
            #expect(first.holder == one)
            #expect(try await store.takeLease("mail", for: other, lasting: Self.time) == nil)
            #expect(try await store.takeLease("push", for: other, lasting: Self.time) != nil)
            clock.pass(.seconds(20))
            #expect(try await store.takeLease("mail", for: one, lasting: Self.time) == first)
            clock.pass(.seconds(29))
            #expect(try await store.takeLease("mail", for: other, lasting: Self.time) == nil)
            clock.pass(.seconds(1))
            let second = try #require(
                await store.takeLease("mail", for: other, lasting: Self.time))
            #expect(second.holder == other)
            #expect(second.token > first.token)
            #expect(try await store.takeLease("mail", for: one, lasting: Self.time) == nil)
        }
    }

    @Test(
        "Who is late, but was not missed, goes on under the same token", arguments: Backend.allCases
    )
    func renewedLate(_ backend: Backend) async throws {
        let clock = ManualTime()
        try await backend.run(leaseTime: clock.time) { store async throws in
            let first = try await store.takeLease("mail", for: one, lasting: Self.time)
            clock.pass(.seconds(300))
            #expect(try await store.takeLease("mail", for: one, lasting: Self.time) == first)
            #expect(try await store.takeLease("mail", for: other, lasting: Self.time) == nil)
        }
    }

    @Test(
        "What is given back may be taken at once; what is another's stays",
        arguments: Backend.allCases)
    func release(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            let first = try #require(await store.takeLease("mail", for: one, lasting: Self.time))
            try await store.release(first)
            let second = try #require(
                await store.takeLease("mail", for: other, lasting: Self.time))
            #expect(second.token > first.token)
            try await store.release(first)
            #expect(try await store.takeLease("mail", for: one, lasting: Self.time) == nil)
        }
    }

    @Test("Of 50 who want a lease one gets it", arguments: Backend.allCases)
    func race(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            try await withThrowingTaskGroup(of: Lease?.self) { group in
                for number in 0..<50 {
                    group.addTask { [store] in
                        try await store.takeLease(
                            "mail", for: NodeID("node \(number)"), lasting: Self.time)
                    }
                }
                var taken: [Lease] = []
                for try await lease in group { if let lease { taken.append(lease) } }
                // Some may think so for a moment; what only one of them can do is save.
                let cursor = LogCursor(position: 1)
                var saved = 0
                for lease in taken
                where try await store.save(cursor, of: "mail", under: lease) { saved += 1 }
                #expect(saved == 1)
            }
        }
    }

    @Test("A cursor is saved under the newest lease only", arguments: Backend.allCases)
    func fencing(_ backend: Backend) async throws {
        let clock = ManualTime()
        try await backend.run(leaseTime: clock.time) { store async throws in
            #expect(try await store.cursor(of: "mail") == nil)
            let first = try #require(await store.takeLease("mail", for: one, lasting: Self.time))
            #expect(try await store.save(LogCursor(position: 7), of: "mail", under: first))
            #expect(try await store.cursor(of: "mail") == LogCursor(position: 7))
            #expect(try await store.cursor(of: "push") == nil)
            clock.pass(Self.time)
            // Nobody else came: nothing is lost by letting it go on.
            #expect(try await store.save(LogCursor(position: 8), of: "mail", under: first))
            let second = try #require(
                await store.takeLease("mail", for: other, lasting: Self.time))
            #expect(try await !store.save(LogCursor(position: 9), of: "mail", under: first))
            #expect(try await store.cursor(of: "mail") == LogCursor(position: 8))
            #expect(try await store.save(LogCursor(position: 10), of: "mail", under: second))
            #expect(try await !store.save(LogCursor(position: 11), of: "push", under: second))
            #expect(try await store.cursor(of: "push") == nil)
        }
    }
}
