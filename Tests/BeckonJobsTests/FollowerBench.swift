import BeckonEngine
import BeckonJobs
import BeckonModel
import BeckonStore
import BeckonWire
import Logging
import StoreTesting
import Synchronization

/// A store, its log read along, and nodes whose time and chance are the test's.
final class FollowerBench: Sendable {
    let store: InMemoryStore
    let clock = ManualClock()
    let time: ManualTime
    let bell = LogBell()
    private let workload = Mutex(Workload(seed: 1))

    init() {
        let time = ManualTime()
        self.time = time
        store = InMemoryStore(leaseTime: time.time)
    }

    /// A process: with a reader of its own.
    func around(_ node: String = "one", limit: Int = 20) -> FollowerSurroundings {
        var around = FollowerSurroundings(
            node: NodeID(node), store: store,
            log: FollowedLog(store: store, bell: bell, limit: limit), clock: clock,
            logger: Logger(label: node) { _ in SwiftLogNoOpLogHandler() })
        around.time = time.time
        around.chance = { 1 }
        return around
    }

    /// So many more changes of tickets; returns all that the log then holds.
    @discardableResult
    func append(_ changes: Int = 10) async throws -> [Place] {
        for _ in 0..<changes {
            let outcome = await store.appended(workload.withLock { $0.next() })
            precondition(outcome == .committed)
        }
        bell.ring()
        return try await places()
    }

    func places() async throws -> [Place] {
        try await store.log(after: 0, limit: .max).map { Place($0.ticket, $0.line.seq) }
    }

    /// Rounds until nothing is left to do.
    func settle(_ loops: FollowerLoop...) async {
        bell.ring()
        for loop in loops { while await loop.round() > 0 {} }
    }
}

struct Place: Hashable, Sendable {
    let ticket: TicketID
    let seq: Seq

    init(_ ticket: TicketID, _ seq: Seq) {
        self.ticket = ticket
        self.seq = seq
    }

    init(_ entry: FollowedEntry) { self.init(entry.ticket, entry.seq) }
}

/// Writes down what it got, and fails when it is told to.
final class Witness: Follower {
    struct Failed: Error {}

    let name: String
    let beginning: FollowerBeginning
    private let state = Mutex(State())

    private struct State {
        var seen: [FollowedEntry] = []
        var batches = 0
        var fails = false
    }

    init(_ name: String = "witness", from beginning: FollowerBeginning = .first) {
        self.name = name
        self.beginning = beginning
    }

    var entries: [FollowedEntry] { state.withLock { $0.seen } }
    var places: [Place] { entries.map(Place.init) }
    /// How often it was called.
    var batches: Int { state.withLock { $0.batches } }
    var fails: Bool {
        get { state.withLock { $0.fails } }
        set { state.withLock { $0.fails = newValue } }
    }

    func handle(_ batch: [FollowedEntry]) async throws {
        try state.withLock { state throws(Failed) in
            state.batches += 1
            if state.fails { throw Failed() }
            state.seen += batch
        }
    }
}
