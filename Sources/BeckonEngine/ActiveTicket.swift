import BeckonModel
import BeckonStore
import BeckonWire

/// A ticket in memory. Only ever touched under the engine's lock.
final class ActiveTicket {
    /// With everything that was decided, also what is still on its way to the disk.
    private(set) var decided: Ticket
    /// What is on the disk and was published; nothing of it while `committedSeq` is 0.
    private var stored: Ticket
    /// Number of the newest entry that is on the disk; 0 while the first ones are on their way.
    private(set) var committedSeq: Seq
    private(set) var clientIDs: ClientIDs
    var marks: Marks
    /// Decided otherwise than by an append while entries were on their way: answered when those are there, or, without a result,
    /// decided only then.
    var deferred: [(seq: Seq, submission: Submission, result: Result<Answer, Failure>?)] = []
    /// Since the hand last came by (`EngineState.makeRoom`).
    var wasTouched = false
    /// The log may have more than the memory: nothing is decided before that is read.
    var isBehind = false
    /// The newest number that the log is known to have from reading along (`followLog`).
    var followedSeq: Seq = 0
    /// What is on its way now; another one after decisions were taken back.
    private(set) var chain = AppendChain()

    /// A new ticket, whose first entries are on their way.
    init(opening ticket: Ticket, _ entries: [Entry]) {
        decided = ticket
        stored = ticket
        committedSeq = 0
        clientIDs = ClientIDs(log: entries)
        marks = Marks()
    }

    /// As the log has it.
    init(_ ticket: Ticket, clientIDs: ClientIDs, marks: Marks) {
        decided = ticket
        stored = ticket
        committedSeq = ticket.seq
        self.clientIDs = clientIDs
        self.marks = marks
    }

    /// All that anybody is shown; `nil` while the first entries are on their way. A copy of many strings: not on the way of a message.
    var committed: Ticket? { committedSeq > 0 ? stored : nil }

    var hasEntriesUnderWay: Bool { decided.seq > committedSeq }

    /// What the rules say; nothing changes.
    func decide(
        _ command: Command, by actor: Actor, rules: InboxRules
    ) throws(TicketError) -> Decision {
        try decided.decideInPlace(command, by: actor, rules: rules)
    }

    /// Folds the next entry, which goes on its way to the disk.
    func fold(_ entry: Entry) {
        let isNext = decided.evolve(entry)
        assert(isNext, "a decision is folded in the order of its numbers")
        clientIDs.note(entry)
    }

    /// Entries that were on their way are on the disk. `false` when they are not the next.
    func commit(_ entries: [EncodedEntry]) -> Bool {
        guard let first = entries.first, first.line.seq.isNext(after: committedSeq) else {
            return false
        }
        if committedSeq == 0, let begun = Ticket(first: first.entry) { stored = begun }
        // The first entry of a new ticket made `stored`, just now or when it was opened.
        for encoded in entries where encoded.line.seq > stored.seq {
            let isNext = stored.evolve(encoded.entry)
            assert(isNext, "what was decided in the order of its numbers is stored in that order")
        }
        committedSeq = stored.seq
        return true
    }

    /// What is to be told of entries that were folded in just now.
    func publication(
        of entries: [EncodedEntry], previousChat: Chat?, previously: Ticket.Standing? = nil,
        origin: ConnectionID? = nil
    ) -> Publication {
        let isText = entries.allSatisfy(\.isText)
        return Publication(
            ticket: stored.id, customer: stored.customer.id, assignee: stored.assignee?.id,
            place: stored.place,
            previousChat: previousChat, previously: previously, entries: entries,
            origin: origin,
            record: isText ? nil : TicketRecord(ticket: stored, marks: marks))
    }

    /// Folds the next entries, which somebody else appended. Nothing of ours may be on its way.
    func take(_ entries: ArraySlice<EncodedEntry>) {
        for encoded in entries {
            stored.evolve(encoded.entry)
            fold(encoded.entry)
        }
        committedSeq = stored.seq
    }

    /// What was on its way did not reach the disk. Returns the commands that rested on it, to be decided anew.
    func takeBack() -> [Submission] {
        decided = stored
        clientIDs.forget(after: committedSeq)
        chain.breakOff()
        chain = AppendChain()
        isBehind = true
        return releaseWaiting()
    }

    /// Lets go of all that waits for this ticket.
    func releaseWaiting() -> [Submission] {
        defer { deferred = [] }
        return deferred.map(\.submission)
    }

    /// Takes out what may be answered now.
    func takeDeferred() -> [(Submission, Result<Answer, Failure>?)] {
        guard !deferred.isEmpty else { return [] }
        let ready = deferred.filter { $0.seq <= committedSeq }
        deferred.removeAll { $0.seq <= committedSeq }
        return ready.map { ($0.submission, $0.result) }
    }
}
