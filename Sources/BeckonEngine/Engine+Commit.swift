import BeckonModel
import BeckonStore
import BeckonWire
import Synchronization

/// What an append needs to remember until the store answers.
final class Commit: Sendable {
    let entries: [EncodedEntry]
    /// The one of them that answers the command.
    let answer: EncodedEntry
    let previousChat: Chat?
    let origin: ConnectionID?
    /// What to decide anew after a lost race; `nil` for the first entries of a new ticket, which nobody races for.
    let submission: Submission?
    let reply: Submission.Reply

    var ticket: TicketID { answer.entry.ticket }

    init(
        entries: [EncodedEntry], answer: Int, previousChat: Chat?, origin: ConnectionID?,
        submission: Submission?, reply: @escaping Submission.Reply
    ) {
        self.entries = entries
        self.answer = entries[answer]
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
        let id = commit.ticket
        let (publication, deferred) = state.withLock { state in
            let ticket = state.active[id]
            if let ticket { Self.fold(commit.entries, into: ticket) }
            return (
                ticket?.publication(of: commit), ticket?.takeDeferred() ?? []
            )
        }
        commit.reply(
            .success(
                Answer(
                    ticket: id, seq: commit.answer.line.seq, at: commit.answer.line.at,
                    entries: commit.entries)))
        if let publication { publisher.publish(publication) }
        for (submission, result) in deferred {
            if let result { submission.reply(result) } else { submit(submission) }
        }
    }

    private static func fold(_ entries: [EncodedEntry], into ticket: ActiveTicket) {
        if ticket.committed == nil, let first = entries.first {
            ticket.committed = Ticket(first: first.entry)
        }
        for encoded in entries { ticket.committed?.evolve(encoded.entry) }
    }

    /// Nothing was stored. What the memory holds of the ticket is not true any more: forget it, and decide anew what rested on it.
    private func lost(_ commit: Commit, _ outcome: AppendOutcome) {
        let id = commit.ticket
        let deferred = state.withLock { state -> [Submission] in
            guard let ticket = state.active[id], ticket.decided.seq >= commit.answer.line.seq else {
                return []
            }
            state.active[id] = nil
            state.index(id, from: ticket.decided.liveWith, to: ticket.committed?.liveWith)
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
