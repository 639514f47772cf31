import BeckonModel

/// Tickets' lives as the rules of this version write them: what `contract/logs` keeps for every later version to read.
struct GoldenStory {
    let name: String
    private(set) var log: [Entry] = []
    private var now = Timestamp(milliseconds: 1_772_355_600_000)
    private let id: TicketID

    static let mia = CustomerReference(id: UserID(unchecked: "mia"), name: "Mia")
    static let dana = StaffReference(id: StaffID(unchecked: "dana"), name: "Dana Weiss")
    static let sam = StaffReference(id: StaffID(unchecked: "sam"), name: "Sam")
    static let customer = Actor.customer(mia)
    static let agent = Actor.staff(dana, role: .agent, online: true)
    static let other = Actor.staff(sam, role: .supervisor, online: true)

    private init(
        _ name: String, _ number: Int, _ new: NewTicket, _ acts: [(Command, Actor)]
    ) throws {
        self.name = name
        id = TicketID(high: 0x019C_8000_0000_7000, low: 0x8000_0000_0000_0000 | UInt64(number))
        add(try new.decide(number: number, customer: Self.mia))
        for (command, actor) in acts {
            guard let ticket = Ticket(log: log),
                case .append(let bodies, _) = try ticket.decide(command, by: actor)
            else { throw Unexpected(story: name, command: command) }
            add(bodies)
        }
    }

    struct Unexpected: Error {
        let story: String
        let command: Command
    }

    private mutating func add(_ bodies: [EntryBody]) {
        now = now.advanced(by: .milliseconds(7_919))
        for body in bodies {
            log.append(Entry(ticket: id, seq: log.count + 1, at: now, body: body))
        }
    }

    static let integration = Actor.machine(Party(.api, id: "k_1", name: "Orders"))
    static let rule = Actor.machine(Party(.rule, id: "late", name: "Late parcels"))
    static let shop = DocumentID(unchecked: "shop")
    static let late = DocumentID(unchecked: "late")
    static let pole = DocumentID(unchecked: "pole")
    static let returns = DocumentID(unchecked: "returns")
    /// To where its agent may not follow.
    static let leaving: Move = {
        var move = Move(inbox: shop, team: Move.Team.none)
        move.agentStays = false
        return move
    }()
    static let imported = NewMessage(
        text: "We look into it", clientID: ClientID(unchecked: "c-i"), channel: .api,
        details: MessageDetails(externalID: ExternalID(unchecked: "old-4711")))
    static let mailed = NewMessage(
        text: "A picture", clientID: nil, channel: .mail,
        details: MessageDetails(
            externalID: ExternalID(unchecked: "<1@mail.test>"),
            attachments: [
                Attachment(
                    id: DocumentID(unchecked: "f_1"), name: "pole.png", type: "image/png",
                    bytes: 70_123)
            ]))

    static func all() throws -> [GoldenStory] {
        let further = TicketID(high: 0x019C_8000_0000_7000, low: 0x8000_0000_0000_0999)
        let say = { (text: String) in
            Command.message(text: text, clientID: ClientID(unchecked: "c-\(text.count)"))
        }
        return [
            try GoldenStory(
                "a-day", 1001,
                NewTicket(text: "My tent has a hole", clientID: ClientID(unchecked: "c-0")),
                [
                    (.pick, agent), (say("Hello Mia"), agent), (.setStatus(.pending), agent),
                    (say("Here is a picture"), customer), (.setStatus(.resolved), agent),
                    (.rate(score: 5, comment: "Quick!"), customer), (.setStatus(.closed), customer),
                ]),
            try GoldenStory(
                "away-again", 1002, NewTicket(text: "Anybody there?", priority: .low),
                [
                    (.pick, agent), (.staffWentOffline(dana.id), .clock),
                    (.message(text: "For later", clientID: nil, isOffline: true), customer),
                    (.pick, agent), (say("Back"), agent), (.staffWentOffline(dana.id), .clock),
                    (.pick, other), (.transfer(to: dana, isOnline: true), other),
                    (.release, agent),
                ]),
            try GoldenStory(
                "followed", 1003, NewTicket(text: "One"),
                [
                    (.setStatus(.closed), customer),
                    (.linkFollowUp(further, number: 1099), .clock),
                    (.note(text: "Came back", clientID: nil), agent),
                ]),
            try GoldenStory(
                "following", 1004,
                NewTicket(
                    text: "Two", subject: "One, again", clientID: ClientID(unchecked: "c"),
                    priority: .urgent, follows: further),
                [
                    (.setPriority(.normal), agent),
                    (.note(text: "VIP", clientID: ClientID(unchecked: "n")), agent),
                    (.pick, agent), (.setStatus(.resolved), agent), (say("No"), customer),
                    (.pick, other), (.setStatus(.resolved), other), (.setStatus(.open), other),
                    (.setStatus(.resolved), other),
                    (.closeResolved(before: Timestamp(milliseconds: .max)), .clock),
                ]),
            try GoldenStory(
                "signs-up", 1005, NewTicket(text: nil, subject: "About my order"),
                [
                    (say("It is late"), customer),
                    (
                        .moveCustomer(
                            to: CustomerReference(id: UserID(unchecked: "u-7"), name: "Mia Wolf")),
                        .clock
                    ), (.pick, agent), (.rate(score: 1, comment: nil), customer),
                ].dropLast()),
            try GoldenStory(
                "strange-texts", 1006, NewTicket(text: "\"\\/\u{8}\u{C}\n\r\t\u{1}\u{7F}\u{2028}"),
                [
                    (say("👩‍👩‍👧‍👦 🐌 e\u{301} ﷽"), customer), (say("\u{202E}abc\u{202C} שלום"), customer),
                    (say(String(repeating: "long ", count: 900) + "."), customer),
                ]),
            try GoldenStory(
                "sorted", 1007, NewTicket(text: "Two things", inbox: shop),
                [
                    (.setSubject("Broken pole, late parcel"), agent),
                    (.setTags(add: [late, pole], remove: []), agent),
                    (.move(Move(inbox: .main, team: .team(returns))), other),
                    (.setTags(add: [shop], remove: [late]), rule),
                    (.pick, agent), (.transfer(to: sam, isOnline: true), agent),
                    (.move(leaving), agent), (.setPriority(.high), integration),
                ]),
            try GoldenStory(
                "by-an-integration", 1008,
                NewTicket(text: "From the old system", channel: .api, by: integration.party),
                [
                    (.message(imported), integration),
                    (.note(text: "Order 77", clientID: nil), integration),
                    (.setStatus(.resolved), integration), (.setStatus(.open), rule),
                    (.message(mailed), customer), (.pick, agent), (.release, integration),
                ]),
        ]
    }
}
