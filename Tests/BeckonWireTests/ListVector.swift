import BeckonModel
import BeckonWire

/// Tickets in every state, and where each stands in the lists.
enum ListVector {
    /// Made from a fixed seed; many have a time or a priority in common.
    private static func tickets() throws -> [Ticket] {
        var random = Seeded(state: 9)
        let models = try models()
        return (0..<60).map { index in
            let model = models[index % models.count]
            func time() -> Timestamp {
                Timestamp(milliseconds: 1_772_355_600_000)
                    .advanced(by: .seconds(Int64(random.next() % 6)))
            }
            return Ticket(
                like: model, number: 1_001 + index,
                priority: Priority.allCases[Int(random.next() % 4)], updatedAt: time(),
                waitingSince: time())
        }
    }

    /// One for each standing that a ticket of the stories ever had.
    private static func models() throws -> [Ticket] {
        var models: [Ticket] = []
        for log in try GoldenStory.all().map(\.log) {
            for (index, entry) in log.enumerated() {
                // What was appended together is seen together.
                if index + 1 < log.count, log[index + 1].at == entry.at { continue }
                guard let ticket = Ticket(log: log.prefix(index + 1)),
                    !models.contains(where: {
                        ($0.status, $0.chat, $0.assignee?.id)
                            == (ticket.status, ticket.chat, ticket.assignee?.id)
                    })
                else { continue }
                models.append(ticket)
            }
        }
        return models
    }

    static func text() throws -> String {
        let tickets = try tickets()
        let staff = TicketList.allCases.map { list in
            let held = tickets.filter { ticket in
                list.holds(
                    status: ticket.status, chat: ticket.chat,
                    isMine: ticket.assignee?.id == GoldenStory.dana.id)
            }
            return (list.rawValue, numbers(held, in: list.order))
        }
        let own = tickets.filter { $0.customer.id == GoldenStory.mia.id }
        let json: JSONValue = [
            "customer": .string(GoldenStory.mia.id.rawValue),
            "staff": .string(GoldenStory.dana.id.rawValue),
            "tickets": .array(try tickets.map { try GoldenVector.json($0) }),
            "lists": [
                "staff": .object(JSONObject(staff)),
                "customer": ["own": numbers(own, in: .recent)],
            ],
        ]
        return json.lines(width: 400) + "\n"
    }

    private static func numbers(_ tickets: [Ticket], in order: TicketOrder) -> JSONValue {
        .array(tickets.sorted { order.puts($0, before: $1) }.map { .integer($0.number) })
    }
}

/// A small generator whose numbers are the same everywhere (SplitMix64).
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension TicketOrder {
    fileprivate func puts(_ left: Ticket, before right: Ticket) -> Bool {
        for key in keys {
            let (first, second) = key.direction == .ascending ? (left, right) : (right, left)
            switch key.field {
            case .priority:
                if first.priority != second.priority {
                    return first.priority.rank < second.priority.rank
                }
            case .number: return first.number < second.number
            case .updatedAt:
                if first.updatedAt != second.updatedAt { return first.updatedAt < second.updatedAt }
            case .waitingSince:
                if let one = first.waitingSince, let other = second.waitingSince, one != other {
                    return one < other
                }
            case .resolvedAt:
                if let one = first.resolvedAt, let other = second.resolvedAt, one != other {
                    return one < other
                }
            }
        }
        return false
    }
}

extension Ticket {
    fileprivate init(
        like model: Ticket, number: Int, priority: Priority, updatedAt: Timestamp,
        waitingSince: Timestamp
    ) {
        self.init(
            id: TicketID(high: model.id.high, low: 0x8000_0000_0000_0000 | UInt64(number)),
            number: number, customer: model.customer, subject: model.subject,
            createdAt: model.createdAt, follows: nil, status: model.status, chat: model.chat,
            priority: priority, assignee: model.assignee, seq: model.seq, updatedAt: updatedAt,
            waitingSince: model.waitingSince.map { _ in waitingSince }, resolvedAt: nil,
            followUp: nil, rating: nil, preview: nil, firstResponseAt: nil,
            unansweredSince: model.unansweredSince)
    }
}
