extension Ticket {
    /// All rules of the life cycle: a pure function of the ticket, the command and who gives it.
    ///
    /// Whether a `client_id` was used before is asked first, by the caller, who keeps those (`ClientIDs`).
    package func decide(
        _ command: Command, by actor: Actor, rules: InboxRules = InboxRules()
    ) throws(TicketError) -> Decision {
        try checkAccess(actor)
        switch (command, actor) {
        case (.message(let text, let clientID, let isOffline, _), .customer(let customer)):
            try Text.check(text, field: "text")
            return try customerMessage(
                text, clientID, isOffline: isOffline, customer: customer, rules: rules)
        case (.message(let text, let clientID, _, let seenSeq), .staff(let staff, _, _)):
            try Text.check(text, field: "text")
            return try staffMessage(text, clientID, seenSeq: seenSeq, staff: staff)
        case (.note(let text, let clientID), .staff(let staff, _, _)):
            try Text.check(text, field: "text")
            try checkRoom()
            return .append([.note(.init(author: staff, text: text, clientID: clientID))], answer: 0)
        case (.pick, .staff(let staff, _, let online)): return try pick(staff, online: online)
        case (.release, .staff(let staff, let role, _)): return try release(staff, role)
        case (.transfer(let target, let isOnline), .staff(let staff, let role, _)):
            return try transfer(to: target, isOnline: isOnline, by: staff, role)
        case (.setStatus(let status), .customer(let customer)):
            return try setStatus(status, by: customer)
        case (.setStatus(let status), .staff(let staff, let role, let online)):
            return try setStatus(status, by: staff, role, online: online)
        case (.setPriority(let priority), .staff(let staff, _, _)):
            if status == .closed { throw .ticketClosed }
            if priority == self.priority { return .unchanged }
            return .append([.priority(priority, was: self.priority, by: staff)], answer: 0)
        case (.rate(let score, let comment), .customer): return try rate(score, comment)
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

    private func checkRoom() throws(TicketError) {
        if seq >= Limits.ticketEntries { throw .ticketFull }
    }

    // MARK: Messages

    private func customerMessage(
        _ text: String, _ clientID: ClientID?, isOffline: Bool, customer: CustomerReference,
        rules: InboxRules
    ) throws(TicketError) -> Decision {
        if chat == .closed { return .followUp }
        if chat == .paused {
            guard rules.allowsLeaveMessage else {
                throw isOffline ? .leaveMessageOff : .chatPaused
            }
            guard isOffline else { throw .chatPaused }
        }
        try checkRoom()
        let message = EntryBody.message(
            .init(
                from: .user, authorID: customer.id.rawValue, authorName: customer.name, text: text,
                clientID: clientID, isOffline: chat == .paused))
        switch status {
        case .open: return .append([message], answer: 0)
        case .pending: return .append([message, change(to: .open, by: .user(customer))], answer: 0)
        case .resolved: return .append(reopening(by: .user(customer)) + [message], answer: 2)
        case .closed: return .followUp
        }
    }

    private func staffMessage(
        _ text: String, _ clientID: ClientID?, seenSeq: Seq?, staff: StaffReference
    ) throws(TicketError) -> Decision {
        try checkHasIt(staff)
        if let seenSeq {
            let newer = unanswered.count { $0 > seenSeq }
            if newer > 0 { throw .newerMessages(count: newer) }
        }
        try checkRoom()
        return .append(
            [
                .message(
                    .init(
                        from: .staff, authorID: staff.id.rawValue, authorName: staff.name,
                        text: text, clientID: clientID))
            ], answer: 0)
    }

    /// The chat is live and this agent's.
    private func checkHasIt(_ staff: StaffReference) throws(TicketError) {
        switch chat {
        case .closed: throw .ticketClosed
        case .ended: throw .invalidTransition(from: status)
        case .waiting: throw .notAssigned
        case .paused: throw assignee?.id == staff.id ? .mustRepick : .notAssigned
        case .live: if assignee?.id != staff.id { throw .notAssigned }
        }
    }

    // MARK: Who has it

    private func pick(_ staff: StaffReference, online: Bool) throws(TicketError) -> Decision {
        guard online else { throw .staffOffline }
        switch chat {
        case .closed: throw .ticketClosed
        case .ended: throw .invalidTransition(from: status)
        case .waiting:
            return .append(joining(staff, .staffJoined), answer: 0)
        case .paused:
            let isBack = assignee?.id == staff.id
            return .append(joining(staff, isBack ? .staffReconnected : .staffJoined), answer: 0)
        case .live:
            if let assignee, assignee.id != staff.id { throw .alreadyPicked(by: assignee) }
            return .unchanged
        }
    }

    private func joining(
        _ staff: StaffReference, _ line: EntryBody.SystemLine.Code
    ) -> [EntryBody] {
        let previous = assignee.flatMap { $0.id == staff.id ? nil : $0.id }
        return [.assigned(staff, previous: previous), .system(.init(line, name: staff.name))]
    }

    private func release(_ staff: StaffReference, _ role: Role) throws(TicketError) -> Decision {
        switch chat {
        case .closed: throw .ticketClosed
        case .ended: throw .invalidTransition(from: status)
        case .waiting: return .unchanged
        case .live, .paused: break
        }
        guard let assignee, assignee.id == staff.id || role >= .supervisor else {
            throw .notAssigned
        }
        var bodies: [EntryBody] = [
            .unassigned(assignee.id, by: staff.id),
            .system(.init(.staffLeft, name: assignee.name)),
        ]
        if status == .pending { bodies.append(change(to: .open, by: .staff(staff))) }
        return .append(bodies, answer: 0)
    }

    private func transfer(
        to target: StaffReference, isOnline: Bool, by staff: StaffReference, _ role: Role
    ) throws(TicketError) -> Decision {
        if role < .supervisor { try checkHasIt(staff) }
        switch chat {
        case .closed: throw .ticketClosed
        case .ended: throw .invalidTransition(from: status)
        case .waiting, .live, .paused: break
        }
        guard isOnline else { throw .staffOffline }
        if chat == .live, assignee?.id == target.id { return .unchanged }
        var bodies = joining(target, .staffJoined)
        if chat == .live, let assignee {
            bodies.insert(.system(.init(.staffLeft, name: assignee.name)), at: 1)
        }
        return .append(bodies, answer: 0)
    }

    private func staffWentOffline(_ staff: StaffID) -> Decision {
        guard chat == .live, let assignee, assignee.id == staff else { return .unchanged }
        return .append(
            [
                .staffOffline(assignee),
                .system(.init(.staffOffline, name: assignee.name)),
            ], answer: 0)
    }

    // MARK: Status

    private func setStatus(
        _ target: Status, by customer: CustomerReference
    ) throws(TicketError) -> Decision {
        if target == status { return .unchanged }
        switch (status, target) {
        case (.closed, _): throw .ticketClosed
        case (.resolved, .open): return .append(reopening(by: .user(customer)), answer: 0)
        case (_, .closed): return .append(closing(by: .user(customer)), answer: 0)
        default: throw .invalidTransition(from: status)
        }
    }

    private func setStatus(
        _ target: Status, by staff: StaffReference, _ role: Role, online: Bool
    ) throws(TicketError) -> Decision {
        if target == status { return .unchanged }
        let actor = EntryBody.StatusActor.staff(staff)
        switch (status, target) {
        case (.closed, _): throw .ticketClosed
        case (.resolved, .open):
            // An agent who reopens means to go on; offline, they put it back into the queue.
            var bodies = reopening(by: actor)
            if online { bodies += joining(staff, .staffJoined) }
            return .append(bodies, answer: 0)
        case (.resolved, .closed): return .append(closing(by: actor), answer: 0)
        case (.resolved, _): throw .invalidTransition(from: status)
        case (.open, _), (.pending, _):
            let isFreeToClose = target == .closed && chat == .waiting && online
            if role < .supervisor, !isFreeToClose { try checkHasIt(staff) }
        }
        switch target {
        case .open: return .append([change(to: .open, by: actor)], answer: 0)
        case .pending:
            // Pending says that an agent waits for the customer; without an agent it would wait for ever.
            guard chat != .waiting else { throw .notAssigned }
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

    private func closeResolved(before deadline: Timestamp) -> Decision {
        guard status == .resolved, let resolvedAt, resolvedAt <= deadline else {
            return .unchanged
        }
        return .append(closing(by: .clock), answer: 0)
    }

    private func reopening(by actor: EntryBody.StatusActor) -> [EntryBody] {
        [change(to: .open, by: actor), .system(.init(.ticketReopened, name: actor.staffName))]
    }

    private func closing(by actor: EntryBody.StatusActor) -> [EntryBody] {
        [change(to: .closed, by: actor), .system(.init(.ticketClosed, name: actor.staffName))]
    }

    private func change(to target: Status, by actor: EntryBody.StatusActor) -> EntryBody {
        .status(.init(status: target, was: status, by: actor))
    }

    private func rate(_ score: Int, _ comment: String?) throws(TicketError) -> Decision {
        guard (1...5).contains(score) else {
            throw .invalid(field: "score", problem: .notAllowed)
        }
        let comment = comment.map(Text.trimmed).flatMap { $0.isEmpty ? nil : $0 }
        if let comment {
            try Text.check(comment, field: "comment", max: Limits.commentCharacters)
        }
        guard status == .resolved || status == .closed else {
            throw .invalidTransition(from: status)
        }
        let rating = Rating(score: score, comment: comment)
        if rating == self.rating { return .unchanged }
        guard seq < Limits.ticketEntries + Limits.ticketReserve else { throw .ticketFull }
        return .append([.rated(rating)], answer: 0)
    }
}

extension EntryBody.StatusActor {
    fileprivate var staffName: String? {
        if case .staff(let staff) = self { staff.name } else { nil }
    }
}
