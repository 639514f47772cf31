import BeckonModel
import BeckonStore
import BeckonWire
import Dispatch
import Synchronization

/// One process's way to the disk. Commits and reads wait here until the simulation lets them through; a crash loses what waits.
///
/// The store behind it is a real one and outlives the process.
final class SteppedStore: TicketStore {
    private struct State {
        var appends: [Append] = []
        /// Written, but nobody will hear of it.
        var unheard: [Append] = []
        var reads: [CheckedContinuation<Void, Never>] = []
        var readsUnderWay = 0
        var isDead = false
        var isCutOff = false
    }

    let inner: any TicketStore & FollowerStore
    /// Beside it, what nodes say of agents.
    private let presence: InMemoryPresence
    private let mistake: PlantedMistake?
    private let executor: StepExecutor
    private let state = Mutex(State())

    init(
        _ inner: any TicketStore & FollowerStore, presence: InMemoryPresence,
        executor: StepExecutor,
        mistake: PlantedMistake?
    ) {
        self.inner = inner
        self.presence = presence
        self.executor = executor
        self.mistake = mistake
    }

    // MARK: For the scheduler

    var heldAppends: Int { state.withLock { $0.appends.count } }
    var heldReads: Int { state.withLock { $0.reads.count } }

    /// This process does not reach the store, or reaches it again.
    var isCutOff: Bool {
        get { state.withLock { $0.isCutOff } }
        set { state.withLock { $0.isCutOff = newValue } }
    }

    /// What becomes of the oldest held appends.
    enum Fate {
        case committed
        case failed
        /// On the disk, but the process ends before anybody hears of it.
        case committedUnheard
    }

    func settle(_ count: Int, _ fate: Fate) {
        let batch = state.withLock { state in
            let batch = Array(state.appends.prefix(count))
            state.appends.removeFirst(batch.count)
            return batch
        }
        if batch.isEmpty { return }
        switch isCutOff ? .failed : fate {
        case .failed: for append in batch { append.done(.failed(.unavailable)) }
        case .committed:
            for (append, outcome) in zip(batch, write(batch)) { append.done(outcome) }
        case .committedUnheard:
            _ = write(batch)
            state.withLock { $0.unheard += batch }
        }
    }

    /// The real store writes, on its own thread; the outcomes are told on this one.
    private func write(_ batch: [Append]) -> [AppendOutcome] {
        let isWritten = DispatchSemaphore(value: 0)
        let collector = OutcomeCollector(expected: batch.count, isWritten)
        for append in batch {
            inner.append(
                Append(ticket: append.ticket, encoded: append.entries, chain: append.chain) {
                    collector.note($0)
                })
        }
        let outcome = isWritten.wait(timeout: .now() + .seconds(30))
        precondition(outcome == .success, "an append of the store was never answered")
        return collector.all
    }

    /// Lets one read through and runs it to its end.
    func grantRead(_ index: Int) {
        let read = state.withLock { state in
            state.readsUnderWay += 1
            return state.reads.remove(at: index)
        }
        read.resume()
        while true {
            executor.drain()
            if state.withLock({ $0.readsUnderWay == 0 }) { return }
            executor.awaitJob()
        }
    }

    /// The process is gone: nothing of it reaches the disk any more, and nothing is answered.
    func die() {
        let reads = state.withLock { state in
            state.isDead = true
            defer { state.reads = [] }
            state.readsUnderWay += state.reads.count
            return state.reads
        }
        for read in reads { read.resume() }
        executor.drain()
    }

    /// Whatever of a dead process waits for an answer is told something, so that it ends; nobody hears it any more.
    func bury() {
        let appends = state.withLock { state in
            defer { (state.appends, state.unheard) = ([], []) }
            return state.appends + state.unheard
        }
        for append in appends { append.done(.failed(.closed)) }
    }

    // MARK: For the process

    func append(_ append: Append) {
        state.withLock { state in
            if !state.isDead { state.appends.append(append) }
        }
        if mistake == .ackBeforeCommit { lie(append) }
    }

    /// Answers at once, and writes when the scheduler says so.
    private func lie(_ append: Append) {
        state.withLock { state in
            guard !state.isDead, let last = state.appends.indices.last else { return }
            state.appends[last] = Append(ticket: append.ticket, encoded: append.entries) { _ in }
        }
        if state.withLock({ $0.isDead }) { return }
        Task(executorPreference: executor) { append.done(.committed) }
    }

    private func read<Value: Sendable>(
        _ body: () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        await withCheckedContinuation { continuation in
            let isDead = state.withLock { state in
                if !state.isDead { state.reads.append(continuation) }
                if state.isDead { state.readsUnderWay += 1 }
                return state.isDead
            }
            if isDead { continuation.resume() }
        }
        defer { state.withLock { $0.readsUnderWay -= 1 } }
        if state.withLock({ $0.isDead }) { throw .closed }
        if isCutOff { throw .unavailable }
        return try await body()
    }

    func takeTicketNumber() throws(StoreError) -> Int {
        if state.withLock({ $0.isDead }) { throw .closed }
        return try inner.takeTicketNumber()
    }

