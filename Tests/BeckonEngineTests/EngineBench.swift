import BeckonEngine
import BeckonModel
import BeckonStore
import BeckonWire
import Logging
import Synchronization

/// Notes everything that is published.
final class Recorder: EntryPublisher {
    private let publications = Mutex<[Publication]>([])

    func publish(_ publication: Publication) { publications.withLock { $0.append(publication) } }
    func publish(_ marks: Marks, of ticket: Ticket) {}

    var all: [Publication] { publications.withLock { $0 } }
    func entries(of ticket: TicketID) -> [Entry] {
        all.filter { $0.ticket == ticket }.flatMap(\.entries).map(\.entry)
    }
}

/// A store whose commits wait until a test lets them through, or fails them.
final class HoldingStore: TicketStore {
    private struct Held {
        var appends: [Append] = []
        var isHolding = false
    }

    let inner: InMemoryStore
    private let held = Mutex(Held())

    init(_ inner: InMemoryStore = InMemoryStore()) { self.inner = inner }

    func hold() { held.withLock { $0.isHolding = true } }

    var heldCount: Int { held.withLock { $0.appends.count } }

    /// Lets everything held through, in its order.
    func release() {
        for append in takeHeld() { inner.append(append) }
    }

    func fail() {
        for append in takeHeld() { append.done(.failed(.unavailable)) }
    }

    private func takeHeld() -> [Append] {
        held.withLock { held in
            defer { held = Held() }
            return held.appends
        }
    }

    func append(_ append: Append) {
        let isHeld = held.withLock { held in
            if held.isHolding { held.appends.append(append) }
            return held.isHolding
        }
        if !isHeld { inner.append(append) }
    }

    func takeTicketNumber() throws(StoreError) -> Int { try inner.takeTicketNumber() }
    func log(
        of ticket: TicketID, after: Seq, limit: Int, bytes: Int
    ) async throws(StoreError) -> [LogLine] {
        try await inner.log(
            of: ticket, after: after, limit: limit, bytes: bytes)
    }
    func log(
        of ticket: TicketID, before: Seq, limit: Int, bytes: Int
    ) async throws(StoreError) -> [LogLine] {
        try await inner.log(
            of: ticket, before: before, limit: limit, bytes: bytes)
    }
    func newestPosition() async throws(StoreError) -> Int64 { try await inner.newestPosition() }
    func log(after position: Int64, limit: Int) async throws(StoreError) -> [PositionedLine] {
        try await inner.log(after: position, limit: limit)
    }
    func ticket(_ id: TicketID) async throws(StoreError) -> TicketRecord? {
        try await inner.ticket(id)
    }
    func ticket(number: Int) async throws(StoreError) -> TicketRecord? {
        try await inner.ticket(number: number)
    }
    func tickets(_ query: TicketQuery) async throws(StoreError) -> TicketPage {
        try await inner.tickets(query)
    }
    func counts(
        for staff: StaffID, in scope: Scope
    ) async throws(StoreError) -> TicketCounts {
        try await inner.counts(for: staff, in: scope)
    }
    func ticketCount(
        of customer: UserID, in scope: Scope
    ) async throws(StoreError) -> Int {
        try await inner.ticketCount(of: customer, in: scope)
    }

    func entry(externalID: ExternalID) async throws(StoreError) -> EntryReference? {
        try await inner.entry(externalID: externalID)
    }
    func ticket(
        createdBy customer: UserID, clientID: ClientID
    ) async throws(StoreError) -> TicketID? {
        try await inner.ticket(createdBy: customer, clientID: clientID)
    }
    func save(_ marks: Marks, of ticket: TicketID) { inner.save(marks, of: ticket) }
    func check() async throws(StoreError) { try await inner.check() }
    func close() async { await inner.close() }
}

/// An engine over a store, with a customer and two agents.
final class EngineBench: Sendable {
    let store: HoldingStore
    let clock: ManualClock
    let recorder = Recorder()
    let engine: Engine
    private let tasks = TaskRunner()

    static let mia = CustomerReference(id: UserID(unchecked: "mia"), name: "Mia")
    static let dana = StaffReference(id: StaffID(unchecked: "dana"), name: "Dana")
    static let sam = StaffReference(id: StaffID(unchecked: "sam"), name: "Sam")
    static let customer = Submission.Source.person(.customer(mia))
    static func agent(_ staff: StaffReference = dana) -> Submission.Source {
        .person(.staff(staff, .agent))
    }

    init(
        store: HoldingStore = HoldingStore(), clock: ManualClock = ManualClock(),
        bus: (any Bus)? = nil
    ) {
        self.store = store
        self.clock = clock
        engine = Engine(
            store: store, clock: clock, publisher: recorder, tasks: tasks,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, bus: bus)
    }

    /// Runs a test with the engine's tasks alive.
    static func run(
        _ bench: EngineBench = EngineBench(),
        _ body: @escaping @Sendable (EngineBench) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await bench.tasks.run() }
            bench.engine.setPresence(of: dana.id, online: true)
            bench.engine.setPresence(of: sam.id, online: true)
            try await body(bench)
            bench.tasks.finish()
            try await group.waitForAll()
        }
    }

    func open(_ text: String = "Help", clientID: String? = nil) async throws -> Answer {
        try await engine.open(
            NewTicket(text: text, clientID: clientID.flatMap { ClientID($0) }), by: Self.mia
        ).get()
    }

    @discardableResult
    func run(
        _ command: Command, on ticket: TicketID, by source: Submission.Source = customer
    ) async throws -> Answer {
        try await engine.perform(command, on: ticket, by: source).get()
    }

    /// All pieces of what a resume answers.
    func lines(of resume: Engine.Resume) async throws -> [LogLine] {
        try resume.missing.get()
        var lines: [LogLine] = []
        while true {
            let piece = try await engine.piece(
                of: resume, after: lines.last?.seq ?? resume.after)
            if piece.isEmpty { return lines }
            lines += piece
        }
    }

    func log(_ ticket: TicketID) async throws -> [Entry] {
        try await store.log(of: ticket, after: 0, limit: 100_000).map { try $0.decoded() }
    }

    /// Gives the other tasks turns until something is so; a test that waits for ever is ended by its time limit.
    func until(_ condition: @Sendable () -> Bool) async {
        while !condition() { await Task.yield() }
    }
}

extension Command {
    static func say(_ text: String, _ clientID: String? = nil) -> Command {
        .message(text: text, clientID: clientID.flatMap { ClientID($0) })
    }
}
