import BeckonModel
import BeckonStore
import BeckonTelemetry
import BeckonWire
import Synchronization

/// What an append needs to remember until the store answers.
final class Commit: Sendable {
    /// What to do anew after a lost race.
    enum Cause: Sendable {
        case submission(Submission)
        case opening(Opening)

        var origin: ConnectionID? {
            switch self {
            case .submission(let submission): submission.origin
            case .opening(let opening): opening.origin
            }
        }

        var request: RequestTrace? {
            switch self {
            case .submission(let submission): submission.request
            case .opening(let opening): opening.request
            }
        }

        var trace: TraceContext? {
            switch self {
            case .submission(let submission): submission.trace
            case .opening(let opening): opening.span?.trace ?? opening.request?.context
            }
        }

        func reply(_ result: Result<Answer, Failure>) {
            switch self {
            case .submission(let submission): submission.reply(result)
            case .opening(let opening): opening.reply(result)
            }
        }
    }

    let entries: [EncodedEntry]
    /// The one of them that answers the command.
    let answer: EncodedEntry
    let previousChat: Chat?
    /// `nil` for a new ticket, and for texts.
    let previously: Ticket.Standing?
    let cause: Cause
    let chain: AppendChain
    let request: RequestTrace?
    let span: TraceSpan?

    var ticket: TicketID { answer.entry.ticket }

    init(
        entries: [EncodedEntry], answer: Int, previousChat: Chat?,
        previously: Ticket.Standing? = nil,
        cause: Cause,
        chain: AppendChain, request: RequestTrace?
    ) {
        self.entries = entries
        self.answer = entries[answer]
        self.previousChat = previousChat
        self.previously = previously
        self.cause = cause
        self.chain = chain
        self.request = request
        span = BeckonTracer.shared.step("commit", in: cause.trace)
    }
}

extension Engine {
    /// The store answered, on its thread: the ack to the sender, then publish.
    func finish(_ commit: Commit, _ outcome: AppendOutcome) {
        commit.span?.end(result: outcome.name, isError: outcome.name == "failed")
        switch outcome {
        case .committed: committed(commit)
        case .conflict: lost(commit, .conflict)
        case .failed(let error): lost(commit, .failed(error))
        }
    }

    private func committed(_ commit: Commit) {
        let id = commit.ticket
        let (publication, deferred) = state.withLock {
            state -> (Publication?, [(Submission, Result<Answer, Failure>?)]) in
            guard let ticket = state.active[id] else { return (nil, []) }
            var publication: Publication?
            if ticket.commit(commit.entries) {
                publication = ticket.publication(
                    of: commit.entries, previousChat: commit.previousChat,
                    previously: commit.previously, origin: commit.cause.origin)
            } else if commit.answer.line.seq > ticket.committedSeq {
                state.markBehind(ticket)
            }
            if !ticket.hasEntriesUnderWay, ticket.followedSeq > ticket.committedSeq {
                state.markBehind(ticket)
            }
            // Where entries of others are published too, only the lock keeps both in order.
            if state.cursor != nil, let ready = publication {
                publisher.publish(ready)
                publication = nil
            }
            return (publication, ticket.takeDeferred())
        }
        commit.cause.reply(
            .success(
                Answer(
                    ticket: id, seq: commit.answer.line.seq, at: commit.answer.line.at,
                    entries: commit.entries)))
        if let publication { publisher.publish(publication) }
        bus?.ring(.log)
        logBell.ring()
        for (submission, result) in deferred {
            if let result { submission.reply(result) } else { submit(submission) }
        }
    }

    /// Nothing was stored, so what the memory holds of the ticket is wrong. It goes back to what is on the disk, and the commands that rested
    /// on the lost entries are decided again.
    private func lost(_ commit: Commit, _ outcome: AppendOutcome) {
        let id = commit.ticket
        let deferred = state.withLock { state -> [Submission] in
            guard let ticket = state.active[id], ticket.chain === commit.chain else {
                return []
            }
            let liveWith = ticket.decided.liveWith
            guard ticket.committedSeq > 0 else {
                state.active[id] = nil
                state.index(id, from: liveWith, to: nil)
                return ticket.releaseWaiting()
            }
            state.markBehind(ticket)
            let deferred = ticket.takeBack()
            state.index(id, from: liveWith, to: ticket.decided.liveWith)
            return deferred
        }
        retry(commit.cause, outcome)
        for submission in deferred { retry(.submission(submission), outcome) }
    }

    private func retry(_ cause: Commit.Cause, _ outcome: AppendOutcome) {
        switch cause {
        case .submission(var next):
            next.attempts += 1
            next.isLookedUp = false
            if outcome == .conflict, next.attempts <= Self.attemptsLimit { return submit(next) }
        case .opening(var next):
            next.attempts += 1
            if outcome == .conflict, next.attempts <= Self.attemptsLimit {
                return findOrCreate(next)
            }
        }
        cause.reply(.failure(.storeUnavailable))
    }
}

extension AppendOutcome {
    fileprivate var name: String {
        switch self {
        case .committed: "committed"
        case .conflict: "conflict"
        case .failed: "failed"
        }
    }
}
