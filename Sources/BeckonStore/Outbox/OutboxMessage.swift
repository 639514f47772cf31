package import BeckonModel

/// Something that must leave the house.
package struct OutboxMessage: Hashable, Sendable {
    /// Stands once in the outbox, and is the id that its receiver sees, so that who gets it twice can tell.
    package let key: String
    package let channel: OutboxChannel
    /// To whom it goes. What one target does never delays what goes to others.
    package let target: String
    /// What it tells, for people who look at the outbox: `ticket.created`.
    package let kind: String
    /// Of which ticket it tells.
    package let ticket: TicketID?
    /// What is sent, each time the same bytes.
    package let payload: [UInt8]

    package init(
        key: String, channel: OutboxChannel, target: String, kind: String, ticket: TicketID?,
        payload: [UInt8]
    ) {
        self.key = key
        self.channel = channel
        self.target = target
        self.kind = kind
        self.ticket = ticket
        self.payload = payload
    }
}

/// By which way it leaves.
package enum OutboxChannel: String, Hashable, Sendable, CaseIterable {
    case webhook
}

/// A message with what has become of it.
package struct OutboxRow: Hashable, Sendable {
    /// Rises in the order in which messages were put down.
    package let id: Int
    package let message: OutboxMessage
    package let state: OutboxState
    /// Since it was put down.
    package let attempts: Int
    /// The same since people last wanted it sent: its place in the schedule.
    package let step: Int
    /// While it waits: not before.
    package let due: Timestamp
    /// What the last attempt came to.
    package let answer: OutboxAnswer?
    package let createdAt: Timestamp
    /// When it was delivered, or given up.
    package let endedAt: Timestamp?
    /// Which taking of it this is: `finish` of an earlier one comes too late.
    package let claim: Int

    package init(
        id: Int, message: OutboxMessage, state: OutboxState, attempts: Int, step: Int,
        due: Timestamp, answer: OutboxAnswer?, createdAt: Timestamp, endedAt: Timestamp?,
        claim: Int
    ) {
        self.id = id
        self.message = message
        self.state = state
        self.attempts = attempts
        self.step = step
        self.due = due
        self.answer = answer
        self.createdAt = createdAt
        self.endedAt = endedAt
        self.claim = claim
    }
}

package enum OutboxState: String, Hashable, Sendable, CaseIterable {
    /// Next: delivered, dead.
    case waiting
    /// Next: waiting, when somebody wants it sent again.
    case delivered
    /// Given up. Next: waiting, when somebody wants it sent again.
    case dead
}

/// What an attempt came to.
package struct OutboxAnswer: Hashable, Sendable {
    package let at: Timestamp
    /// A stable word, where nothing was answered: `timeout`, `refused_address`, …
    package let problem: String?
    /// The receiver's code, where it answered.
    package let status: Int?
    /// The beginning of what the receiver said.
    package let text: String

    package init(at: Timestamp, problem: String? = nil, status: Int? = nil, text: String = "") {
        self.at = at
        self.problem = problem
        self.status = status
        self.text = text
    }
}

package enum OutboxOutcome: Hashable, Sendable {
    case delivered(OutboxAnswer)
    case again(OutboxAnswer, due: Timestamp)
    case dead(OutboxAnswer)

    package var answer: OutboxAnswer {
        switch self {
        case .delivered(let answer), .again(let answer, _), .dead(let answer): answer
        }
    }

    package var state: OutboxState {
        switch self {
        case .delivered: .delivered
        case .again: .waiting
        case .dead: .dead
        }
    }
}
