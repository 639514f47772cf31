import BeckonEngine
import BeckonModel
import BeckonRealtime
import BeckonStore
import BeckonWire
import Logging
import NIOCore
import NIOEmbedded
import Synchronization

/// An agent's messages on 64 tickets of one customer, from the command to the customer's sockets, which end in the pipeline. 64 messages are decided
/// and committed together, then the event loop has its turn.
struct DeliveryBenchmark {
    let sockets: Int
    let messages: Int

    private static let batch = 64
    /// Between looks at what other threads do; so long that there are few of them, since they count too.
    private static let patience = Duration.milliseconds(20)

    private let store = BatchedStore()
    private let eventLoop = NIOAsyncTestingEventLoop()
    private let written = Tally()

    init(sockets: Int, messages: Int) {
        self.sockets = sockets
        self.messages = messages
    }

    func run() async throws {
        let tasks = TaskRunner()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await tasks.run() }
            try await deliver(tasks)
            tasks.finish()
            try await group.waitForAll()
        }
    }

    private func deliver(_ tasks: TaskRunner) async throws {
        let hub = Hub()
        let logger = Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
        let engine = Engine(
            store: store, clock: ManualClock(), publisher: hub, tasks: tasks, logger: logger)
        var settings = SocketSettings()
        settings.connectionsPerPerson = max(1, sockets)
        settings.isDemo = true
        let realtime = Realtime(
            engine: engine, hub: hub, tasks: tasks, authenticator: EverybodyIsTheCustomer(),
            origins: OriginPolicy(nil), settings: settings, presenceGrace: .seconds(5),
            eventLoopGroup: eventLoop, logger: logger)
        engine.setPresence(of: MicroBenchmark.agent.id, online: true)
        let channels = try await open(realtime)
        try await load(engine)
        let before = written.count
        let replies = Tally()
        for index in 0..<messages {
            submit(index, to: engine, replies)
            if (index + 1) % Self.batch == 0 || index + 1 == messages {
                _ = store.commit()
                await eventLoop.run()
            }
        }
        let delivered = written.count - before
        guard delivered == messages * channels.count,
            replies.count == messages
        else { throw BenchmarkFailure.notDelivered(delivered) }
    }

    private func open(_ realtime: Realtime) async throws -> [NIOAsyncTestingChannel] {
        var channels: [NIOAsyncTestingChannel] = []
        guard
            let target = SocketTarget(
                path: "/ws/user/\(MicroBenchmark.customer.id)", cookie: nil, isDemo: true)
        else { throw BenchmarkFailure.usage }
        for _ in 0..<sockets {
            let written = written
            let channel = try await NIOAsyncTestingChannel(loop: eventLoop) { channel in
                try channel.pipeline.syncOperations.addHandler(FrameCounter(written))
                try realtime.addSocket(to: channel, target: target)
            }
            channels.append(channel)
        }
        // Each is greeted once it is known whose it is.
        while written.count < sockets {
            try await Task.sleep(for: Self.patience)
            await eventLoop.run()
        }
        return channels
    }

    /// The first message on each ticket brings it into memory.
    private func load(_ engine: Engine) async throws {
        let replies = Tally()
        for index in 0..<Self.batch { submit(-1 - index, to: engine, replies) }
        while replies.count < Self.batch {
            try await Task.sleep(for: Self.patience)
            _ = store.commit()
        }
        await eventLoop.run()
    }

    private func submit(_ index: Int, to engine: Engine, _ replies: Tally) {
        let ticket = MicroBenchmark.ticketID(abs(index) % Self.batch)
        engine.submit(
            Submission(
                .message(text: MicroBenchmark.text, clientID: MicroBenchmark.clientID(index)),
                on: ticket, by: .person(.staff(MicroBenchmark.agent, .agent))
            ) { result in
                if case .success = result { replies.add() }
            })
    }
}

private struct EverybodyIsTheCustomer: SocketAuthenticator {
    func identity(_ lookup: SocketTarget.Lookup, _ target: SocketTarget) async -> Authenticated? {
        Authenticated(identity: .customer(MicroBenchmark.customer), session: nil)
    }
}

/// How often something happened, from any thread.
private final class Tally: Sendable {
    private let value = Atomic<Int>(0)

    var count: Int { value.load(ordering: .relaxed) }
    func add() { value.add(1, ordering: .relaxed) }
}

/// The end of the pipeline: counts what would go to the network, and drops it.
private final class FrameCounter: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    private let written: Tally

    init(_ written: Tally) { self.written = written }

    func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        written.add()
        promise?.succeed()
    }
}
