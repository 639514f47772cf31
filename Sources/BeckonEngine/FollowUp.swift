import BeckonModel
import BeckonStore
import BeckonWire
import Synchronization

/// A ticket that continues a closed one. First the closed ticket's log gets an entry that names the new ticket; only then the new one is made.
/// So there is exactly one follow-up, whichever node the customer writes to and wherever something fails in between: whoever finds the name but
/// not the ticket makes it.
final class FollowUp: Sendable {
    let closed: TicketID
    let subject: String
    let inbox: DocumentID
    let number: Int

    init(closed: TicketID, subject: String, inbox: DocumentID, number: Int) {
        self.inbox = inbox
        self.closed = closed
        self.subject = subject
        self.number = number
    }
}

extension Submission {
    /// The same on the ticket that continues this one; `nil` when there is none yet.
    func following(_ closed: Ticket) -> Submission? {
        guard let to = closed.followUp, let number = closed.followUpNumber else { return nil }
        var next = self
        next.ticket = to
        next.attempts += 1
        next.followUp = FollowUp(
            closed: closed.id, subject: closed.subject, inbox: closed.place.inbox, number: number)
        return next
    }
}

extension Engine {
    /// Somebody wrote on a closed ticket that no other continues yet: names one, then decides anew.
    func linkFollowUp(_ submission: Submission) {
        let number: Int
        do { number = try store.takeTicketNumber() } catch {
            submission.reply(.failure(.storeUnavailable))
            return
        }
        let link = Command.linkFollowUp(makeTicketID(clock.now()), number: number)
        submit(
            Submission(link, on: submission.ticket, by: .clock) { result in
                switch result {
                case .success:
                    var next = submission
                    next.attempts += 1
                    self.submit(next)
                case .failure(let failure): submission.reply(.failure(failure))
                }
            })
    }

    /// The ticket could not be brought into memory.
    func notLoaded(_ submission: Submission, _ failure: Failure) {
        guard failure == .notFound, let followUp = submission.followUp,
            case .person(.customer(let customer)) = submission.source,
            case .message(let message) = submission.command
        else {
            submission.reply(.failure(failure))
            return
        }
        let new = NewTicket(
            text: message.text, subject: followUp.subject, clientID: message.clientID,
            follows: followUp.closed, inbox: followUp.inbox)
        let (isThere, failure) = state.withLock { state -> (Bool, Failure?) in
            if state.isDraining { return (false, .draining) }
            if state.active[submission.ticket] != nil { return (true, nil) }
            let failure = create(
                new, submission.ticket, number: followUp.number, customer: customer,
                cause: .submission(submission), &state)
            return (false, failure)
        }
        if isThere { submit(submission) }
        if let failure { submission.reply(.failure(failure)) }
    }
}
