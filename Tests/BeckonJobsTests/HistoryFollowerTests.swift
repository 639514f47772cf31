import BeckonJobs
import BeckonModel
import BeckonStore
import StoreTesting
import Testing

@Suite("The history for reports")
struct HistoryFollowerTests {
    private func facts(_ store: any HistoryStore) async throws -> [ReportFact] {
        var query = HistoryQuery()
        query.limit = .max - 1
        return try await store.history(query).facts
    }

    /// What the logs say, one ticket after the other.
    private func expected(_ store: any TicketStore) async throws -> [ReportFact] {
        var facts: [ReportFact] = []
        for record in try await store.allPages(TicketQuery()) {
            var ticket: Ticket?
            for line in try await store.log(of: record.ticket.id, after: 0, limit: .max) {
                let entry = try line.decoded()
                facts += ReportFact.facts(of: entry, before: ticket)
                Ticket.fold(entry, into: &ticket)
            }
        }
        return facts.sorted { HistoryPlace($0) < HistoryPlace($1) }
    }

    @Test(
        "is what the logs say, and the same again after it was thrown away",
        arguments: Backend.allCases)
    func rebuilt(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 11)
            for _ in 0..<300 { #expect(await store.appended(workload.next()) == .committed) }
            try await follow(store, node: "one")
            let first = try await facts(store)
            #expect(first == (try await expected(store)))
            #expect(Set(first.map(\.kind)).count >= 5)
            try await store.dropHistory()
            #expect(try await facts(store) == [])
            try await follow(store, node: "two")
            #expect(try await facts(store) == first)
        }
    }

    @Test("loses and doubles nothing, wherever it is killed")
    func killed() async throws {
        let store = InMemoryStore()
        var workload = Workload(seed: 12)
        for turn in 0..<40 {
            for _ in 0..<5 { #expect(await store.appended(workload.next()) == .committed) }
            // Each is another process, with other batches; none of them stops cleanly.
            let batch = turn % 3 == 0 ? 2 : 500
            try await follow(store, node: "node \(turn)", limit: batch, rounds: turn % 4 + 1)
        }
        try await follow(store, node: "last")
        #expect(try await facts(store) == (try await expected(store)))
    }

    @Test("is made again from the beginning when it is thrown away under its follower")
    func thrownAway() async throws {
        let bench = FollowerBench()
        let follower = HistoryFollower(store: bench.store, history: bench.store)
        let loop = FollowerLoop(follower, bench.around())
        try await bench.append(40)
        await bench.settle(loop)
        try await bench.store.dropHistory()
        try await bench.append(10)
        await bench.settle(loop)
        bench.time.pass(.seconds(1))
        await bench.settle(loop)
        #expect(try await facts(bench.store) == (try await expected(bench.store)))
    }

    private func follow(
        _ store: any TicketStore & FollowerStore & HistoryStore, node: String, limit: Int = 50,
        rounds: Int = .max
    ) async throws {
        let follower = HistoryFollower(store: store, history: store)
        let log = FollowedLog(store: store, bell: LogBell(), limit: limit)
        var cursor = try await follower.cursor()
        for _ in 0..<rounds {
            let batch = try await log.entries(after: cursor)
            guard let last = batch.last else { return }
            try await follower.handle(batch)
            cursor = last.cursor
        }
    }
}
