/// Changes of status that `decide` has allowed.
extension Ticket {
    func setStatus(_ target: Status, by customer: CustomerReference) -> Decision {
        let bodies =
            target == .closed ? closing(by: .user(customer)) : reopening(by: .user(customer))
        return .append(bodies, answer: 0)
    }

    func setStatus(_ target: Status, by staff: StaffReference, online: Bool) -> Decision {
        let actor = EntryBody.StatusActor.staff(staff)
        switch target {
        case .open:
            guard status == .resolved else {
                return .append([change(to: .open, by: actor)], answer: 0)
            }
            // An agent who reopens means to go on; offline, they put it back into the queue.
            var bodies = reopening(by: actor)
            if online { bodies += joining(staff, .staffJoined) }
            return .append(bodies, answer: 0)
        case .pending:
            return .append(
                [
                    change(to: .pending, by: actor),
                    .system(.init(.ticketPending, name: staff.name)),
                ], answer: 0)
        case .resolved:
            return .append(
                [
                    change(to: .resolved, by: actor),
                    .system(.init(.ticketResolved, name: staff.name)),
                ], answer: 0)
        case .closed: return .append(closing(by: actor), answer: 0)
        }
    }

    func closeResolved(before deadline: Timestamp) -> Decision {
        guard status == .resolved, let resolvedAt, resolvedAt <= deadline else {
            return .unchanged
        }
        return .append(closing(by: .clock), answer: 0)
    }

    func reopening(by actor: EntryBody.StatusActor) -> [EntryBody] {
        [change(to: .open, by: actor), .system(.init(.ticketReopened, name: actor.staffName))]
    }

    func change(to target: Status, by actor: EntryBody.StatusActor) -> EntryBody {
        .status(.init(status: target, was: status, by: actor))
    }

    private func closing(by actor: EntryBody.StatusActor) -> [EntryBody] {
        [change(to: .closed, by: actor), .system(.init(.ticketClosed, name: actor.staffName))]
    }
}

extension EntryBody.StatusActor {
    fileprivate var staffName: String? {
        if case .staff(let staff) = self { staff.name } else { nil }
    }
}
