package import BeckonModel

extension TicketOrder {
    /// Whether `left` stands before `right`: by the order's keys, the first difference decides.
    package func precedes(_ left: Ticket, _ right: Ticket) -> Bool {
        for key in keys {
            let (low, high) = key.direction == .ascending ? (left, right) : (right, left)
            switch key.field {
            case .priority:
                if low.priority != high.priority { return low.priority.rank < high.priority.rank }
            case .number: if low.number != high.number { return low.number < high.number }
            case .updatedAt:
                if low.updatedAt != high.updatedAt { return low.updatedAt < high.updatedAt }
            case .waitingSince:
                let (low, high) = (
                    low.waitingSince ?? low.updatedAt, high.waitingSince ?? high.updatedAt
                )
                if low != high { return low < high }
            case .resolvedAt:
                let (low, high) = (
                    low.resolvedAt ?? low.updatedAt, high.resolvedAt ?? high.updatedAt
                )
                if low != high { return low < high }
            }
        }
        return false
    }
}
