import BeckonEngine
import BeckonModel
import BeckonRealtime
import BeckonStore
import BeckonWire
import Logging
import NIOCore
import NIOEmbedded
import Synchronization

/// One process of Beckon: the real engine, hub, presence and sockets, on an event loop and an executor that stand still unless told to go on.
final class SimulatedNode {
    static let grace = TimeAmount.seconds(5)

    let name: String
    let eventLoop = EmbeddedEventLoop()
    let clock: ManualClock
    let store: SteppedStore
    let engine: Engine
    let realtime: Realtime
    private let tasks = TaskRunner()
    private let executor: StepExecutor
    private let busLine: SimulatedBusLine?
    private let isFeeding = Atomic(false)
    private let isFollowing = Atomic(false)
    private let mustFollow = Atomic(false)
    private var round = 0
    private let followers: SimulatedFollowers

    /// `busLine`: `nil` where it is the only one.
    init(
        name: String, store: SteppedStore, busLine: SimulatedBusLine?, clock: ManualClock,
        time: SimulatedTime, executor: StepExecutor, mistake: PlantedMistake?,
        makeTicketID: @escaping Engine.TicketIDSource
    ) {
        self.name = name
        self.store = store
        self.busLine = busLine
        self.clock = clock
        self.executor = executor
        let logger = Logger(label: name) { _ in SwiftLogNoOpLogHandler() }
        let hub = Hub()
        let publisher: any EntryPublisher = mistake.map { MistakenPublisher(hub, $0) } ?? hub
        engine = Engine(
            store: store, clock: clock, publisher: publisher, tasks: tasks, logger: logger,
            bus: busLine, makeTicketID: makeTicketID)
        realtime = Realtime(
            engine: engine, hub: hub, tasks: tasks, authenticator: EverybodyKnown(),
            origins: OriginPolicy(nil), settings: Self.sockets,
            presenceGrace: Self.grace, eventLoopGroup: eventLoop, logger: logger,
            cluster: busLine.map { Cluster(node: NodeID(name), bus: $0, presence: store) })
        followers = SimulatedFollowers(
            node: NodeID(name), engine: engine, store: store, time: time, executor: executor,
            logger: logger, mistake: mistake)
    }

    /// Small limits, so that a slow reader is cut off within a schedule.
    private static var sockets: SocketSettings {
        var settings = SocketSettings()
        settings.rate = nil
        settings.pendingBytesLimit = 4_096
        settings.isDemo = true
        return settings
    }

    /// As the program does before it listens.
    func start() throws {
        let tasks = tasks
        Task(executorPreference: executor) { await tasks.run() }
        let realtime = realtime
        try executor.run(step: grantOldestRead) {
            try await realtime.restore { People.reference(of: $0) }
        }
        settle()
    }

    private func grantOldestRead() -> Bool {
        if store.heldReads == 0 { return false }
        store.grantRead(0)
        return true
    }

    /// The process is killed.
    func die() {
        store.die()
        tasks.finish()
        settle()
        store.bury()
        settle()
    }

    /// Runs all that can run without a commit, a read, a frame or the time going on.
    func settle() {
        repeat { eventLoop.run() } while executor.drain() > 0
    }

    func pass(_ time: TimeAmount) {
        eventLoop.advanceTime(by: time)
        feed()
        follow()
        followers.beat()
        settle()
    }

    func hear(_ ring: Ring) {
        busLine?.hear(ring)
        if ring == .log {
            follow()
            followers.go()
        }
        settle()
    }

    /// One at a time; what rings meanwhile is followed after it.
    private func follow() {
        guard busLine != nil else { return }
        mustFollow.store(true, ordering: .sequentiallyConsistent)
        let (isFree, _) = isFollowing.compareExchange(
            expected: false, desired: true, ordering: .sequentiallyConsistent)
        guard isFree else { return }
        let realtime = realtime
        Task(executorPreference: executor) { [self] in
            while mustFollow.exchange(false, ordering: .sequentiallyConsistent) {
                await realtime.follow()
            }
            isFollowing.store(false, ordering: .sequentiallyConsistent)
        }
    }

    private func feed() {
        let (isFree, _) = isFeeding.compareExchange(
            expected: false, desired: true, ordering: .sequentiallyConsistent)
        guard isFree else { return }
        round += 4
        let (realtime, round) = (realtime, round)
        Task(executorPreference: executor) { [self] in
            await realtime.feed(round: round)
            isFeeding.store(false, ordering: .sequentiallyConsistent)
        }
    }
}

// Everything of a node is touched by the simulation's thread only; its tasks run there too (`StepExecutor`).
extension SimulatedNode: @unchecked Sendable {}

/// Everybody is who the path says.
private struct EverybodyKnown: SocketAuthenticator {
    func identity(
        _ lookup: SocketTarget.Lookup, _ target: SocketTarget
    ) async -> Authenticated? {
        People.identity(side: target.side, id: target.id).map {
            Authenticated(identity: $0, session: nil)
        }
    }
}
