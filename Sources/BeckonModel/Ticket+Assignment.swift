/// Who has the ticket, where `decide` has allowed the change.
extension Ticket {
    func pick(_ staff: StaffReference) -> Decision {
        let isBack = chat == .paused && assignee?.id == staff.id
        return .append(joining(staff, isBack ? .staffReconnected : .staffJoined), answer: 0)
    }

    func release(by party: Party) -> Decision {
        let bodies = releasing(by: party)
        return bodies.isEmpty ? .unchanged : .append(bodies, answer: 0)
    }

    /// The agent who has it loses it; empty when nobody has it.
    func releasing(by party: Party) -> [EntryBody] {
        guard let assignee else { return [] }
        var bodies: [EntryBody] = [
            .unassigned(assignee.id, by: party),
            .system(.init(.staffLeft, name: assignee.name)),
        ]
        if status == .pending { bodies.append(change(to: .open, by: party)) }
        return bodies
    }

    func transfer(
        to target: StaffReference, isOnline: Bool, by party: Party
    ) throws(TicketError) -> Decision {
        guard isOnline else { throw .staffOffline }
        if chat == .live, assignee?.id == target.id { return .unchanged }
        var bodies = joining(target, .staffJoined, by: party)
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

    /// `party`: who hands it over; `nil` when the agent takes it.
    func joining(
        _ staff: StaffReference, _ line: EntryBody.SystemLine.Code, by party: Party? = nil
    ) -> [EntryBody] {
        let previous = assignee.flatMap { $0.id == staff.id ? nil : $0.id }
        let other = party.flatMap { $0 == .agent(staff) ? nil : $0 }
        return [
            .assigned(staff, previous: previous, by: other), .system(.init(line, name: staff.name)),
        ]
    }
}
