import BeckonModel

/// One made-up ticket: its state decides its entries, ten of them where it is closed.
struct SampleTicket {
    enum State: CaseIterable {
        case waiting, paused, pending, resolved, closed
    }

    let id: TicketID
    let number: Int
    let state: State
    let customer: CustomerReference
    let agent: StaffReference
    let began: Timestamp
    let words: [String]

    private static let secondsBetweenEntries = 40

    var entries: [Entry] {
        bodies.enumerated().map { index, body in
            Entry(
                ticket: id, seq: index + 1,
                at: began.advanced(by: .seconds(index * Self.secondsBetweenEntries)), body: body)
        }
    }

    private var bodies: [EntryBody] {
        let opening: [EntryBody] = [
            .created(
                .init(
                    number: number, customer: customer,
                    subject: words.prefix(4).joined(separator: " "),
                    priority: .normal, follows: nil, clientID: clientID(0))),
            .system(.init(.ticketCreated)), message(.user, 1),
        ]
        if state == .waiting { return opening }
        let talk: [EntryBody] = [
            .assigned(agent, previous: nil), .system(.init(.staffJoined, name: agent.name)),
            message(.staff, 2),
        ]
        return opening + talk + ending
    }

    private var ending: [EntryBody] {
        switch state {
        case .waiting: []
        case .paused: [.staffOffline(agent), .system(.init(.staffOffline, name: agent.name))]
        case .pending: [status(.pending), .system(.init(.ticketPending, name: agent.name))]
        case .resolved: [status(.resolved), .system(.init(.ticketResolved, name: agent.name))]
        case .closed:
            [
                message(.user, 3), message(.staff, 4), status(.closed),
                .system(.init(.ticketClosed, name: agent.name)),
            ]
        }
    }

    private func status(_ status: Status) -> EntryBody {
        .status(.init(status: status, was: .open, by: .agent(agent)))
    }

    private func message(_ side: Side, _ index: Int) -> EntryBody {
        let first = index * 3 % words.count
        let text = (words[first...] + words[..<first]).joined(separator: " ")
        return .message(
            .init(
                from: side, authorID: side == .user ? customer.id.rawValue : agent.id.rawValue,
                authorName: side == .user ? customer.name : agent.name, text: text,
                clientID: clientID(index)))
    }

    private func clientID(_ index: Int) -> ClientID {
        ClientID(unchecked: "\(id)-\(index)")
    }
}
