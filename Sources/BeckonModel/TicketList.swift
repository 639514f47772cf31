/// The lists of tickets, by the names under which the API and the pages know them: what each holds and in which order. One definition
/// for the store's queries, the counts and the pages, which get it as data.
package enum TicketList: String, Sendable, CaseIterable {
    /// Who waits for an agent; a paused chat does, too: any agent may pick it.
    case waiting
    /// What the agent who asks has.
    case mine
    case pending
    case resolved
    case closed
    /// Everything that is not closed.
    case all

    package var statuses: [Status] {
        switch self {
        case .waiting, .mine: [.open, .pending]
        case .pending: [.pending]
        case .resolved: [.resolved]
        case .closed: [.closed]
        case .all: [.open, .pending, .resolved]
        }
    }

    /// Empty: any.
    package var chats: [Chat] { self == .waiting ? [.waiting, .paused] : [] }

    /// Only what the agent who asks has.
    package var isOwn: Bool { self == .mine }

    package var order: TicketOrder { self == .waiting ? .waiting : .recent }

    package func holds(status: Status, chat: Chat, isMine: Bool) -> Bool {
        statuses.contains(status) && (chats.isEmpty || chats.contains(chat)) && (isMine || !isOwn)
    }
}

/// The order of a list.
package enum TicketOrder: String, Hashable, Sendable, CaseIterable {
    /// Newest change first.
    case recent
    /// Most urgent first, then longest waiting. Only tickets that wait: chat waiting or paused.
    case waiting
    /// Longest resolved first. Only resolved tickets.
    case resolvedAt

    /// By what tickets are compared, the first difference decides; the last is unique, so that the order is total.
    package var keys: [Key] {
        switch self {
        case .recent: [Key(.updatedAt, .descending), Key(.number, .descending)]
        case .waiting:
            [
                Key(.priority, .descending), Key(.waitingSince, .ascending),
                Key(.number, .ascending),
            ]
        case .resolvedAt: [Key(.resolvedAt, .ascending), Key(.number, .ascending)]
        }
    }

    package enum Direction: String, Sendable { case ascending, descending }

    /// Fields as `Ticket` has them in the API. Priorities are compared by their rank.
    package enum Field: String, Sendable {
        case priority, number
        case updatedAt = "updated_at"
        case waitingSince = "waiting_since"
        case resolvedAt = "resolved_at"
    }

    package struct Key: Hashable, Sendable {
        package let field: Field
        package let direction: Direction

        package init(_ field: Field, _ direction: Direction) {
            self.field = field
            self.direction = direction
        }
    }
}
