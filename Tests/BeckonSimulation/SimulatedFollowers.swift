import BeckonEngine
import BeckonJobs
import BeckonModel
import BeckonStore
import BeckonWire
import Logging
import Synchronization

/// The followers of one node: the real ones, of which each goes on when the time does, or when it was rung for.
final class SimulatedFollowers: Sendable {
    /// Short enough to come within a schedule.
    static let closing = Duration.seconds(30)

    /// One follower's rounds: one after the other, and the lease kept in between.
    private final class Turn: Sendable {
        private let loop: FollowerLoop
        private let executor: StepExecutor
        private let isBusy = Atomic(false)
        private let isKeeping = Atomic(false)

        init(_ loop: FollowerLoop, _ executor: StepExecutor) {
            self.loop = loop
            self.executor = executor
        }

        func go() {
            if isBusy.exchange(true, ordering: .sequentiallyConsistent) { return }
            Task(executorPreference: executor) { [self] in
                while await loop.round() > 0 {}
                isBusy.store(false, ordering: .sequentiallyConsistent)
            }
        }

        func keep() {
            if isKeeping.exchange(true, ordering: .sequentiallyConsistent) { return }
            Task(executorPreference: executor) { [self] in
                await loop.keep()
                isKeeping.store(false, ordering: .sequentiallyConsistent)
            }
        }
    }

    private let bell: LogBell
    private let turns: [Turn]

    init(
        node: NodeID, engine: Engine, store: SteppedStore, time: SimulatedTime,
        executor: StepExecutor, logger: Logger, mistake: PlantedMistake?
    ) {
        bell = engine.logBell
        let log = FollowedLog(store: store, bell: engine.logBell, limit: 8)
        var around = FollowerSurroundings(
            node: node, store: store, log: log, clock: engine.clock, logger: logger)
        around.time = { time.now }
        around.chance = { 1 }
        around.leaseTime = .seconds(10)
        around.backoff = Backoff(first: .seconds(1), longest: .seconds(4))
        let deadlines = Deadlines(engine: engine, retryPause: .seconds(5)) {
            DeadlineRules(Settings(), overrides: [.closing: Self.closing])
        }
        let followers: [any Follower] = [
            Echo(engine: engine, mistake: mistake), deadlines, Failing(),
        ]
        turns = followers.map { [around] in Turn(FollowerLoop($0, around), executor) }
    }

    /// Some time has passed.
    func beat() {
        bell.ring()
        for turn in turns { turn.keep() }
        go()
    }

    func go() {
        for turn in turns { turn.go() }
    }
}

/// Answers each message of a customer with a note: what acts as a rule or a bot will. The note says to which message it belongs.
struct Echo: Follower {
    static let author = StaffReference(id: StaffID(unchecked: "echo"), name: "Echo")

    let name = "echo"
    private let engine: Engine
    private let mistake: PlantedMistake?
    private let acts = Counter()

    init(engine: Engine, mistake: PlantedMistake?) {
        self.engine = engine
        self.mistake = mistake
    }

    /// What it writes because of entry number `seq`.
    static func text(_ seq: Seq) -> String { "echo of \(seq)" }

    func handle(_ batch: [FollowedEntry]) async throws {
        for followed in batch {
            guard case .message(let message) = followed.entry.body, message.from == .user else {
                continue
            }
            var clientID = followed.clientID(of: name)
            if mistake == .actNotNamed {
                clientID = ClientID(unchecked: "\(clientID).\(acts.next())")
            }
            let note = Command.note(text: Self.text(followed.seq), clientID: clientID)
            let result = await engine.perform(
                note, on: followed.ticket, by: .person(.staff(Self.author, .agent)))
            switch result {
            case .success, .failure(.ticket): break
            case .failure(let failure): throw failure
            }
        }
    }

    private final class Counter: Sendable {
        private let count = Atomic(0)
        func next() -> Int { count.add(1, ordering: .relaxed).newValue }
    }
}

/// Never does what it should, which concerns nobody else.
struct Failing: Follower {
    struct Failed: Error {}

    let name = "failing"

    func handle(_ batch: [FollowedEntry]) async throws { throw Failed() }
}