    func log(
        of ticket: TicketID, after: Seq, limit: Int, bytes: Int
    ) async throws(StoreError) -> [LogLine] {
        try await read { () async throws(StoreError) in
            var lines = try await inner.log(
                of: ticket, after: after, limit: limit, bytes: bytes)
            if mistake == .skippedDedup { lines = lines.map(Self.withoutClientID) }
            // Only what a resume reads, not what a ticket is folded from.
            if mistake == .entryLostOnResume, after > 0, !lines.isEmpty { lines.removeFirst() }
            return lines
        }
    }

    private static func withoutClientID(_ line: LogLine) -> LogLine {
        guard let entry = try? line.decoded(), case .message(let message) = entry.body else {
            return line
        }
        let body = EntryBody.message(
            .init(
                from: message.from, authorID: message.authorID, authorName: message.authorName,
                text: message.text, clientID: nil, isOffline: message.isOffline))
        return LogLine(
            encoding: Entry(ticket: entry.ticket, seq: entry.seq, at: entry.at, body: body))
    }

    func log(
        of ticket: TicketID, before: Seq, limit: Int, bytes: Int
    ) async throws(StoreError) -> [LogLine] {
        try await read { () async throws(StoreError) in
            try await inner.log(
                of: ticket, before: before, limit: limit, bytes: bytes)
        }
    }

    func newestPosition() async throws(StoreError) -> Int64 {
        try await read { () async throws(StoreError) in try await inner.newestPosition() }
    }

    func log(after position: Int64, limit: Int) async throws(StoreError) -> [PositionedLine] {
        try await read { () async throws(StoreError) in
            var lines = try await inner.log(after: position, limit: limit)
            if mistake == .entryNotFollowed, lines.count > 1 { lines.removeFirst() }
            return lines
        }
    }

    func ticket(_ id: TicketID) async throws(StoreError) -> TicketRecord? {
        try await read { () async throws(StoreError) in try await inner.ticket(id) }
    }

    func ticket(number: Int) async throws(StoreError) -> TicketRecord? {
        try await read { () async throws(StoreError) in try await inner.ticket(number: number) }
    }

    func tickets(_ query: TicketQuery) async throws(StoreError) -> TicketPage {
        try await read { () async throws(StoreError) in
            if mistake == .deadlineMissed, query.order == .resolvedAt {
                return TicketPage(records: [], next: nil)
            }
            return try await inner.tickets(query)
        }
    }

    func counts(
        for staff: StaffID, in scope: Scope
    ) async throws(StoreError) -> TicketCounts {
        try await read { () async throws(StoreError) in
            try await inner.counts(for: staff, in: scope)
        }
    }

    func ticketCount(
        of customer: UserID, in scope: Scope
    ) async throws(StoreError) -> Int {
        try await read { () async throws(StoreError) in
            try await inner.ticketCount(of: customer, in: scope)
        }
    }

    func entry(externalID: ExternalID) async throws(StoreError) -> EntryReference? {
        try await read { () async throws(StoreError) in
            try await inner.entry(externalID: externalID)
        }
    }

    func ticket(
        createdBy customer: UserID, clientID: ClientID
    ) async throws(StoreError) -> TicketID? {
        try await read { () async throws(StoreError) in
            return try await inner.ticket(createdBy: customer, clientID: clientID)
        }
    }

    func save(_ marks: Marks, of ticket: TicketID) {
        if !state.withLock({ $0.isDead }) { inner.save(marks, of: ticket) }
    }

    func check() async throws(StoreError) {}

    /// The store behind stays open: other processes use it.
    func close() async {}
}

extension SteppedStore: PresenceStore {
    func exchange(
        _ claims: NodePresence, lease: Duration
    ) async throws(StoreError) -> [NodePresence] {
        try await read { () async throws(StoreError) in
            let others = try await presence.exchange(claims, lease: lease)
            return mistake == .presenceUnshared ? [] : others
        }
    }
}

extension SteppedStore: FollowerStore {
    func takeLease(
        _ name: String, for node: NodeID, lasting time: Duration
    ) async throws(StoreError) -> Lease? {
        try await read { () async throws(StoreError) in
            try await inner.takeLease(name, for: node, lasting: time)
        }
    }

    func release(_ lease: Lease) async throws(StoreError) {
        try await read { () async throws(StoreError) in try await inner.release(lease) }
    }

    func cursor(of follower: String) async throws(StoreError) -> LogCursor? {
        try await read { () async throws(StoreError) in
            let saved = try await inner.cursor(of: follower)
            if mistake != .cursorLost || saved == nil { return saved }
            return LogCursor(position: try await inner.newestPosition())
        }
    }

    func save(
        _ cursor: LogCursor, of follower: String, under lease: Lease
    ) async throws(StoreError) -> Bool {
        try await read { () async throws(StoreError) in
            try await inner.save(cursor, of: follower, under: lease)
        }
    }
}

private final class OutcomeCollector: Sendable {
    private let outcomes = Mutex<[AppendOutcome]>([])
    private let expected: Int
    private let isComplete: DispatchSemaphore

    init(expected: Int, _ isComplete: DispatchSemaphore) {
        self.expected = expected
        self.isComplete = isComplete
    }

    func note(_ outcome: AppendOutcome) {
        let count = outcomes.withLock { outcomes in
            outcomes.append(outcome)
            return outcomes.count
        }
        if count == expected { isComplete.signal() }
    }

    var all: [AppendOutcome] { outcomes.withLock { $0 } }
}
