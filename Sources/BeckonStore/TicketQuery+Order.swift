package import BeckonModel

extension TicketQuery {
    /// `statuses` as the order narrows them; empty when nothing can match.
    package var effectiveStatuses: Set<Status> {
        let statuses = self.statuses.isEmpty ? Set(Status.allCases) : self.statuses
        return order == .resolvedAt ? statuses.intersection([.resolved]) : statuses
    }

    /// `chats` as the order narrows them.
    package var effectiveChats: Set<Chat> {
        let chats = self.chats.isEmpty ? Set(Chat.allCases) : self.chats
        return order == .waiting ? chats.intersection([.waiting, .paused]) : chats
    }

    package var effectiveLimit: Int { min(max(limit, 1), Limits.listRows) }

    /// The sort key of a ticket in this list.
    package func cursor(of ticket: Ticket) -> TicketCursor {
        var (rank, time) = (0, ticket.updatedAt)
        for key in order.keys {
            switch key.field {
            case .priority: rank = ticket.priority.rank
            case .waitingSince: time = ticket.waitingSince ?? ticket.updatedAt
            case .resolvedAt: time = ticket.resolvedAt ?? ticket.updatedAt
            case .updatedAt, .number: break
            }
        }
        return TicketCursor(rank: rank, time: time, number: ticket.number)
    }

    /// Whether a row with key `left` stands before one with `right`.
    package func precedes(_ left: TicketCursor, _ right: TicketCursor) -> Bool {
        for key in order.keys {
            let (left, right) = key.direction == .ascending ? (left, right) : (right, left)
            switch key.field {
            case .priority: if left.rank != right.rank { return left.rank < right.rank }
            case .number: if left.number != right.number { return left.number < right.number }
            case .updatedAt, .waitingSince, .resolvedAt:
                if left.time != right.time { return left.time < right.time }
            }
        }
        return false
    }

    /// All filters but `search`.
    package func matches(_ ticket: Ticket) -> Bool {
        guard effectiveStatuses.contains(ticket.status), effectiveChats.contains(ticket.chat) else {
            return false
        }
        switch assignee {
        case nil: break
        case .nobody: if ticket.assignee != nil { return false }
        case .staff(let staff): if ticket.assignee?.id != staff { return false }
        }
        guard scope.holds(ticket), inboxes.isEmpty || inboxes.contains(ticket.place.inbox) else {
            return false
        }
        if let team, ticket.place.team != team { return false }
        if let tag, !ticket.tags.contains(tag) { return false }
        if isWritable, ticket.readOnly != nil { return false }
        if let customer, ticket.customer.id != customer { return false }
        if let resolvedBefore {
            guard let resolvedAt = ticket.resolvedAt, resolvedAt <= resolvedBefore else {
                return false
            }
        }
        return true
    }
}
