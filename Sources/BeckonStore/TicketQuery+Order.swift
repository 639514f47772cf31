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
        switch order {
        case .recent: TicketCursor(rank: 0, time: ticket.updatedAt, number: ticket.number)
        case .waiting:
            TicketCursor(
                rank: ticket.priority.rank, time: ticket.waitingSince ?? ticket.updatedAt,
                number: ticket.number)
        case .resolvedAt:
            TicketCursor(
                rank: 0, time: ticket.resolvedAt ?? ticket.updatedAt, number: ticket.number)
        }
    }

    /// Whether a row with key `left` stands before one with `right`.
    package func precedes(_ left: TicketCursor, _ right: TicketCursor) -> Bool {
        switch order {
        case .recent: (left.time, left.number) > (right.time, right.number)
        case .waiting:
            (-left.rank, left.time, left.number) < (-right.rank, right.time, right.number)
        case .resolvedAt: (left.time, left.number) < (right.time, right.number)
        }
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
        if let customer, ticket.customer.id != customer { return false }
        if let resolvedBefore {
            guard let resolvedAt = ticket.resolvedAt, resolvedAt <= resolvedBefore else {
                return false
            }
        }
        return true
    }
}
