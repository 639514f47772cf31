import BeckonModel
import BeckonStore
import BeckonWire
import Synchronization

/// What an append needs to remember until the store answers.
struct Commit: Sendable {
    let entries: [EncodedEntry]
    let answer: Entry
    let previousChat: Chat?
    let origin: ConnectionID?
    /// What to decide anew after a lost race; `nil` for the first entries of a new ticket, which nobody races for.
    let submission: Submission?
    let reply: Submission.Reply

    init(
        entries: [Entry], answer: Entry, previousChat: Chat?, origin: ConnectionID?,
        submission: Submission?, reply: @escaping Submission.Reply
    ) {
        self.entries = entries.map(EncodedEntry.init)
        self.answer = answer
        self.previousChat = previousChat
        self.origin = origin
        self.submission = submission
        self.reply = reply
    }
}

extension Engine {
    /// The store answered, on its thread: the ack to the sender, then publish.
    func finish(_ commit: Commit, _ outcome: AppendOutcome) {
        switch outcome {
        case .committed: committed(commit)
        case .conflict: lost(commit, .conflict)
        case .failed(let error): lost(commit, .failed(error))
        }
    }

    private func committed(_ commit: Commit) {
        let id = commit.answer.ticket
        let (publication, deferred) = state.withLock { state in
            let ticket = state.active[id]
            if let ticket { Self.fold(commit.entries, into: ticket) }
            let publication = ticket?.committed.map { committed in
                Publication(
                    ticket: committed, marks: ticket?.marks ?? Marks(), entries: commit.entries,
                    origin: commit.origin, previousChat: commit.previousChat)
            }
            return (publication, ticket?.takeDeferred() ?? [])
        }
        commit.reply(
            .success(
                Answer(
                    ticket: id, seq: commit.answer.seq, at: commit.answer.at,
                    entries: commit.entries)))
        if let publication { publisher.publish(publication) }
        for (submission, result) in deferred { submission.reply(result) }
    }

    private static func fold(_ entries: [EncodedEntry], into ticket: ActiveTicket) {
        if ticket.committed == nil, let first = entries.first {
            ticket.committed = Ticket(first: first.entry)
        }
        for encoded in entries { ticket.committed?.evolve(encoded.entry) }
    }

    /// Nothing was stored. What the memory holds of the ticket is not true any more: forget it, and decide anew what rested on it.
    private func lost(_ commit: Commit, _ outcome: AppendOutcome) {
        let id = commit.answer.ticket
        let deferred = state.withLock { state -> [Submission] in
            guard let ticket = state.active[id], ticket.decided.seq >= commit.answer.seq else {
                return []
            }
            state.active[id] = nil
            state.index(before: ticket.decided, after: ticket.committed)
            return ticket.deferred.map(\.submission) + (ticket.waitingForFollowUp ?? [])
        }
        if let submission = commit.submission {
            retry(submission, outcome)
        } else {
            commit.reply(.failure(.storeUnavailable))
        }
        for submission in deferred { retry(submission, outcome) }
    }

    private func retry(_ submission: Submission, _ outcome: AppendOutcome) {
        var next = submission
        next.attempts += 1
        guard outcome == .conflict, next.attempts <= Self.attemptsLimit else {
            submission.reply(.failure(.storeUnavailable))
            return
        }
        submit(next)
    }
}
