/// What a person does. Each returns when it is in the outbox or on the line; the answer comes as an event.
extension ChatClient {
    /// A customer asks something new: a ticket of its own.
    ///
    /// - Returns: the id that `ChatEvent.sent` names; write to `.opened(by:)` meanwhile.
    @discardableResult
    public func ask(_ text: String, subject: String? = nil) throws(Outbox.Failure) -> CommandID {
        try write(.ask(text: text, subject: subject), to: .new)
    }

    /// A message.
    @discardableResult
    public func say(
        _ text: String, in ticket: TicketView.ID, isLeft: Bool = false
    ) throws(Outbox.Failure) -> CommandID {
        try write(.say(text: text, isLeft: isLeft), to: .ticket(ticket))
    }

    /// Any command.
    @discardableResult
    public func write(
        _ command: ChatCommand, to target: OutboxItem.Target
    ) throws(Outbox.Failure) -> CommandID {
        try change { (session, now) throws(Outbox.Failure) in
            try session.wrote(command, to: target, now: now)
        }
    }

    /// An agent goes online or offline.
    public func setOnline(_ isOnline: Bool) { change { $0.chose(isOnline: isOnline, now: $1) } }

    /// An agent wants to have a ticket, and to see its entries.
    public func pick(_ ticket: TicketView.ID) throws(Outbox.Failure) {
        try change { (session, now) throws(Outbox.Failure) in
            try session.picked(ticket, now: now)
            session.opened(ticket, now: now)
        }
    }

    /// Follows a ticket: its entries are told from the first one on.
    public func open(_ ticket: TicketView.ID) { change { $0.opened(ticket, now: $1) } }

    /// Follows it no longer.
    public func leave(_ ticket: TicketView.ID) { change { $0.left(ticket, now: $1) } }

    /// The entries up to this one were looked at.
    public func looked(at ticket: TicketView.ID, upTo seq: Int) {
        change { $0.looked(at: ticket, upTo: seq, now: $1) }
    }

    /// Somebody writes; the other side is told now and then.
    public func typed(in ticket: TicketView.ID) { change { $0.typed(in: ticket, now: $1) } }

    /// The network is back, or the process was asleep.
    public func wake() { change { $0.woken(now: $1) } }
}
