import BeckonModel
import BeckonStore
import BeckonWire

/// The filters of `GET /api/v1/tickets`.
enum TicketListQuery {
    static let parameters: [any QueryDeclaration] = [
        status, chat, list, assignee, user, inbox, team, tag, words, limit, cursor,
    ]

    private static let status: QueryParameter<Set<Status>> = .list("status", "Any of these.")
    private static let chat: QueryParameter<Set<Chat>> = .list("chat", "Any of these.")
    private static let list: QueryParameter<TicketList> = .choice(
        "list", "For staff: one of the desk's lists, in its order.")
    private static let assignee = QueryParameter<Assignee>(
        "assignee", .anyOf([.choice(["me", "none"]), .personID]), "For staff: who has it."
    ) { Assignee($0) }
    private static let user = QueryParameter<UserID>(
        "user", .personID, "For staff: whose tickets, by `user_id`."
    ) { UserID($0) }
    private static let inbox: QueryParameter<DocumentID> = document("inbox", "its inbox")
    private static let team: QueryParameter<DocumentID> = document("team", "its team")
    private static let tag: QueryParameter<DocumentID> = document("tag", "a tag that it has")
    private static let words = QueryParameter.text(
        "q", 0...Limits.subjectCharacters, "Words to search for.")
    private static let limit = QueryParameter.integer(
        "limit", 1...Limits.listRows, "How many; 50 when absent.")
    private static let cursor = QueryParameter<TicketCursor>(
        "cursor", .text, "The `next` of the page before."
    ) { TicketCursor($0) }

    private static func document(
        _ name: String, _ what: String
    ) -> QueryParameter<DocumentID> {
        QueryParameter(name, .documentID, "For staff: \(what).") { DocumentID($0) }
    }

    private enum Assignee {
        case me, nobody
        case staff(StaffID)

        init?(_ text: String) {
            switch text {
            case "me": self = .me
            case "none": self = .nobody
            default:
                guard let id = StaffID(text) else { return nil }
                self = .staff(id)
            }
        }
    }

    static func read(
        _ parameters: QueryParameters, for identity: Identity, _ settings: Settings
    ) throws(Failure) -> TicketQuery {
        var query = TicketQuery()
        query.statuses = try parameters.read(status) ?? []
        query.chats = try parameters.read(chat) ?? []
        query.limit = try parameters.read(limit) ?? 50
        query.cursor = try parameters.read(cursor)
        if let words = try parameters.read(words), !words.isEmpty {
            // Forms write a space as "+"; nobody searches for that sign.
            query.search = words.replacing("+", with: " ")
        }
        switch identity {
        case .customer(let customer):
            query.customer = customer.id
            query.isForStaff = false
        case .staff(let staff, _): try readStaffFilters(parameters, staff.id, into: &query)
        case .api: try readStaffFilters(parameters, nil, into: &query)
        }
        query.scope = settings.scope(of: identity) ?? .everything
        return query
    }

    private static func readStaffFilters(
        _ parameters: QueryParameters, _ me: StaffID?,
        into query: inout TicketQuery
    ) throws(Failure) {
        if let user = try parameters.read(user) { query.customer = user }
        switch try parameters.read(assignee) {
        case nil: break
        case .me:
            // Keys have no tickets.
            guard let me else { throw .invalid("assignee", .notAllowed) }
            query.assignee = .staff(me)
        case .nobody: query.assignee = .nobody
        case .staff(let id): query.assignee = .staff(id)
        }
        if let inbox = try parameters.read(inbox) { query.inboxes = [inbox] }
        query.team = try parameters.read(team)
        query.tag = try parameters.read(tag)
        guard let list = try parameters.read(list) else { return }
        if list.isOwn, me == nil { throw .invalid("list", .notAllowed) }
        query.narrow(to: list, for: me)
    }
}
