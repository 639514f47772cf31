/// Messages and notes that `decide` has allowed.
extension Ticket {
    /// `action`: which of the three things this text is: a message, one that is left, or the first of a follow-up.
    func customerMessage(
        _ action: Action, _ new: NewMessage, customer: CustomerReference
    ) throws(TicketError) -> Decision {
        if action == .followUp { return .followUp }
        try checkRoom()
        let message = EntryBody.message(
            .init(
                from: .user, channel: new.channel, authorID: customer.id.rawValue,
                authorName: customer.name, text: new.text, clientID: new.clientID,
                isOffline: action == .leaveMessage, details: new.details))
        switch status {
        case .open: return .append([message], answer: 0)
        case .pending:
            return .append([message, change(to: .open, by: .customer(customer))], answer: 0)
        case .resolved: return .append(reopening(by: .customer(customer)) + [message], answer: 2)
        case .closed: return .followUp
        }
    }

    func staffMessage(
        _ new: NewMessage, kind: Party.Kind, id: String, name: String
    ) throws(TicketError) -> Decision {
        if let seenSeq = new.seenSeq {
            let newer = unanswered.count { $0 > seenSeq }
            if newer > 0 { throw .newerMessages(count: newer) }
        }
        try checkRoom()
        return .append(
            [
                .message(
                    .init(
                        from: .staff, party: kind, channel: new.channel, authorID: id,
                        authorName: name, text: new.text, clientID: new.clientID,
                        details: new.details))
            ], answer: 0)
    }

    func note(
        _ text: String, _ clientID: ClientID?, by party: Party
    ) throws(TicketError) -> Decision {
        try checkRoom()
        return .append([.note(.init(author: party, text: text, clientID: clientID))], answer: 0)
    }

    private func checkRoom() throws(TicketError) {
        if seq >= Limits.ticketEntries { throw .ticketFull }
    }
}
