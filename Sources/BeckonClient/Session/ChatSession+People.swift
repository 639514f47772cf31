import BeckonModel
import BeckonWire

/// What a person does.
extension ChatSession {
    /// Somebody wants something done. It is sent now, or as soon as the line stands.
    ///
    /// - Parameters:
    ///   - target: `.opened(by:)` for a ticket that is still being opened.
    ///   - hold: it is not sent within this time, so that `discarded` can take it back.
    /// - Returns: the id under which `ChatEvent.sent` or `.refused` will name it.
    @discardableResult
    public mutating func wrote(
        _ command: ChatCommand, to target: OutboxItem.Target, holdFor hold: Duration = .zero,
        now: Duration
    ) throws(Outbox.Failure) -> CommandID {
        let item = OutboxItem(id: .random(using: &random), command, to: target)
        try wrote(item, holdFor: hold, now: now)
        return item.id
    }

    /// The same with an id of one's own.
    public mutating func wrote(
        _ item: OutboxItem, holdFor hold: Duration = .zero, now: Duration
    ) throws(Outbox.Failure) {
        guard isOpen || item.command.isLasting else { throw .lineDown }
        try outbox.written(item, heldUntil: hold > .zero ? now + hold : nil)
        settle(now)
    }

    /// Somebody wants something sent again that was refused. What came too late for the chat is then left as a message.
    public mutating func retried(_ id: CommandID, now: Duration) {
        var isLeft = false
        if let item = outbox[id], item.state == .failed(code: "chat_paused"),
            case .ticket(let ticket) = item.target
        {
            isLeft = allowedActions(on: ticket).contains(.leaveMessage)
        }
        outbox.retried(id, isLeft: isLeft)
        settle(now)
    }

    /// Somebody does not want it sent any more. What has been sent already may stand nevertheless.
    ///
    /// - Returns: it, and what was written for the ticket that it was to open.
    @discardableResult
    public mutating func discarded(_ id: CommandID, now: Duration) -> [OutboxItem] {
        defer { settle(now) }
        return outbox.discarded(id)
    }

    // MARK: Tickets

    /// Somebody wants to see a ticket's entries, and what becomes of it.
    public mutating func opened(_ ticket: TicketView.ID, now: Duration) {
        if learn(of: ticket) { missed(ticket, now) }
        settle(now)
    }

    /// Somebody has seen enough of it. Customers follow their tickets all the same.
    public mutating func left(_ ticket: TicketView.ID, now: Duration) {
        guard side == .staff, views.removeValue(forKey: ticket) != nil else { return }
        followed.removeAll { $0 == ticket }
        resume.forgot(ticket)
        late[ticket] = nil
        if isOpen { actions.append(.send(SentFrame.leave(ticket))) }
        settle(now)
    }

    /// An agent wants to have a ticket; `ChatEvent.picked` is the answer.
    public mutating func picked(
        _ ticket: TicketView.ID, now: Duration
    ) throws(Outbox.Failure) {
        guard isOpen else { throw .lineDown }
        if !picking.contains(ticket) { picking.append(ticket) }
        send(SentFrame.pick(ticket), now)
        settle(now)
    }

    /// An agent goes online or offline; the next line says it where this one is down.
    public mutating func chose(isOnline: Bool, now: Duration) {
        wanted = isOnline
        if !isOnline { self.isOnline = false }
        isWantedUnsaid = true
        if isOpen { send(SentFrame.presence(isOnline: isOnline), now) }
        settle(now)
    }

    /// Somebody writes; the other side is told now and then.
    public mutating func typed(in ticket: TicketView.ID, now: Duration) {
        if let typedAt, now - typedAt < Self.typingPause { return }
        guard isOpen else { return }
        typedAt = now
        actions.append(.send(SentFrame.typing(ticket)))
        settle(now)
    }

    /// Somebody looked at a followed ticket, down to this entry.
    public mutating func looked(at ticket: TicketView.ID, upTo seq: Int, now: Duration) {
        guard isOpen, let state = views[ticket]?.state, mayMark(state) else { return }
        let isOver = side == .staff && state.status == .closed
        let marked = max(state.rawMarks[side.side].seen, seen[ticket] ?? 0)
        guard seq > marked, seq <= state.seq, !isOver else { return }
        seen[ticket] = seq
        actions.append(.send(SentFrame.mark(.seen, ticket, upTo: seq)))
        var marks = Marks()
        _ = marks.raise(.seen, of: side.side, to: seq, newest: state.seq)
        views[ticket]?.raise(marks)
        settle(now)
    }

    // MARK: What may be done

    /// What this person may do with a ticket, by the server's own rules; nothing with one that is not known. What depends on more than the
    /// ticket's state (a text's length, whether a colleague is online) is an answer of the server.
    public func allowedActions(on ticket: TicketView.ID) -> Set<TicketAction> {
        guard let state = views[ticket]?.state ?? rows[ticket] else { return [] }
        return allowedActions(on: state)
    }

    /// The same for a ticket as it is at hand.
    public func allowedActions(on state: TicketSummary) -> Set<TicketAction> {
        let asker: ActionFacts.Asker
        switch side {
        case .customer: asker = .customer
        case .staff:
            let whose: ActionFacts.Whose =
                state.assignee.map { $0.id == id ? .mine : .colleague } ?? .nobody
            asker = .staff(options.role.role, has: whose, online: isOnline)
        }
        let facts = ActionFacts(
            status: state.ticket.status, chat: state.ticket.chat, asker: asker,
            isReadOnly: state.readOnly != nil, allowsLeaveMessage: allowsLeaveMessage)
        return Set(
            BeckonModel.Action.allCases.filter { facts.permission(for: $0) == .granted }
                .compactMap { TicketAction(rawValue: $0.rawValue) })
    }

    /// What stands in a list as far as it is known here, in the list's order.
    public func list(_ list: TicketListName) -> [TicketSummary] { rows.list(list, me: id) }
}
