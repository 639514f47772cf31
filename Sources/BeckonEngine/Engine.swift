package import BeckonModel
package import BeckonStore
import BeckonTelemetry
import BeckonWire
package import Logging
import Synchronization

/// Authorises, decides, appends, answers, publishes: the middle of the way of a message (docs/how-a-message-travels.md).
///
/// Keeps active tickets in memory. A decision is folded at once, so that the next command sees it; nobody is told of it before it is on the disk.
package final class Engine: Sendable {
    static let attemptsLimit = 16

    /// Identifiers of new tickets; handed in so that a simulation owns chance.
    package typealias TicketIDSource = @Sendable (Timestamp) -> TicketID

    package let store: any TicketStore
    package let clock: any WallClock
    let publisher: any EntryPublisher
    /// To the other nodes that share the store; `nil` when there are none.
    package let bus: (any Bus)?
    /// Rings after each commit, and when entries of other nodes came in.
    package let logBell = LogBell()
    let tasks: TaskRunner
    let logger: Logger
    let makeTicketID: TicketIDSource
    let state = Mutex(EngineState())

    package init(
        store: any TicketStore, clock: any WallClock, publisher: any EntryPublisher,
        tasks: TaskRunner, logger: Logger, bus: (any Bus)? = nil,
        makeTicketID: @escaping TicketIDSource = { now in
            var random = SystemRandomNumberGenerator()
            return TicketID.make(at: now, using: &random)
        }
    ) {
        self.store = store
        self.clock = clock
        self.publisher = publisher
        self.bus = bus
        self.tasks = tasks
        self.logger = logger
        self.makeTicketID = makeTicketID
    }

    /// How many tickets are in memory.
    package var activeTicketCount: Int { state.withLock { $0.active.count } }

    /// What people have set is this now.
    package func update(_ settings: Settings) {
        state.withLock { $0.settings = settings }
    }

    /// What people have set, as commands are decided by it.
    package var settings: Settings { state.withLock { $0.settings } }

    /// From now on commands are refused with `draining`; what was accepted is finished.
    package func drain() {
        state.withLock { $0.isDraining = true }
    }

    // MARK: Commands

    private enum Step {
        case wait
        case load
        case reply(Result<Answer, Failure>)
        case linkFollowUp
        case followUp(Submission)
    }

    /// Decides a command and, when it changes something, appends it. The way of every change of a ticket that exists.
    package func submit(_ submission: Submission) {
        if submission.externalID != nil, !submission.isLookedUp {
            return lookUp(submission)
        }
        let step = state.withLock { state -> Step in
            guard !state.isDraining else {
                return .reply(.failure(.draining))
            }
            guard let ticket = state.touch(submission.ticket) else {
                let isFirst = state.wait(for: submission.ticket) { result in
                    switch result {
                    case .success: self.submit(submission)
                    case .failure(let failure): self.notLoaded(submission, failure)
                    }
                }
                return isFirst ? .load : .wait
            }
            return decide(submission, ticket, &state)
        }
        perform(step, submission)
    }

    private func perform(_ step: Step, _ submission: Submission) {
        switch step {
        case .wait: break
        case .load: load(submission.ticket)
        case .reply(let result): submission.reply(result)
        case .linkFollowUp: linkFollowUp(submission)
        case .followUp(let next): submit(next)
        }
    }

    private func decide(
        _ submission: Submission, _ ticket: ActiveTicket, _ state: inout EngineState
    ) -> Step {
        let actor = state.actor(submission.source)
        do throws(TicketError) {
            // Looked at only where it may matter: what a ticket holds is not copied on the way of a message.
            let command =
                submission.isExamined || state.settings.hasScopes
                ? try state.check(submission, ticket.decided) : submission.command
            if let clientID = submission.clientID,
                let first = try ticket.clientIDs.answer(
                    to: clientID, author: actor.authorID, text: submission.command.text)
            {
                let answer = Answer(
                    ticket: submission.ticket, seq: first.seq, at: first.at, entries: [])
                return answerWhenCommitted(.success(answer), submission, ticket)
            }
            let rules = state.settings.rules(of: ticket.decided.place.inbox)
            switch try ticket.decide(command, by: actor, rules: rules) {
            case .append(let bodies, let answer):
                append(bodies, answer: answer, submission, actor, ticket, &state)
                return .wait
            case .unchanged:
                let answer = Answer(
                    ticket: submission.ticket, seq: ticket.decided.seq,
                    at: ticket.decided.updatedAt, entries: [])
                return answerWhenCommitted(.success(answer), submission, ticket)
            case .followUp:
                // Another ticket is touched only when it is certain that this one is closed, and where it goes on.
                if ticket.hasEntriesUnderWay {
                    ticket.deferred.append((ticket.decided.seq, submission, nil))
                    return .wait
                }
                guard submission.attempts < Self.attemptsLimit else { throw .ticketClosed }
                guard let next = submission.following(ticket.decided) else { return .linkFollowUp }
                return .followUp(next)
            }
        } catch {
            return answerWhenCommitted(.failure(.ticket(error)), submission, ticket)
        }
    }

    /// An answer that rests on entries which are still on their way waits for them; should they fail, the command is decided anew.
    private func answerWhenCommitted(
        _ result: Result<Answer, Failure>, _ submission: Submission, _ ticket: ActiveTicket
    ) -> Step {
        guard ticket.hasEntriesUnderWay else { return .reply(result) }
        ticket.deferred.append((ticket.decided.seq, submission, result))
        return .wait
    }

    private func append(
        _ bodies: [EntryBody], answer: Int, _ submission: Submission, _ actor: Actor,
        _ ticket: ActiveTicket, _ state: inout EngineState
    ) {
        // The clock may step back; the log's times never do.
        let now = max(clock.now(), ticket.decided.updatedAt)
        let chat = ticket.decided.chat
        let isText = bodies.allSatisfy(\.isText)
        let liveWith = isText ? nil : ticket.decided.liveWith
        // The first entry keeps the command's client id, so that a repeat gets its answer; texts have it in themselves.
        var first = submission.origin(by: actor)
        let standing = isText ? nil : ticket.decided.standing
        let entries = bodies.map { body in
            let entry = Entry(
                ticket: submission.ticket, seq: ticket.decided.seq + 1, at: now, body: body,
                origin: first)
            first = nil
            ticket.fold(entry)
            return EncodedEntry(entry)
        }
        if !isText {
            state.index(submission.ticket, from: liveWith, to: ticket.decided.liveWith)
        }
        enqueue(
            Commit(
                entries: entries, answer: answer, previousChat: chat, previously: standing,
                cause: .submission(submission), chain: ticket.chain, request: submission.request))
    }

    /// Hands entries to the store; under the lock, so that they arrive there in the order of their numbers.
    func enqueue(_ commit: Commit) {
        store.append(
            Append(
                ticket: commit.ticket, encoded: commit.entries, chain: commit.chain,
                request: commit.request
            ) {
                self.finish(commit, $0)
            })
    }
}
