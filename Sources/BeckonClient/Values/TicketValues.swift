package import BeckonModel

/// Where a ticket is in its life: `open` → `pending` → `open` → `resolved` → `open` or `closed`.
public enum TicketStatus: String, Hashable, Sendable, CaseIterable, Codable {
    case open
    /// The agent waits for the customer.
    case pending
    case resolved
    /// Final: writing on it opens a follow-up.
    case closed

    package init(_ status: Status) {
        self =
            switch status {
            case .open: .open
            case .pending: .pending
            case .resolved: .resolved
            case .closed: .closed
            }
    }
}

/// The chat on a ticket, beside its status.
public enum ChatState: String, Hashable, Sendable, CaseIterable {
    /// Nobody has it yet.
    case waiting
    /// An agent has it and is online.
    case live
    /// That agent went offline.
    case paused
    /// The ticket is resolved; writing reopens it.
    case ended
    case closed

    package init(_ chat: Chat) {
        self =
            switch chat {
            case .waiting: .waiting
            case .live: .live
            case .paused: .paused
            case .ended: .ended
            case .closed: .closed
            }
    }
}

/// How urgent a ticket is, from the lowest.
public enum TicketPriority: String, Hashable, Sendable, CaseIterable, Codable {
    case low, normal, high, urgent

    package init(_ priority: Priority) {
        self =
            switch priority {
            case .low: .low
            case .normal: .normal
            case .high: .high
            case .urgent: .urgent
            }
    }
}

/// What may be done with a ticket, by the names of docs/api.md, "What may be done".
public enum TicketAction: String, Hashable, Sendable, CaseIterable {
    case message
    case leaveMessage = "leave_message"
    case followUp = "follow_up"
    case askNew = "ask_new"
    case note, pick, release, transfer, open, reopen, pending, resolve, close
    case setPriority = "set_priority"
    case setSubject = "set_subject"
    case setTags = "set_tags"
    /// To another inbox or team.
    case move
    case rate
}

/// The desk's lists.
public enum TicketListName: String, Hashable, Sendable, CaseIterable {
    /// Whose chat waits for an agent or is paused.
    case waiting
    /// The agent's own, open and pending.
    case mine
    case pending, resolved, closed
    /// Everything that is not closed.
    case all

    package var list: TicketList {
        switch self {
        case .waiting: .waiting
        case .mine: .mine
        case .pending: .pending
        case .resolved: .resolved
        case .closed: .closed
        case .all: .all
        }
    }
}
