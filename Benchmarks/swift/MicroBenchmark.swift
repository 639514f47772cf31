import BeckonModel
import BeckonStore
import BeckonWire

/// One step of a message's way, done `count` times. What is measured is the difference between two counts, so that setting up costs nothing.
enum MicroBenchmark: String, CaseIterable {
    /// The bytes of a message's frame → command.
    case decode
    /// Command → entry, and the entry folded into the ticket.
    case decide
    /// Entry → the bytes that are stored and sent.
    case encode
    /// 64 appends that arrive together: one transaction, one sync.
    case append
    /// The index, per entry.
    case fold
    /// Command → decision → commit (in memory) → published to nobody.
    case engine
    /// The same, and to 100 sockets. One is one message, not one socket.
    case fanOut = "fan-out"

    static let text = String(repeating: "x", count: 64)
    static let customer = CustomerReference(id: UserID(unchecked: "mia"), name: "Mia")
    static let agent = StaffReference(id: StaffID(unchecked: "dana"), name: "Dana")

    func run(count: Int) async throws {
        switch self {
        case .decode: try Self.decode(count)
        case .decide: try Self.decide(count)
        case .encode: Self.encode(count)
        case .append: try await AppendBenchmark(batches: count).run()
        case .fold: try await FoldBenchmark(entries: count).run()
        case .engine: try await DeliveryBenchmark(sockets: 0, messages: count).run()
        case .fanOut: try await DeliveryBenchmark(sockets: 100, messages: count).run()
        }
    }

    static func ticketID(_ index: Int) -> TicketID {
        TicketID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 + UInt64(index))
    }

    static func clientID(_ index: Int) -> ClientID {
        ClientID(unchecked: "0190f3c8-6f5e-7cc3-98c4-\(100_000_000_000 + index)")
    }

    static func at(_ index: Int) -> Timestamp {
        Timestamp(milliseconds: 1_760_000_000_000 + Int64(index))
    }

    /// A ticket that the agent has, after five entries.
    static func liveLog(_ id: TicketID, number: Int) -> [Entry] {
        let bodies: [EntryBody] = [
            .created(
                .init(
                    number: number, customer: customer, subject: "My order", priority: .normal,
                    follows: nil, clientID: nil)),
            .system(.init(.ticketCreated)), message(0, from: .user),
            .assigned(agent, previous: nil), .system(.init(.staffJoined, name: agent.name)),
        ]
        return bodies.enumerated().map { index, body in
            Entry(ticket: id, seq: index + 1, at: at(index), body: body)
        }
    }

    static func message(_ index: Int, from side: Side) -> EntryBody {
        .message(
            .init(
                from: side, authorID: side == .user ? customer.id.rawValue : agent.id.rawValue,
                authorName: side == .user ? customer.name : agent.name, text: text,
                clientID: clientID(index)))
    }

    private static func decode(_ count: Int) throws {
        let frame = Array(
            """
            {"type":"message","ticket_id":"\(ticketID(1))","text":"\(text)","client_id":"\(clientID(1))"}
            """.utf8)
        for _ in 0..<count {
            guard case .success(.command) = IncomingFrame(frame).frame else {
                throw BenchmarkFailure.notDecoded
            }
        }
    }

    /// Both sides in turn, and the ticket begun anew now and then: logs have a limit.
    private static func decide(_ count: Int) throws {
        guard let first = Ticket(log: liveLog(ticketID(1), number: 1001)) else {
            throw BenchmarkFailure.notDecoded
        }
        var ticket = first
        for index in 0..<count {
            if index % 1000 == 0 { ticket = first }
            let actor: Actor =
                index % 2 == 0
                ? .customer(customer) : .staff(agent, role: .agent, online: true)
            let command = Command.message(text: text, clientID: clientID(1))
            guard case .append(let bodies, _) = try ticket.decide(command, by: actor) else {
                throw BenchmarkFailure.notDecoded
            }
            ticket.evolve(
                Entry(ticket: ticket.id, seq: ticket.seq + 1, at: at(index), body: bodies[0]))
        }
    }

    private static func encode(_ count: Int) {
        let entry = Entry(
            ticket: ticketID(1), seq: 12, at: at(12), body: message(12, from: .user))
        var bytes = 0
        for _ in 0..<count { bytes += EntryCodec.encode(entry).count }
        precondition(bytes > count)
    }
}
