import BeckonModel
import BeckonWire
import Foundation
import Testing

/// What everybody makes of one log, step by step. contract/README.md has the form.
struct GoldenVector {
    let lines: [JSONValue]
    private(set) var steps: [JSONValue] = []
    private var ticket: Ticket?

    private static let customer = GoldenStory.mia.id.rawValue
    private static let staff = GoldenStory.dana.id.rawValue

    /// - Parameter lines: as the log has them, and whether only staff may see them.
    init(_ lines: [(line: String, isInternal: Bool)]) throws {
        var customerTicket: Ticket?
        var views: [JSONValue] = []
        let entries = try lines.map { line in
            try EntryCodec.decode(Array(line.line.utf8), isInternal: line.isInternal)
        }
        for (index, entry) in entries.enumerated() {
            let stored = lines[index]
            let shown =
                entry.body.isInternal
                ? EntryCodec.hidden(ticket: entry.ticket, seq: entry.seq, at: entry.at)
                : Array(stored.line.utf8)
            views.append([
                "staff": .string(stored.line),
                "customer": .string(String(decoding: shown, as: UTF8.self)),
            ])
            Ticket.fold(entry, into: &ticket)
            Ticket.fold(try EntryCodec.decode(shown), into: &customerTicket)
            // What was appended together is seen together.
            if index + 1 < entries.count, entries[index + 1].at == entry.at { continue }
            let (agents, customers) = (try #require(ticket), try #require(customerTicket))
            steps.append([
                "seq": .integer(entry.seq),
                "staff": [
                    "ticket": try Self.json(agents), "actions": .array(Self.staffActions(agents)),
                ],
                "customer": [
                    "ticket": try Self.json(customers, for: .user),
                    "actions": .array(Self.customerActions(customers)),
                ],
            ])
        }
        self.lines = views
    }

    /// The whole file.
    var text: String {
        let json: JSONValue = [
            "customer": .string(Self.customer), "staff": .string(Self.staff),
            "log": .array(lines), "steps": .array(steps),
        ]
        return json.lines(width: 400) + "\n"
    }

    static func json(_ ticket: Ticket, for side: Side = .staff) throws -> JSONValue {
        try JSONParser.parse(TicketJSON.encode(ticket, marks: Marks(), for: side))
    }

    private static func customerActions(_ ticket: Ticket) -> [JSONValue] {
        [true, false].map { allowsLeaveMessage in
            [
                "leave_message": .bool(allowsLeaveMessage),
                "actions": actions(ticket, .customer, allowsLeaveMessage),
            ]
        }
    }

    /// As `staff` in every role and presence; whose the ticket is follows from it.
    private static func staffActions(_ ticket: Ticket) -> [JSONValue] {
        let whose: ActionFacts.Whose =
            ticket.assignee.map { $0.id.rawValue == staff ? .mine : .colleague } ?? .nobody
        return Role.allCases.flatMap { role in
            [true, false].map { isOnline in
                [
                    "role": .string(role.rawValue), "whose": .string(whose.rawValue),
                    "online": .bool(isOnline),
                    "actions": actions(
                        ticket, .staff(role, has: whose, online: isOnline), true),
                ]
            }
        }
    }

    private static func actions(
        _ ticket: Ticket, _ asker: ActionFacts.Asker, _ allowsLeaveMessage: Bool
    ) -> JSONValue {
        let facts = ActionFacts(
            status: ticket.status, chat: ticket.chat, asker: asker,
            isReadOnly: ticket.readOnly != nil, allowsLeaveMessage: allowsLeaveMessage)
        return .array(
            Action.allCases.filter { facts.permission(for: $0) == .granted }
                .map { .string($0.rawValue) })
    }
}
