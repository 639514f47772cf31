import BeckonModel
import BeckonWire

/// What the server says.
extension ChatSession {
    mutating func received(_ frame: ReceivedFrame, _ now: Duration) {
        switch frame {
        case .hello(let hello): greeted(hello, now)
        case .entry(let entry): received(entry, now)
        case .ack(let ack): acked(ack, now)
        case .refusal(let refusal): refused(refusal, now)
        case .synced(let ticket, let seq, let summary): synced(ticket, seq, summary, now)
        case .resync(let ticket, let seq, _): resynced(ticket, seq, now)
        case .picked(let ticket, let refusal):
            picking.removeAll { $0 == ticket }
            tell(.picked(ticket, refusal))
        case .newTicket(let ticket, let row):
            if let row { received(row, now) }
            tell(.waiting(ticket))
        case .ticket(let row): received(row, now)
        case .marks(let ticket, let marks):
            views[ticket]?.raise(marks.marks)
            changed(ticket)
        case .typing(let ticket, let from, let name):
            views[ticket]?.typed(from, name, now: now)
            changed(ticket)
        case .queue(let ticket, let queue):
            views[ticket]?.queue = queue
            isStaffOnline = queue.isStaffOnline
            changed(ticket)
        case .viewing(let ticket, let viewers):
            let others = viewers.filter { $0.id != id }
            views[ticket]?.viewers = others
            changed(ticket)
        case .gone(let ticket): lost(ticket)
        case .settings(let kind, _, _):
            if side == .customer, kind == Inbox.kind { actions.append(.request(.inbox)) }
        case .goingAway(let delay): reconnect.goingAway(reconnectAfter: delay)
        case .pong: break
        case .availability, .presence, .colleague, .customer, .counts: receivedOfPeople(frame)
        case .unknown(let type, let text): tell(.unknown(type: type, text: text))
        }
    }

    /// It is none of this agent's any more.
    private mutating func lost(_ ticket: TicketView.ID) {
        rows.forget(ticket)
        views[ticket] = nil
        followed.removeAll { $0 == ticket }
        resume.forgot(ticket)
        late[ticket] = nil
        tell(.row(ticket))
    }

    private mutating func receivedOfPeople(_ frame: ReceivedFrame) {
        switch frame {
        case .availability(let isStaffOnline):
            self.isStaffOnline = isStaffOnline
            tell(.availability(isStaffOnline: isStaffOnline))
        case .presence(let isOnline):
            self.isOnline = isOnline
            wanted = isOnline
            isWantedUnsaid = false
            tell(.presence(isOnline: isOnline))
        case .colleague(let person, let isOnline):
            colleagues.removeAll { $0.id == person.id }
            if isOnline {
                let place = colleagues.firstIndex { $0.id > person.id } ?? colleagues.endIndex
                colleagues.insert(person, at: place)
            }
            tell(.colleague(person, isOnline: isOnline))
        case .customer(let id, let isOnline): tell(.customer(id: id, isOnline: isOnline))
        case .counts(let counts):
            self.counts = counts
            tell(.counts(counts))
        default: break
        }
    }

    private mutating func changed(_ ticket: TicketView.ID) {
        if views[ticket] != nil { tell(.changed(ticket)) }
    }

    // MARK: Hello

    private mutating func greeted(_ hello: ReceivedFrame.Hello, _ now: Duration) {
        guard case .connecting(let since) = reconnect.state else { return }
        reconnect.greeted(now: now)
        liveness.opened(took: now - since, now: now)
        me = hello.me
        isStaffOnline = hello.isStaffOnline
        delivered = [:]
        seen = [:]
        rows.lineOpened()
        tell(.greeted(hello))
        switch side {
        case .staff: beginWork(isOnline: hello.isOnline)
        case .customer:
            actions.append(.request(.inbox))
            actions.append(.request(.tickets))
        }
        for ticket in followed {
            missed(ticket, now)
            if let view = views[ticket] { tellDelivered(ticket, view.entries) }
        }
    }

    private mutating func beginWork(isOnline: Bool) {
        self.isOnline = isOnline
        colleagues = []
        wanted = wanted ?? isOnline
        // Who was away for longer than the server forgives is online again as they chose; each ticket they must pick again.
        if let wanted, isWantedUnsaid || (wanted && !isOnline) {
            actions.append(.send(SentFrame.presence(isOnline: wanted)))
        }
        actions.append(.send(SentFrame.watch))
        for list in [TicketListName.waiting, .mine] { actions.append(.request(.list(list))) }
    }

    // MARK: Entries

    private mutating func received(_ entry: ChatEntry, _ now: Duration) {
        rows.received(entry)
        if let command = entry.commandID, entry.authorID == id,
            let item = outbox.settled(command, in: entry.ticket)
        {
            tell(.sent(item, ticket: entry.ticket, seq: entry.seq))
        }
        take(entry, now)
    }

    /// Into its ticket, where that is followed. A customer follows all of their own.
    private mutating func take(_ entry: ChatEntry, _ now: Duration) {
        let ticket = entry.ticket
        if side == .customer { learn(of: ticket) }
        guard var view = views[ticket] else {
            tellDelivered(ticket, [entry])
            return tell(.row(ticket))
        }
        views[ticket] = nil
        let before = view.state?.chat
        let added = view.received(entry)
        views[ticket] = view
        tell(added, of: ticket, before: before)
        if view.isMissingEntries { missed(ticket, now) }
    }

