import BeckonEngine
import BeckonJobs
import BeckonModel
import BeckonStore
import BeckonWire
import Logging
import StoreTesting
import Synchronization

/// An engine with deadlines that are followed, and tickets that were resolved.
final class DeadlineBench: Sendable {
    static let mia = CustomerReference(id: UserID(unchecked: "mia"), name: "Mia")
    static let dana = StaffReference(id: StaffID(unchecked: "dana"), name: "Dana")

    let store = InMemoryStore()
    let clock = ManualClock()
    let time = ManualTime()
    let engine: Engine
    let deadlines: Deadlines
    let loop: FollowerLoop
    private let tasks = TaskRunner()
    private let rules: Rules

    init() {
        let engine = Engine(
            store: store, clock: clock, publisher: Nobody(), tasks: tasks, logger: Self.logger)
        let rules = Rules(days: 7)
        self.engine = engine
        self.rules = rules
        deadlines = Deadlines(engine: engine) { rules.now }
        var around = FollowerSurroundings(
            node: NodeID("one"), store: store,
            log: FollowedLog(store: store, bell: engine.logBell, limit: 500), clock: clock,
            logger: Self.logger)
        around.time = time.time
        loop = FollowerLoop(deadlines, around)
    }

    private static var logger: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

    /// What an administrator sets.
    func set(days: Int) {
        rules.set(days: days)
        deadlines.rulesChanged()
    }

    static func run(
        _ body: @escaping @Sendable (DeadlineBench) async throws -> Void
    ) async throws {
        let bench = DeadlineBench()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await bench.tasks.run() }
            bench.engine.setPresence(of: dana.id, online: true)
            try await body(bench)
            bench.tasks.finish()
            try await group.waitForAll()
        }
    }

    @discardableResult
    func resolved(_ count: Int = 1) async throws -> [TicketID] {
        var tickets: [TicketID] = []
        for _ in 0..<count {
            let ticket = try await engine.open(NewTicket(text: "Help"), by: Self.mia).get().ticket
            try await perform(.pick, on: ticket)
            try await perform(.setStatus(.resolved), on: ticket)
            tickets.append(ticket)
        }
        return tickets
    }

    func perform(_ command: Command, on ticket: TicketID) async throws {
        _ = try await engine.perform(
            command, on: ticket, by: .person(.staff(Self.dana, .agent))
        ).get()
    }

    /// What the followers' runner does in a second.
    func beat() async {
        engine.logBell.ring()
        while await loop.round() > 0 {}
        time.pass(.seconds(1))
    }

    /// Lets this much time pass.
    func pass(_ duration: Duration) async {
        clock.advance(by: duration)
        await beat()
    }

    func status(_ ticket: TicketID) async throws -> Status? {
        try await store.ticket(ticket)?.ticket.status
    }

    func count(_ status: Status) async throws -> Int {
        var query = TicketQuery()
        query.statuses = [status]
        return try await store.allPages(query).count
    }

    /// How often the log says that the clock closed it.
    func closings(_ ticket: TicketID) async throws -> Int {
        try await store.log(of: ticket, after: 0, limit: 1_000).count { line in
            guard case .status(let change)? = try? line.decoded().body else { return false }
            return change.status == .closed && change.by == .clock
        }
    }
}

private final class Rules: Sendable {
    private let days: Mutex<Int>

    init(days: Int) { self.days = Mutex(days) }

    func set(days: Int) { self.days.withLock { $0 = days } }

    var now: DeadlineRules {
        DeadlineRules(
            Settings(), overrides: [.closing: .seconds(days.withLock { $0 } * 86_400)])
    }
}

private struct Nobody: EntryPublisher {
    func publish(_ publication: Publication) {}
    func publish(_ marks: Marks, of ticket: Ticket) {}
}
