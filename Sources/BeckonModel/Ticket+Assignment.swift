/// Who has the ticket, where `decide` has allowed the change.
extension Ticket {
    func pick(_ staff: StaffReference) -> Decision {
        let isBack = chat == .paused && assignee?.id == staff.id
        return .append(joining(staff, isBack ? .staffReconnected : .staffJoined), answer: 0)
    }

    func release(by staff: StaffReference) -> Decision {
        guard let assignee else { return .unchanged }
        var bodies: [EntryBody] = [
            .unassigned(assignee.id, by: staff.id),
            .system(.init(.staffLeft, name: assignee.name)),
        ]
        if status == .pending { bodies.append(change(to: .open, by: .staff(staff))) }
        return .append(bodies, answer: 0)
    }

    func transfer(
        to target: StaffReference, isOnline: Bool
    ) throws(TicketError) -> Decision {
        guard isOnline else { throw .staffOffline }
        if chat == .live, assignee?.id == target.id { return .unchanged }
        var bodies = joining(target, .staffJoined)
        if chat == .live, let assignee {
            bodies.insert(.system(.init(.staffLeft, name: assignee.name)), at: 1)
        }
        return .append(bodies, answer: 0)
    }

    func staffWentOffline(_ staff: StaffID) -> Decision {
        guard chat == .live, let assignee, assignee.id == staff else { return .unchanged }
        return .append(
            [
                .staffOffline(assignee),
                .system(.init(.staffOffline, name: assignee.name)),
            ], answer: 0)
    }

    func joining(_ staff: StaffReference, _ line: EntryBody.SystemLine.Code) -> [EntryBody] {
        let previous = assignee.flatMap { $0.id == staff.id ? nil : $0.id }
        return [.assigned(staff, previous: previous), .system(.init(line, name: staff.name))]
    }
}
