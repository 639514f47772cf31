package import BeckonModel
import BeckonStore

/// A desk's life from a seed: tickets opened and worked by the model's own rules.
package struct Workload {
    package static let agents = ["Dana", "Eli", "Fay"].map {
        StaffReference(id: StaffID(unchecked: $0.lowercased()), name: $0)
    }
    package static let customers = (1...6).map {
        CustomerReference(id: UserID(unchecked: "c\($0)"), name: "Customer \($0)")
    }
    package static let inboxes = ["main", "shop", "returns"].map(DocumentID.init(unchecked:))
    /// Teams and tags.
    package static let documents = ["a", "b", "a.b", "c"].map(DocumentID.init(unchecked:))
    private static let words = [
        "order", "late", "Refund", "parcel", "Zürich", "naïve", "invoice", "退款", "orders", "x7",
        "please", "broken",
    ]

    private var random: SeededRandom
    package private(set) var now = Timestamp(milliseconds: 1_767_225_600_000)
    package private(set) var tickets: [Ticket] = []
    private var nextNumber = Limits.firstTicketNumber

    package init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// The next change: a ticket and its new entries.
    package mutating func next() -> (ticket: TicketID, entries: [Entry]) {
        // Some changes share a moment, so that the number has to tell rows apart.
        now = now.advanced(by: .milliseconds(Int.random(in: 0...3, using: &random)))
        while !tickets.isEmpty, Int.random(in: 0..<6, using: &random) != 0 {
            if let change = change() { return change }
        }
        return open()
    }

    /// A ticket of its own, without chance.
    package mutating func open(
        by customer: CustomerReference? = nil, text: String? = nil, clientID: String? = nil
    ) -> (ticket: TicketID, entries: [Entry]) {
        let id = TicketID.make(at: now, using: &random)
        let customer = customer ?? Self.customers[pick(Self.customers.count)]
        let new = NewTicket(
            text: text ?? sentence(),
            clientID: ClientID(unchecked: clientID ?? "new-\(nextNumber)"),
            priority: Priority.allCases[pick(4)], inbox: Self.inboxes[pick(3)])
        guard let bodies = try? new.decide(number: nextNumber, customer: customer) else {
            fatalError("a new ticket was refused")
        }
        nextNumber += 1
        let entries = stamped(bodies, id, after: 0)
        if let ticket = Ticket(log: entries) { tickets.append(ticket) }
        return (id, entries)
    }

    /// One message of the customer on the ticket at `index`, or a note where they may not write.
    package mutating func say(_ text: String, on index: Int) -> (ticket: TicketID, entries: [Entry])
    {
        let ticket = tickets[index]
        let note = EntryBody.note(.init(author: .agent(Self.agents[0]), text: text, clientID: nil))
        let message = EntryBody.message(
            .init(
                from: .user, authorID: ticket.customer.id.rawValue,
                authorName: ticket.customer.name, text: text, clientID: nil))
        return append([ticket.status == .closed ? note : message], to: index)
    }

    package mutating func note(_ text: String, on index: Int) -> (
        ticket: TicketID, entries: [Entry]
    ) {
        append([.note(.init(author: .agent(Self.agents[0]), text: text, clientID: nil))], to: index)
    }

    private mutating func change() -> (ticket: TicketID, entries: [Entry])? {
        let index = pick(tickets.count)
        let ticket = tickets[index]
        let agent = Self.agents[pick(Self.agents.count)]
        let staff = Actor.staff(agent, role: .supervisor, online: true)
        let customer = Actor.customer(ticket.customer)
        let (command, actor): (Command, Actor) =
            switch pick(15) {
            case 0, 1: (.pick, staff)
            case 2: (.release, staff)
            case 3: (.note(text: sentence(), clientID: nil), staff)
            case 4: (.setPriority(Priority.allCases[pick(4)]), staff)
            case 5: (.setStatus(Status.allCases[pick(4)]), staff)
            case 6: (.setStatus(.resolved), staff)
            case 7: (.staffWentOffline(agent.id), .clock)
            case 8: (.rate(score: pick(5) + 1, comment: nil), customer)
            case 9: (.moveCustomer(to: Self.customers[pick(Self.customers.count)]), .clock)
            case 10: (.setSubject(sentence()), staff)
            case 11:
                (
                    .setTags(
                        add: [Self.documents[pick(4)]], remove: [Self.documents[pick(4)]]), staff
                )
            case 12:
                (
                    .move(
                        Move(
                            inbox: Self.inboxes[pick(3)],
                            team: pick(2) == 0 ? Move.Team.none : .team(Self.documents[pick(4)]))),
                    staff
                )
            case 13:
                (
                    .message(text: sentence(), clientID: nil),
                    .staff(ticket.assignee ?? agent, role: .agent, online: true)
                )
            default: (.message(text: sentence(), clientID: nil, isOffline: true), customer)
            }
        guard case .append(let bodies, _)? = try? ticket.decide(command, by: actor) else {
            return nil
        }
        return append(bodies, to: index)
    }

    private mutating func append(
        _ bodies: [EntryBody], to index: Int
    ) -> (ticket: TicketID, entries: [Entry]) {
        let entries = stamped(bodies, tickets[index].id, after: tickets[index].seq)
        for entry in entries { tickets[index].evolve(entry) }
        return (tickets[index].id, entries)
    }

    private func stamped(_ bodies: [EntryBody], _ id: TicketID, after seq: Seq) -> [Entry] {
        bodies.enumerated().map { index, body in
            Entry(ticket: id, seq: seq + 1 + index, at: now, body: body)
        }
    }

    private mutating func sentence() -> String {
        (0...pick(5)).map { _ in Self.words[pick(Self.words.count)] }.joined(separator: ", ")
    }

    private mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
}
