import BeckonModel
import BeckonStore
import BeckonWire
import Hummingbird

/// Reads the filters of `GET /api/v1/tickets`; every value is one of a known set.
enum TicketListQuery {
    static func read(
        _ parameters: QueryParameters, for identity: Identity
    ) throws(Failure) -> TicketQuery {
        var query = TicketQuery()
        query.statuses = try parameters.list("status")
        query.chats = try parameters.list("chat")
        query.limit = try parameters.integer("limit", in: 1...Limits.listRows) ?? 50
        if let cursor = parameters.text("cursor") {
            guard let cursor = TicketCursor(cursor) else { throw .invalid("cursor", .notAllowed) }
            query.cursor = cursor
        }
        if let words = parameters.text("q"), !words.isEmpty {
            guard words.unicodeScalars.count <= Limits.subjectCharacters else {
                throw .invalid("q", .tooLong(max: Limits.subjectCharacters))
            }
            // Forms write a space as "+"; nobody searches for that sign.
            query.search = words.replacing("+", with: " ")
        }
        switch identity {
        case .customer(let customer):
            query.customer = customer.id
            query.isForStaff = false
        case .staff(let staff, _): try readStaffFilters(parameters, staff.id, into: &query)
        }
        return query
    }

    private static func readStaffFilters(
        _ parameters: QueryParameters, _ me: StaffID,
        into query: inout TicketQuery
    ) throws(Failure) {
        if let user = parameters.text("user") {
            guard let user = UserID(user) else { throw .invalid("user", .notAllowed) }
            query.customer = user
        }
        switch parameters.text("assignee") {
        case nil: break
        case "me": query.assignee = .staff(me)
        case "none": query.assignee = .nobody
        case .some(let id):
            guard let staff = StaffID(id) else { throw .invalid("assignee", .notAllowed) }
            query.assignee = .staff(staff)
        }
        if let name = parameters.text("list") {
            guard let list = TicketList(rawValue: name) else {
                throw .invalid("list", .notAllowed)
            }
            query.narrow(to: list, for: me)
        }
    }
}
