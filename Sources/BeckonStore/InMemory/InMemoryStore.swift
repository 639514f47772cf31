package import BeckonModel
package import BeckonWire
import Foundation
import Synchronization

/// The stores in memory, as plain as can be: what the tests hold the others against, and what a demo can run on.
package final class InMemoryStore: TicketStore, PeopleStore {
    let contents: Contents
    private let mailbox: Mailbox<Append>

    let leaseTime: SteadyTime

    package init(leaseTime: @escaping SteadyTime = SteadyClock.now) {
        self.leaseTime = leaseTime
        let contents = Contents()
        let mailbox = Mailbox<Append>()
        self.contents = contents
        self.mailbox = mailbox
        // `done` comes from a thread of the store's own here too: whoever appends may hold a lock that `done` takes.
        let thread = Thread {
            while true {
                let batch = mailbox.take(atMost: 1024)
                let outcomes = contents.append(batch.items)
                for (append, outcome) in zip(batch.items, outcomes) { append.done(outcome) }
                if batch.isLast { break }
            }
            contents.end()
        }
        thread.start()
    }

    deinit { mailbox.close() }

    package func append(_ append: Append) {
        if !mailbox.put(append) { append.done(.failed(.closed)) }
    }

    package func takeTicketNumber() throws(StoreError) -> Int {
        let number = contents.state.withLock { state -> Int? in
            if state.hasEnded { return nil }
            defer { state.nextNumber += 1 }
            return state.nextNumber
        }
        guard let number else { throw .closed }
        return number
    }

    package func save(_ marks: Marks, of ticket: TicketID) {
        contents.state.withLock { $0.marks[ticket, default: Marks()].merge(marks) }
    }

    package func check() async throws(StoreError) {
        try access { _ in }
    }

    package func close() async {
        mailbox.close()
        await withCheckedContinuation { continuation in
            let hasEnded = contents.state.withLock { state in
                if !state.hasEnded { state.closers.append(continuation) }
                return state.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }

    /// What is closed can neither be read nor changed.
    func access<Result: Sendable>(
        _ body: (inout State) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try contents.state.withLock { state throws(StoreError) in
            if state.hasEnded { throw .closed }
            return try body(&state)
        }
    }
}

extension InMemoryStore {
    struct Log {
        var lines: [LogLine] = []
        var ticket: Ticket?
        /// Words of the subject and the messages, and those of notes.
        var words: Set<String> = []
        var internalWords: Set<String> = []
    }

    struct Secret {
        let hash: [UInt8]
        let expires: Timestamp
    }

    struct State {
        var logs: [TicketID: Log] = [:]
        /// All lines in the order of their commits; a line's position is its place here, counted from 1.
        var order: [(ticket: TicketID, seq: Seq)] = []
        var creations: [Creation: TicketID] = [:]
        var externals: [ExternalID: EntryReference] = [:]
        var marks: [TicketID: Marks] = [:]
        var nextNumber = Limits.firstTicketNumber
        var agents: [StaffID: Agent] = [:]
        var customers: [UserID: Customer] = [:]
        /// Who came to their email before whom.
        var emailTurns: [UserID: Int] = [:]
        var lastEmailTurn = 0
        var sessions: [SessionID: Session] = [:]
        var apiKeys: [KeyID: APIKey] = [:]
        var documents: [DocumentKey: StoredDocument] = [:]
        /// The change of revision n stands at n − 1.
        var documentRecords: [DocumentRecord] = []
        var secrets: [String: Secret] = [:]
        var ownSecrets: [String: [UInt8]] = [:]
        var secondFactors: [StaffID: SecondFactor] = [:]
        var recoveryCodes: [StaffID: Set<[UInt8]>] = [:]
        var devices: [StaffID: [[UInt8]: Timestamp]] = [:]
        var leases = LeaseTable()
        var leaseTokens: [String: Int64] = [:]
        var cursors: [String: LogCursor] = [:]
        var history: [HistoryPlace: ReportFact] = [:]
        var historyCursor = LogCursor.beginning
        var outbox = Outbox()
        var documentSecrets: [DocumentKey: [DocumentSecret]] = [:]
        var hasEnded = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    final class Contents: Sendable {
        let state = Mutex(State())

        func append(_ appends: [Append]) -> [AppendOutcome] {
            state.withLock { state in
                appends.map { append in
                    let outcome = append.chain.isBroken ? .conflict : state.append(append)
                    if outcome != .committed { append.chain.breakOff() }
                    return outcome
                }
            }
        }

        func end() {
            let closers = state.withLock { state in
                state.hasEnded = true
                defer { state.closers = [] }
                return state.closers
            }
            for closer in closers { closer.resume() }
        }
    }
}

extension InMemoryStore.State {
    fileprivate mutating func append(_ append: Append) -> AppendOutcome {
        guard append.isWellFormed, let first = append.entries.first?.line else {
            return .failed(.corrupt)
        }
        var log = logs[append.ticket] ?? InMemoryStore.Log()
        guard first.seq == log.lines.count + 1, !isTaken(append.entries[0].entry) else {
            return .conflict
        }
        let externals = append.entries.compactMap(\.externalID)
        guard Set(externals).count == externals.count,
            externals.allSatisfy({ self.externals[$0] == nil })
        else { return .conflict }
        for encoded in append.entries {
            if let external = encoded.externalID {
                self.externals[external] = EntryReference(
                    ticket: append.ticket, seq: encoded.line.seq, at: encoded.line.at)
            }
            log.lines.append(encoded.line)
            order.append((append.ticket, encoded.line.seq))
            fold(encoded.entry, into: &log)
        }
        logs[append.ticket] = log
        return .committed
    }

    private func isTaken(_ entry: Entry) -> Bool {
        Creation(entry).map { creations[$0] != nil } ?? false
    }

    private mutating func fold(_ entry: Entry, into log: inout InMemoryStore.Log) {
        if case .created(let created) = entry.body {
            log.ticket = Ticket(first: entry)
            nextNumber = max(nextNumber, created.number + 1)
            if let creation = Creation(entry) { creations[creation] = entry.ticket }
        } else {
            log.ticket?.evolve(entry)
        }
        if let text = entry.body.searchedText {
            let words = SearchText.words(in: text)
            if entry.body.isInternal {
                log.internalWords.formUnion(words)
            } else {
                log.words.formUnion(words)
            }
        }
    }
}
