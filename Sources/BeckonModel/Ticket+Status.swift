/// Changes of status that `decide` has allowed.
extension Ticket {
    func setStatus(_ target: Status, by customer: CustomerReference) -> Decision {
        let bodies =
            target == .closed
            ? closing(by: .customer(customer)) : reopening(by: .customer(customer))
        return .append(bodies, answer: 0)
    }

    /// `staff`: the agent who goes on with a ticket that they reopen; offline, they put it back into the queue.
    func setStatus(
        _ target: Status, by party: Party, joining staff: StaffReference?
    ) -> Decision {
        switch target {
        case .open:
            guard status == .resolved else {
                return .append([change(to: .open, by: party)], answer: 0)
            }
            var bodies = reopening(by: party)
            if let staff { bodies += joining(staff, .staffJoined) }
            return .append(bodies, answer: 0)
        case .pending:
            return .append(
                [
                    change(to: .pending, by: party),
                    .system(.init(.ticketPending, name: party.staffName)),
                ], answer: 0)
        case .resolved:
            return .append(
                [
                    change(to: .resolved, by: party),
                    .system(.init(.ticketResolved, name: party.staffName)),
                ], answer: 0)
        case .closed: return .append(closing(by: party), answer: 0)
        }
    }

    func closeResolved(before deadline: Timestamp) -> Decision {
        guard status == .resolved, let resolvedAt, resolvedAt <= deadline else {
            return .unchanged
        }
        return .append(closing(by: .clock), answer: 0)
    }

    func reopening(by party: Party) -> [EntryBody] {
        [change(to: .open, by: party), .system(.init(.ticketReopened, name: party.staffName))]
    }

    func change(to target: Status, by party: Party) -> EntryBody {
        .status(.init(status: target, was: status, by: party))
    }

    private func closing(by party: Party) -> [EntryBody] {
        [change(to: .closed, by: party), .system(.init(.ticketClosed, name: party.staffName))]
    }
}
