import BeckonModel

/// A ticket that is brought into a state by commands, as in life.
struct TicketFixture {
    static let mia = CustomerReference(id: UserID(unchecked: "mia"), name: "Mia")
    static let tom = CustomerReference(id: UserID(unchecked: "tom"), name: "Tom")
    static let dana = StaffReference(id: StaffID(unchecked: "dana"), name: "Dana")
    static let sam = StaffReference(id: StaffID(unchecked: "sam"), name: "Sam")

    static let customer = Actor.customer(mia)
    static func agent(
        _ staff: StaffReference = dana, role: Role = .agent, online: Bool = true
    ) -> Actor {
        .staff(staff, role: role, online: online)
    }

    /// To where its agent may not follow.
    static let away: Move = {
        var move = Move(inbox: DocumentID(unchecked: "shop"))
        move.agentStays = false
        return move
    }()

    private(set) var log: [Entry] = []
    var now = Timestamp(milliseconds: 1_000_000)
    var rules = InboxRules()

    init(text: String? = "My order is late") throws {
        let bodies = try NewTicket(text: text).decide(number: 1001, customer: Self.mia)
        add(bodies)
    }

    var ticket: Ticket {
        get throws {
            guard let ticket = Ticket(log: log) else { throw Broken.log }
            return ticket
        }
    }

    enum Broken: Error { case log, notAppended }

    /// Decides and appends; returns what was appended.
    @discardableResult
    mutating func run(_ command: Command, by actor: Actor) throws -> [EntryBody] {
        switch try ticket.decide(command, by: actor, rules: rules) {
        case .append(let bodies, let answer):
            guard bodies.indices.contains(answer) else { throw Broken.notAppended }
            add(bodies)
            return bodies
        case .unchanged, .followUp: throw Broken.notAppended
        }
    }

    func decision(_ command: Command, by actor: Actor) throws -> Decision {
        try ticket.decide(command, by: actor, rules: rules)
    }

    func refusal(_ command: Command, by actor: Actor) -> TicketError? {
        do {
            _ = try ticket.decide(command, by: actor, rules: rules)
            return nil
        } catch let error as TicketError {
            return error
        } catch {
            return nil
        }
    }

    private mutating func add(_ bodies: [EntryBody]) {
        let id = TicketID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001)
        for body in bodies {
            log.append(Entry(ticket: id, seq: log.count + 1, at: now, body: body))
        }
    }

    // MARK: States

    static func waiting() throws -> TicketFixture { try TicketFixture() }

    static func live() throws -> TicketFixture {
        var fixture = try TicketFixture()
        try fixture.run(.pick, by: agent())
        return fixture
    }

    static func paused() throws -> TicketFixture {
        var fixture = try live()
        try fixture.run(.staffWentOffline(dana.id), by: .clock)
        return fixture
    }

    static func pending() throws -> TicketFixture {
        var fixture = try live()
        try fixture.run(.setStatus(.pending), by: agent())
        return fixture
    }

    static func resolved() throws -> TicketFixture {
        var fixture = try live()
        try fixture.run(.setStatus(.resolved), by: agent())
        return fixture
    }

    static func closed() throws -> TicketFixture {
        var fixture = try resolved()
        try fixture.run(.setStatus(.closed), by: customer)
        return fixture
    }
}

extension EntryBody {
    var line: SystemLine.Code? {
        if case .system(let line) = self { line.code } else { nil }
    }
}

extension Command {
    static func say(_ text: String, offline: Bool = false, seen: Seq? = nil) -> Command {
        .message(text: text, clientID: nil, isOffline: offline, seenSeq: seen)
    }
}
