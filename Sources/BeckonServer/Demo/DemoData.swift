import BeckonEngine
import BeckonModel
import BeckonStore
import BeckonWire

/// Sample agents, customers, and tickets in every state, made by the same commands as real ones.
struct DemoData {
    static let agents: [(id: String, name: String, role: Role)] = [
        ("dana", "Dana Weiss", .admin), ("sam", "Sam Okafor", .agent),
        ("kim", "Kim Larsen", .supervisor),
    ]

    let engine: Engine
    let people: any PeopleStore
    let clock: SystemClock

    private typealias Line = (minutes: Int, say: Say)

    private enum Say {
        case customer(String)
        case agent(String)
        case note(String)
        case pick
        case status(Status)
        case customerStatus(Status)
        case priority(Priority)
        case rate(Int, String)
    }

    /// The sample agents; no passwords, since the demo asks for none.
    func addAgents() async throws {
        for agent in Self.agents where try await people.agent(StaffID(unchecked: agent.id)) == nil {
            try await people.insert(
                Agent(
                    id: StaffID(unchecked: agent.id), name: agent.name,
                    email: "\(agent.id)@demo.invalid", role: agent.role, passwordHash: nil,
                    createdAt: clock.now()))
        }
    }

    /// Nothing when there are tickets already.
    func addTickets() async throws {
        guard try await engine.store.tickets(TicketQuery()).records.isEmpty else { return }
        for agent in Self.agents {
            engine.setPresence(of: StaffID(unchecked: agent.id), online: true)
        }
        try await closedStory()
        try await resolvedStory()
        try await pendingStory()
        try await pausedStory()
        clock.set(behind: .seconds(9 * 60))
        for agent in Self.agents {
            engine.setPresence(of: StaffID(unchecked: agent.id), online: false)
        }
        try await waitingStories()
        clock.set(behind: .zero)
    }

    private func closedStory() async throws {
        try await story(
            "oskar", "Oskar Lind", "How do I change my delivery address?", agent: "sam",
            start: 3 * 24 * 60,
            [
                (2, .pick), (3, .agent("Hi Oskar! Sure: which order is it?")),
                (4, .customer("It is order 20417.")),
                (6, .agent("Done. It now goes to your office. Anything else?")),
                (7, .customer("No, that was quick. Thank you!")), (8, .status(.resolved)),
                (9, .rate(5, "Fast and friendly")), (10, .customerStatus(.closed)),
            ])
    }

    private func resolvedStory() async throws {
        try await story(
            "lea", "Lea Fontaine", "The lamp flickers", agent: "kim", start: 26 * 60,
            [
                (5, .pick), (6, .agent("Hello Lea, is the dimmer set below 10 %?")),
                (9, .customer("Yes! At 20 % it is steady.")),
                (11, .agent("Good. A firmware update next week will steady the low range, too.")),
                (12, .note("Known fault of batch 7. No replacement needed.")),
                (13, .status(.resolved)),
            ])
    }

    private func pendingStory() async throws {
        try await story(
            "noor", "Noor Haddad", "Refund for the second chair", agent: "dana", start: 5 * 60,
            [
                (3, .pick),
                (4, .agent("I am sorry about that, Noor. Could you send me a photo of the label?")),
                (5, .priority(.high)), (6, .status(.pending)),
            ])
    }

    private func pausedStory() async throws {
        try await story(
            "ben", "Ben Carter", "My voucher is not accepted", agent: "dana", start: 34,
            [
                (4, .pick), (5, .agent("Hi Ben, which voucher is it?")),
                (6, .customer("AUTUMN15. It says expired, but it should be valid until Sunday.")),
                (7, .agent("Let me look into it.")),
            ])
    }

    private func waitingStories() async throws {
        try await story(
            "mia", "Mia Berg", "Where is my parcel?", agent: "", start: 8,
            [(1, .customer("The tracking page has said “in transit” for five days."))])
        try await story(
            "jonas", "Jonas Keller", "I was charged twice", agent: "kim", start: 5,
            [
                (1, .priority(.urgent)),
                (2, .customer("Both charges are from this morning, 49.90 € each.")),
            ])
        try await story(
            "ines", "Inês Rocha", "Do you ship to Madeira?", agent: "", start: 2, [])
    }

    /// One ticket, told in minutes after `start` minutes ago.
    private func story(
        _ customer: String, _ name: String, _ query: String, agent: String, start: Int,
        _ lines: [Line]
    ) async throws {
        let reference = try await self.customer(customer, name)
        clock.set(behind: .seconds(start * 60))
        let answer = try await engine.open(NewTicket(text: query), by: reference).get()
        for line in lines {
            clock.set(behind: .seconds((start - line.minutes) * 60))
            let (command, isAgents) = Self.command(line.say)
            let name = Self.agents.first { $0.id == agent }?.name ?? agent
            let role = Self.agents.first { $0.id == agent }?.role ?? .agent
            let identity: Identity =
                isAgents
                ? .staff(StaffReference(id: StaffID(unchecked: agent), name: name), role)
                : .customer(reference)
            _ = try await engine.perform(command, on: answer.ticket, by: .person(identity)).get()
        }
    }

    private func customer(_ id: String, _ name: String) async throws -> CustomerReference {
        let customer = Customer(
            id: UserID(unchecked: id), name: name, email: "\(id)@example.com",
            isEmailVerified: true, createdAt: clock.now())
        if try await people.customer(customer.id) == nil { try await people.insert(customer) }
        return customer.reference
    }

    private static func command(_ say: Say) -> (Command, isAgents: Bool) {
        switch say {
        case .customer(let text): (.message(text: text, clientID: nil), false)
        case .agent(let text): (.message(text: text, clientID: nil), true)
        case .note(let text): (.note(text: text, clientID: nil), true)
        case .pick: (.pick, true)
        case .status(let status): (.setStatus(status), true)
        case .customerStatus(let status): (.setStatus(status), false)
        case .priority(let priority): (.setPriority(priority), true)
        case .rate(let score, let comment): (.rate(score: score, comment: comment), false)
        }
    }
}
