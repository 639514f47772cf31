import BeckonModel
import BeckonStore

/// A ticket's row: one list of columns for reading and writing.
enum TicketRow {
    private static let names = [
        "id", "number", "subject", "created_at", "follows", "customer", "customer_name", "status",
        "chat", "state", "urgency", "assignee", "assignee_name", "seq", "updated_at",
        "waiting_since", "resolved_at", "follow_up", "score", "comment", "preview_from",
        "preview_text", "preview_at", "first_response_at", "read_only",
        "unanswered_since",
    ]

    /// `ticket.id, ticket.number, …`
    static let columns = names.map { "ticket.\($0)" }.joined(separator: ", ")
    static let count = names.count

    static let insert = """
        INSERT INTO ticket(\(names.joined(separator: ", ")))
        VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
        """

    /// The last parameter is the key.
    static let update = """
        UPDATE ticket SET \(names.map { "\($0) = ?" }.joined(separator: ", ")) WHERE key = ?
        """

    /// What texts change: number, time, preview (kept where it is `NULL`), first response (kept where there is one), since when there is no
    /// answer (kept where there is one and staff wrote nothing). Then the id, and the number that the row must have.
    static let updateTexts = """
        UPDATE ticket SET seq = ?1, updated_at = ?2, preview_from = coalesce(?3, preview_from),
        preview_text = coalesce(?4, preview_text), preview_at = coalesce(?5, preview_at),
        first_response_at = coalesce(first_response_at, ?6),
        unanswered_since = iif(?6 IS NULL, coalesce(unanswered_since, ?9), ?9)
        WHERE id = ?7 AND seq = ?8 RETURNING key
        """

    static func values(_ ticket: Ticket) -> [SQLValue] {
        [
            .id(ticket.id), .integer(ticket.number), .text(ticket.subject),
            .time(ticket.createdAt), ticket.follows.map(SQLValue.id) ?? .null,
            .text(ticket.customer.id.rawValue), .text(ticket.customer.name),
            .text(ticket.status.rawValue), .text(ticket.chat.rawValue),
            .integer(TicketState(ticket).code), .integer(3 - ticket.priority.rank),
            .text(ticket.assignee?.id.rawValue), .text(ticket.assignee?.name),
            .integer(ticket.seq), .time(ticket.updatedAt), .time(ticket.waitingSince),
            .time(ticket.resolvedAt), ticket.followUp.map(SQLValue.id) ?? .null,
            .integer(ticket.rating?.score), .text(ticket.rating?.comment),
            .text(ticket.preview?.from.rawValue), .text(ticket.preview?.text),
            .time(ticket.preview?.at), .time(ticket.firstResponseAt),
            .text(ticket.readOnly?.rawValue), .time(ticket.unansweredSince),
        ]
    }

    /// Reads `columns` from the row's first on.
    static func ticket(_ row: some Columns) throws(StoreError) -> Ticket {
        guard let status = Status(rawValue: try row.requiredText(7)),
            let chat = Chat(rawValue: try row.requiredText(8)),
            let urgency = row.integer(10),
            let priority = Priority.allCases.first(where: { 3 - $0.rank == urgency })
        else { throw .corrupt }
        return Ticket(
            id: try row.requiredTicket(0), number: try row.requiredInteger(1),
            customer: CustomerReference(
                id: UserID(unchecked: try row.requiredText(5)), name: try row.requiredText(6)),
            subject: try row.requiredText(2), createdAt: try row.requiredTime(3),
            follows: row.ticket(4), status: status, chat: chat, priority: priority,
            assignee: row.text(11).map {
                StaffReference(id: StaffID(unchecked: $0), name: row.text(12) ?? "")
            },
            seq: try row.requiredInteger(13), updatedAt: try row.requiredTime(14),
            waitingSince: row.time(15), resolvedAt: row.time(16), followUp: row.ticket(17),
            rating: row.integer(18).map { Rating(score: Int($0), comment: row.text(19)) },
            preview: preview(row), firstResponseAt: row.time(23), unansweredSince: row.time(25),
            readOnly: row.text(24).flatMap(Ticket.ReadOnly.init(rawValue:)))
    }

    private static func preview(_ row: some Columns) -> Ticket.Preview? {
        guard let from = row.text(20).flatMap(Side.init(rawValue:)), let text = row.text(21),
            let at = row.time(22)
        else { return nil }
        return Ticket.Preview(from: from, text: text, at: at)
    }
}

/// Status and chat in one number, for indexes and tallies.
struct TicketState: Hashable, Sendable {
    let status: Status
    let chat: Chat

    init(status: Status, chat: Chat) {
        self.status = status
        self.chat = chat
    }

    init(_ ticket: Ticket) { self.init(status: ticket.status, chat: ticket.chat) }

    static let all = Status.allCases.flatMap { status in
        Chat.allCases.map { TicketState(status: status, chat: $0) }
    }

    init?(code: Int64) {
        guard let state = Self.all.first(where: { $0.code == code }) else { return nil }
        self = state
    }

    /// Stored: never to be changed.
    var code: Int { statusCode * 8 + chatCode }

    private var statusCode: Int {
        switch status {
        case .open: 0
        case .pending: 1
        case .resolved: 2
        case .closed: 3
        }
    }

    private var chatCode: Int {
        switch chat {
        case .waiting: 0
        case .live: 1
        case .paused: 2
        case .ended: 3
        case .closed: 4
        }
    }
}
