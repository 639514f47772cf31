import BeckonModel
import BeckonStore

/// A ticket's row: one list of columns for reading and writing, in the order of their places in a result.
enum TicketRow {
    enum Column: Int, CaseIterable {
        case id, number, subject, createdAt, follows, customer, customerName, status, chat, state
        case urgency, assignee, assigneeName, seq, updatedAt, waitingSince, resolvedAt, followUp
        case score, comment, previewFrom, previewText, previewAt, firstResponseAt, readOnly
        case unansweredSince, inbox, team, tags, channel

        /// In the table: `created_at` for `createdAt`.
        fileprivate var name: String {
            String("\(self)".flatMap { $0.isUppercase ? "_" + $0.lowercased() : String($0) })
        }
    }

    private static let names = Column.allCases.map(\.name)

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

    /// What an entry that is only a text changes in the row: the number and the time; the preview, kept where the parameter is `NULL`; the
    /// first response, kept where there is one already; and since when the customer has had no answer, kept where it is set and staff wrote
    /// nothing. The last two parameters are the ticket's id and the number that the row must have.
    static let updateTexts = """
        UPDATE ticket SET seq = ?1, updated_at = ?2, preview_from = coalesce(?3, preview_from),
        preview_text = coalesce(?4, preview_text), preview_at = coalesce(?5, preview_at),
        first_response_at = coalesce(first_response_at, ?6),
        unanswered_since = iif(?6 IS NULL, coalesce(unanswered_since, ?9), ?9)
        WHERE id = ?7 AND seq = ?8 RETURNING key
        """

    /// In the order of the columns.
    static func values(_ ticket: Ticket) -> [SQLValue] {
        Column.allCases.map { value($0, of: ticket) }
    }

    private static func value(_ column: Column, of ticket: Ticket) -> SQLValue {
        switch column {
        case .id: .id(ticket.id)
        case .number: .integer(ticket.number)
        case .subject: .text(ticket.subject)
        case .createdAt: .time(ticket.createdAt)
        case .follows: ticket.follows.map(SQLValue.id) ?? .null
        case .customer: .text(ticket.customer.id.rawValue)
        case .customerName: .text(ticket.customer.name)
        case .status: .text(ticket.status.rawValue)
        case .chat: .text(ticket.chat.rawValue)
        case .state: .integer(TicketState(ticket).code)
        case .urgency: .integer(3 - ticket.priority.rank)
        case .assignee: .text(ticket.assignee?.id.rawValue)
        case .assigneeName: .text(ticket.assignee?.name)
        case .seq: .integer(ticket.seq)
        case .updatedAt: .time(ticket.updatedAt)
        case .waitingSince: .time(ticket.waitingSince)
        case .resolvedAt: .time(ticket.resolvedAt)
        case .followUp: ticket.followUp.map(SQLValue.id) ?? .null
        case .score: .integer(ticket.rating?.score)
        case .comment: .text(ticket.rating?.comment)
        case .previewFrom: .text(ticket.preview?.from.rawValue)
        case .previewText: .text(ticket.preview?.text)
        case .previewAt: .time(ticket.preview?.at)
        case .firstResponseAt: .time(ticket.firstResponseAt)
        case .readOnly: .text(ticket.readOnly?.rawValue)
        case .unansweredSince: .time(ticket.unansweredSince)
        case .inbox: .text(ticket.place.inbox.rawValue)
        case .team: .text(ticket.place.team?.rawValue)
        case .tags: .text(ticket.tags.isEmpty ? nil : Self.text(ticket.tags))
        case .channel: .text(ticket.channel.rawValue)
        }
    }

    /// Reads `columns` from the row's first on.
    static func ticket(_ row: some Columns) throws(StoreError) -> Ticket {
        guard let status = Status(rawValue: try row.requiredText(place(.status))),
            let chat = Chat(rawValue: try row.requiredText(place(.chat))),
            let urgency = row.integer(place(.urgency)),
            let priority = Priority.allCases.first(where: { 3 - $0.rank == urgency })
        else { throw .corrupt }
        return Ticket(
            id: try row.requiredTicket(place(.id)), number: try row.requiredInteger(place(.number)),
            customer: CustomerReference(
                id: UserID(unchecked: try row.requiredText(place(.customer))),
                name: try row.requiredText(place(.customerName))),
            subject: try row.requiredText(place(.subject)),
            createdAt: try row.requiredTime(place(.createdAt)),
            follows: row.ticket(place(.follows)),
            status: status, chat: chat, priority: priority,
            assignee: row.text(place(.assignee)).map {
                StaffReference(
                    id: StaffID(unchecked: $0), name: row.text(place(.assigneeName)) ?? "")
            },
            seq: try row.requiredInteger(place(.seq)),
            updatedAt: try row.requiredTime(place(.updatedAt)),
            waitingSince: row.time(place(.waitingSince)), resolvedAt: row.time(place(.resolvedAt)),
            followUp: row.ticket(place(.followUp)),
            rating: row.integer(place(.score)).map {
                Rating(score: Int($0), comment: row.text(place(.comment)))
            },
            preview: preview(row), firstResponseAt: row.time(place(.firstResponseAt)),
            unansweredSince: row.time(place(.unansweredSince)),
            readOnly: row.text(place(.readOnly)).flatMap(Ticket.ReadOnly.init(rawValue:)),
            place: Place(
                inbox: DocumentID(unchecked: try row.requiredText(place(.inbox))),
                team: row.text(place(.team)).map(DocumentID.init(unchecked:))),
            tags: (row.text(place(.tags)) ?? "").split(separator: " ").map {
                DocumentID(unchecked: String($0))
            },
            channel: row.text(place(.channel)).flatMap(MessageChannel.init(rawValue:)) ?? .chat)
    }

    /// ` a b `: so that one is found with a space on either side, which no id has.
    static func text(_ tags: [DocumentID]) -> String {
        " " + tags.map { $0.rawValue + " " }.joined()
    }

    private static func preview(_ row: some Columns) -> Ticket.Preview? {
        guard let from = row.text(place(.previewFrom)).flatMap(Side.init(rawValue:)),
            let text = row.text(place(.previewText)), let at = row.time(place(.previewAt))
        else { return nil }
        return Ticket.Preview(from: from, text: text, at: at)
    }

    @inline(__always)
    private static func place(_ column: Column) -> Int { column.rawValue }
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