    mutating func tell(
        _ added: [ChatEntry], of ticket: TicketView.ID, before chat: ChatState?
    ) {
        guard !added.isEmpty, let state = views[ticket]?.state else {
            return added.forEach { tell(.entry($0)) }
        }
        rows.received(state)
        added.forEach { tell(.entry($0)) }
        tellDelivered(ticket, added)
        let goesOn = chat != .live || added.contains(where: \.isAssignment)
        if state.chat == .live, goesOn, side == .customer || state.assignee?.id == id {
            outbox.chatWentOn(ticket)
        }
    }

    private mutating func synced(
        _ ticket: TicketView.ID, _ seq: Int, _ summary: TicketSummary?, _ now: Duration
    ) {
        if let summary { rows.received(summary) }
        guard views[ticket] != nil else { return }
        views[ticket]?.synced(upTo: seq, summary)
        tell(.changed(ticket))
        guard let view = views[ticket] else { return }
        let question = resume.synced(
            ticket, reached: view.seq, isMissing: view.isMissingEntries, now: now)
        if let question { ask(question, now) }
    }

    private mutating func resynced(_ ticket: TicketView.ID, _ seq: Int, _ now: Duration) {
        guard views[ticket] != nil else { return }
        views[ticket]?.resynced(seq)
        guard let view = views[ticket] else { return }
        if let question = resume.resynced(ticket, after: view.readsAfter) { ask(question, now) }
    }

    /// A row of the lists; a followed ticket that lacks what it has is looked at a moment later.
    mutating func received(_ row: TicketSummary, _ now: Duration) {
        if rows.received(row) { tell(.row(row.id)) }
        guard let view = views[row.id], row.seq > view.seq, late[row.id] == nil else { return }
        late[row.id] = now + Self.lateTime
    }

    // MARK: Answers

    private mutating func acked(_ ack: ReceivedFrame.Ack, _ now: Duration) {
        guard let item = outbox.settled(ack.command, in: ack.ticket) else { return }
        typedAt = nil
        if side == .customer, learn(of: ack.ticket) { missed(ack.ticket, now) }
        if let entry = ownCopy(of: item, ack) {
            rows.received(entry)
            take(entry, now)
        }
        tell(.sent(item, ticket: ack.ticket, seq: ack.seq))
    }

    /// The sender gets an ack and no echo: what they wrote takes its place as they wrote it.
    private func ownCopy(of item: OutboxItem, _ ack: ReceivedFrame.Ack) -> ChatEntry? {
        guard let me else { return nil }
        let clientID = ClientID(unchecked: item.id.rawValue)
        let body: EntryBody
        switch item.command {
        case .ask(let text, _): body = .message(message(text, me, clientID))
        case .say(let text, let isLeft, _):
            let isOffline = isLeft && views[ack.ticket]?.state?.chat == .paused
            body = .message(message(text, me, clientID, isOffline: isOffline))
        case .note(let text):
            let author = Party(.agent, id: me.id, name: me.name)
            body = .note(.init(author: author, text: text, clientID: clientID))
        case .setStatus, .rate, .setPriority, .setSubject, .setTags, .move, .release, .transfer:
            return nil
        }
        let entry = Entry(ticket: ack.ticket.value, seq: ack.seq, at: ack.at.value, body: body)
        return ChatEntry(entry, isOwnCopy: true)
    }

    private func message(
        _ text: String, _ me: Person, _ clientID: ClientID, isOffline: Bool = false
    ) -> EntryBody.Message {
        .init(
            from: side.side, authorID: me.id, authorName: me.name, text: text, clientID: clientID,
            isOffline: isOffline)
    }

    private mutating func refused(_ refusal: ReceivedFrame.Refusal, _ now: Duration) {
        if let command = refusal.command {
            if case .failed(let item)? = outbox.refused(command, refusal, now: now) {
                tell(.refused(item, refusal))
            }
            return
        }
        if let ticket = refusal.ticket {
            if refusal.isPassing { resume.refused(ticket, now: now) } else { resume.forgot(ticket) }
        }
        if !refusal.isPassing || refusal.ticket == nil { tell(.problem(refusal)) }
    }

    // MARK: Marks

    /// Tells the server that messages of the other side have arrived here: each once a line. An agent's page tells it of what is theirs, or
    /// nobody's: the customer takes it as "somebody who may answer has it".
    private mutating func tellDelivered(_ ticket: TicketView.ID, _ entries: [ChatEntry]) {
        guard isOpen, let last = entries.last(where: { $0.isMessage(from: side.side.other) }) else {
            return
        }
        let state = views[ticket]?.state ?? rows[ticket]
        guard mayMark(state) else { return }
        let marks = state?.rawMarks[side.side].delivered ?? 0
        guard last.seq > max(marks, delivered[ticket] ?? 0) else { return }
        delivered[ticket] = last.seq
        actions.append(.send(SentFrame.mark(.delivered, ticket, upTo: last.seq)))
    }

    func mayMark(_ state: TicketSummary?) -> Bool {
        if side == .customer { return true }
        guard let state, isOnline else { return false }
        return state.assignee.map { $0.id == id } ?? true
    }
}

extension ChatEntry {
    fileprivate var isAssignment: Bool { if case .assigned = entry.body { true } else { false } }

    fileprivate func isMessage(from side: Side) -> Bool {
        if case .message(let message) = entry.body { message.from == side } else { false }
    }

    fileprivate var authorID: String? {
        switch entry.body {
        case .message(let message): message.authorID
        case .note(let note): note.author.id
        default: nil
        }
    }
}
