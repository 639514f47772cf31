/// Messages and notes that `decide` has allowed.
extension Ticket {
    /// `action`: which of the three things this text is: a message, one that is left, or the first of a follow-up.
    func customerMessage(
        _ action: Action, _ text: String, _ clientID: ClientID?, customer: CustomerReference
    ) throws(TicketError) -> Decision {
        if action == .followUp { return .followUp }
        try checkRoom()
        let message = EntryBody.message(
            .init(
                from: .user, authorID: customer.id.rawValue, authorName: customer.name, text: text,
                clientID: clientID, isOffline: action == .leaveMessage))
        switch status {
        case .open: return .append([message], answer: 0)
        case .pending: return .append([message, change(to: .open, by: .user(customer))], answer: 0)
        case .resolved: return .append(reopening(by: .user(customer)) + [message], answer: 2)
        case .closed: return .followUp
        }
    }

    func staffMessage(
        _ text: String, _ clientID: ClientID?, seenSeq: Seq?, staff: StaffReference
    ) throws(TicketError) -> Decision {
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

    func note(
        _ text: String, _ clientID: ClientID?, staff: StaffReference
    ) throws(TicketError) -> Decision {
        try checkRoom()
        return .append([.note(.init(author: staff, text: text, clientID: clientID))], answer: 0)
    }

    private func checkRoom() throws(TicketError) {
        if seq >= Limits.ticketEntries { throw .ticketFull }
    }
}
