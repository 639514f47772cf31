import BeckonModel
import BeckonStore
import StoreTesting
import Synchronization
import Testing

/// What nodes that share a store rely on.
@Suite struct FollowingContractTests {
    @Test("All lines are read along in the order of their commits", arguments: Backend.allCases)
    func readAlong(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 31)
            #expect(try await store.newestPosition() == 0)
            #expect(try await store.log(after: 0, limit: 10).isEmpty)
            var expected: [(TicketID, LogLine)] = []
            for _ in 0..<60 {
                let change = workload.next()
                #expect(await store.appended(change) == .committed)
                expected += change.entries.map { (change.ticket, LogLine(encoding: $0)) }
            }
            var read: [PositionedLine] = []
            while true {
                let lines = try await store.log(after: read.last?.position ?? 0, limit: 7)
                #expect(lines.count <= 7)
                if lines.isEmpty { break }
                read += lines
            }
            #expect(read.map(\.ticket) == expected.map(\.0))
            #expect(read.map(\.line) == expected.map(\.1))
            #expect(zip(read, read.dropFirst()).allSatisfy { $0.position < $1.position })
            #expect(try await store.newestPosition() == read.last?.position)
            #expect(try await store.log(after: 0, limit: 0).isEmpty)
        }
    }

    @Test("A client id opens one ticket of a customer", arguments: Backend.allCases)
    func creationsAreUnique(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 32)
            let (mia, tom) = (Workload.customers[0], Workload.customers[1])
            let first = workload.open(by: mia, clientID: "c1")
            let again = workload.open(by: mia, clientID: "c1")
            let others = workload.open(by: tom, clientID: "c1")
            // Together in one transaction, and one after the other.
            async let one = store.appended(first)
            async let two = store.appended(again)
            let outcomes = await [one, two]
            #expect(Set(outcomes) == [.committed, .conflict])
            #expect(await store.appended(again) == .conflict)
            #expect(await store.appended(others) == .committed)
            #expect(try await store.ticketCount(of: mia.id) == 1)
        }
    }

    @Test(
        "What was decided upon a refused append is refused, whatever its number",
        arguments: Backend.allCases)
    func chains(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var (workload, foreign) = (Workload(seed: 33), Workload(seed: 33))
            let opened = workload.open()
            #expect(await store.appended(opened) == .committed)
            _ = foreign.open()
            #expect(await store.appended(foreign.say("theirs", on: 0)) == .committed)
            let chain = AppendChain()
            let lost = workload.say("ours", on: 0)
            let resting = workload.say("ours too", on: 0)
            let outcomes = Mutex<[AppendOutcome]>([])
            // Together, so that they come in one batch.
            await withCheckedContinuation { continuation in
                store.append(
                    Append(
                        ticket: lost.ticket, encoded: lost.entries.map { EncodedEntry($0) },
                        chain: chain
                    ) { outcome in outcomes.withLock { $0.append(outcome) } })
                store.append(
                    Append(
                        ticket: lost.ticket, encoded: resting.entries.map { EncodedEntry($0) },
                        chain: chain
                    ) { outcome in
                        outcomes.withLock { $0.append(outcome) }
                        continuation.resume()
                    })
            }
            #expect(outcomes.withLock { $0 } == [.conflict, .conflict])
            #expect(chain.isBroken)
            #expect(try await store.log(of: opened.ticket, after: 0, limit: 99).count == 4)
        }
    }
}

@Suite struct PresenceContractTests {
    private let staff = StaffReference(id: StaffID(unchecked: "dana"), name: "Dana")

    private func presence(_ node: String, _ stamp: UInt64) -> NodePresence {
        NodePresence(
            node: NodeID(node),
            agents: [
                AgentPresence(
                    staff: staff, choice: PresenceChoice(isOnline: true, stamp: stamp), isHere: true
                )
            ])
    }

    @Test("Nodes hear what others said last, for as long as their lease runs")
    func exchange() async throws {
        let clock = ManualClock()
        let start = clock.now()
        let store = InMemoryPresence {
            .milliseconds(clock.now().milliseconds - start.milliseconds)
        }
        let lease = Duration.seconds(10)
        #expect(try await store.exchange(presence("a", 1), lease: lease).isEmpty)
        #expect(try await store.exchange(presence("b", 2), lease: lease) == [presence("a", 1)])
        clock.advance(by: .seconds(9))
        #expect(try await store.exchange(presence("a", 3), lease: lease) == [presence("b", 2)])
        clock.advance(by: .seconds(2))
        #expect(try await store.exchange(presence("c", 4), lease: lease) == [presence("a", 3)])
    }

    @Test("A ring is heard by all others, and by nobody twice")
    func bus() {
        let bus = InMemoryBus()
        let heard = Heard()
        let lines = (0..<3).map { index in
            let line = bus.join()
            line.listen { heard.note(index, $0) }
            return line
        }
        lines[1].ring(.log)
        lines[0].ring(.presence)
        #expect(heard.all == [0: [.log], 1: [.presence], 2: [.log, .presence]])
    }
}

private final class Heard: Sendable {
    private let rings = Mutex<[Int: [Ring]]>([:])
    func note(_ index: Int, _ ring: Ring) { rings.withLock { $0[index, default: []].append(ring) } }
    var all: [Int: [Ring]] { rings.withLock { $0 } }
}
