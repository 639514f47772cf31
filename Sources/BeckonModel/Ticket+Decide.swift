extension Ticket {
    /// All rules of the life cycle: a pure function of the ticket, the command and who gives it.
    ///
    /// A command that is well formed is then allowed or not by its `ActionFacts` alone. Whether a `client_id` was used before is asked
    /// earlier, by the caller, who keeps those (`ClientIDs`).
    package func decide(
        _ command: Command, by actor: Actor, rules: InboxRules = InboxRules()
    ) throws(TicketError) -> Decision {
        try checkAccess(actor)
        try command.check()
        guard let facts = facts(for: actor, rules), let action = command.action(given: facts) else {
            return try decideForClock(command, by: actor)
        }
        switch facts.permission(for: action) {
        case .granted: break
        case .already: return .unchanged
        case .refused(let refusal): throw error(refusal)
        }
        return try change(command, as: action, by: actor)
    }

    /// What is appended for a command that is allowed.
    private func change(
        _ command: Command, as action: Action, by actor: Actor
    ) throws(TicketError) -> Decision {
        // By itself, since it is what nearly all commands are, and a pair of the two is a copy of both.
        if case .message(let new) = command {
            switch actor {
            case .customer(let customer):
                return try customerMessage(action, new, customer: customer)
            case .staff(let staff, _, _):
                return try staffMessage(
                    new, kind: .agent, id: staff.id.rawValue, name: staff.name)
            case .machine(let party):
                return try staffMessage(new, kind: party.kind, id: party.id, name: party.name)
            case .clock: throw .forbidden
            }
        }
        switch (command, actor) {
        case (.note(let text, let clientID), _):
            return try note(text, clientID, by: actor.party)
        case (.pick, .staff(let staff, _, _)): return pick(staff)
        case (.release, _): return release(by: actor.party)
        case (.transfer(let target, let isOnline), _):
            return try transfer(to: target, isOnline: isOnline, by: actor.party)
        case (.setStatus(let status), .customer(let customer)):
            return setStatus(status, by: customer)
        case (.setStatus(let status), .staff(let staff, _, let online)):
            return setStatus(status, by: .agent(staff), joining: online ? staff : nil)
        case (.setStatus(let status), _):
            return setStatus(status, by: actor.party, joining: nil)
        case (.setPriority(let priority), _): return set(priority, by: actor.party)
        case (.setSubject(let subject), _): return setSubject(subject, by: actor.party)
        case (.setTags(let add, let remove), _):
            return try setTags(add: add, remove: remove, by: actor.party)
        case (.move(let move), _): return self.move(move, by: actor.party)
        case (.rate(let score, let comment), .customer): return try rate(score, comment)
        default: throw .forbidden
        }
    }

    /// The same for a ticket that is kept where it stands, without copying it; it does not change.
    package mutating func decideInPlace(
        _ command: Command, by actor: Actor, rules: InboxRules
    ) throws(TicketError) -> Decision {
        try decide(command, by: actor, rules: rules)
    }

    /// Not allowed and not existing look the same.
    private func checkAccess(_ actor: Actor) throws(TicketError) {
        if case .customer(let customer) = actor, customer.id != self.customer.id {
            throw .notFound
        }
    }

    /// What the clock asks for is looked at anew: meanwhile it may have ceased to hold.
    private func decideForClock(
        _ command: Command, by actor: Actor
    ) throws(TicketError) -> Decision {
        if let readOnly { throw .readOnly(readOnly) }
        switch (command, actor) {
        case (.staffWentOffline(let staff), .clock): return staffWentOffline(staff)
        case (.closeResolved(let before), .clock): return closeResolved(before: before)
        case (.linkFollowUp(let ticket, let number), _):
            if status != .closed || followUp != nil { return .unchanged }
            return .append([.followUp(to: ticket, number: number)], answer: 0)
        case (.moveCustomer(let account), .clock):
            if account == customer { return .unchanged }
            return .append([.customer(account, was: customer.id)], answer: 0)
        default: throw .forbidden
        }
    }

    private func error(_ refusal: Permission.Refusal) -> TicketError {
        switch refusal {
        case .forbidden: .forbidden
        case .chatPaused: .chatPaused
        case .leaveMessageOff: .leaveMessageOff
        case .notAssigned: .notAssigned
        case .mustRepick: .mustRepick
        case .alreadyPicked: assignee.map { .alreadyPicked(by: $0) } ?? .notAssigned
        case .staffOffline: .staffOffline
        case .invalidTransition: .invalidTransition(from: status)
        case .ticketClosed: .ticketClosed
        case .readOnly: .readOnly(readOnly ?? .damaged)
        }
    }
}
