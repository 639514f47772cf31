import BeckonModel
import BeckonStore

/// The SQL of one page of a list. Values from outside are always bound as parameters; the text depends only on which filters are set.
///
/// No list reads the whole table. The lists of waiting and of resolved tickets read a partial index in its own order. The list by latest change
/// needs one range of an index for each state (status and chat); the ranges are read separately, each in order and with a limit, and then
/// merged. So a page costs the same with a thousand closed tickets and with a million.
struct ListStatement {
    private let query: TicketQuery
    private let terms: SearchTerms?
    private let hits: Int
    private(set) var sql = ""
    private(set) var values: [SQLValue] = []

    /// `nil` when the filters exclude each other: nothing can match.
    init?(_ query: TicketQuery, hits: Int = Limits.searchedHits) {
        self.query = query
        self.hits = hits
        terms = query.search.flatMap(SearchTerms.init)
        if states.isEmpty { return nil }
        if let terms, terms.words.isEmpty, terms.number == nil { return nil }
        build()
    }

    /// One more than the page holds, to know whether there is a next.
    private var limit: SQLValue { .integer(query.effectiveLimit + 1) }

    private var states: [TicketState] {
        let statuses = query.effectiveStatuses
        let chats = query.effectiveChats
        return TicketState.all.filter { statuses.contains($0.status) && chats.contains($0.chat) }
    }

    /// The order's keys as columns. Each of the lists' indexes runs one way in all its columns.
    private var keys: [SortColumn] { query.order.keys.map(SortColumn.init) }

    private func orderedBy(_ table: String) -> String {
        keys.map { "\(table)\($0.name)\($0.isDescending ? " DESC" : "")" }.joined(separator: ", ")
    }

    private mutating func build() {
        let columns = """
            \(TicketRow.columns), mark.user_delivered, mark.user_seen, mark.staff_delivered,
            mark.staff_seen
            """
        // Materialized: else the planner joins inside each range, and sorts there.
        sql = "WITH page(key) AS MATERIALIZED ("
        if query.order == .recent, query.customer == nil, terms == nil {
            addRanges()
        } else {
            sql += "SELECT key FROM ticket WHERE \(base)"
            addOneInbox()
            addStates()
            addFilters()
            addOrder()
        }
        sql += """
            ) SELECT \(columns) FROM page CROSS JOIN ticket ON ticket.key = page.key
            LEFT JOIN mark ON mark.ticket = ticket.id
            ORDER BY \(orderedBy("ticket.")) LIMIT ?
            """
        values.append(limit)
    }

    /// Of each state, and where only some inboxes are asked for, of each of those: each in order and with a limit.
    private mutating func addRanges() {
        let inboxes: [String?] = chosenInboxes.map { $0.sorted() } ?? [nil]
        var isFirst = true
        for inbox in inboxes {
            for state in states {
                if !isFirst { sql += " UNION ALL " }
                isFirst = false
                sql += "SELECT key FROM (SELECT key FROM ticket WHERE "
                if let inbox {
                    // The partial index is named by its condition; the main inbox has none of its own.
                    let isMain = inbox == DocumentID.main.rawValue
                    sql += isMain ? "+inbox = ? AND " : "inbox <> 'main' AND inbox = ? AND "
                    values.append(.text(inbox))
                }
                sql += "state = ?"
                values.append(.integer(state.code))
                addFilters()
                addOrder()
                sql += ")"
            }
        }
        if isFirst { sql += "SELECT key FROM ticket WHERE FALSE" }
    }

    /// `nil`: all of them.
    private var chosenInboxes: Set<String>? {
        var chosen = query.inboxes.isEmpty ? nil : query.inboxes
        if let seen = query.scope.inboxes { chosen = chosen?.intersection(seen) ?? seen }
        return chosen.map { Set($0.map(\.rawValue)) }
    }

    /// Names the partial index's condition, so that the planner may use it.
    private var base: String {
        switch query.order {
        case .recent: "TRUE"
        case .waiting: "waiting_since IS NOT NULL"
        case .resolvedAt: "status = 'resolved'"
        }
    }

    /// Deadlines go through one inbox after the other, by its own index.
    private mutating func addOneInbox() {
        guard query.order == .resolvedAt, query.inboxes.count == 1, let inbox = query.inboxes.first,
            inbox != .main
        else { return }
        sql += " AND inbox <> 'main' AND inbox = ?"
        values.append(.text(inbox.rawValue))
    }

    private mutating func addStates() {
        if states.count == TicketState.all.count { return }
        // The unary plus keeps the planner from leaving the list's own order for the index over states.
        sql += " AND +state IN (\(states.map { _ in "?" }.joined(separator: ", ")))"
        values += states.map { .integer($0.code) }
    }

    private mutating func addFilters() {
        let plus = query.order == .recent ? "" : "+"
        switch query.assignee {
        case nil: break
        case .nobody: sql += " AND \(plus)assignee IS NULL"
        case .staff(let staff):
            sql += " AND \(plus)assignee = ?"
            values.append(.text(staff.rawValue))
        }
        if let customer = query.customer {
            sql += " AND \(plus)customer = ?"
            values.append(.text(customer.rawValue))
        }
        addPlace()
        if query.isWritable { sql += " AND read_only IS NULL" }
        if let resolvedBefore = query.resolvedBefore {
            sql += " AND \(query.order == .recent ? "+" : "")resolved_at <= ?"
            values.append(.time(resolvedBefore))
        }
        addSearch()
        addCursor()
    }

    private mutating func addPlace() {
        let scope = ScopeCondition(query.scope)
        sql += scope.sql
        values += scope.values
        if !query.inboxes.isEmpty {
            sql += " AND +inbox IN (\(query.inboxes.map { _ in "?" }.joined(separator: ", ")))"
            values += query.inboxes.sorted { $0.rawValue < $1.rawValue }.map { .text($0.rawValue) }
        }
        if let team = query.team {
            sql += " AND +team = ?"
            values.append(.text(team.rawValue))
        }
        if let tag = query.tag {
            sql += " AND instr(tags, ?) > 0"
            values.append(.text(TicketRow.text([tag])))
        }
    }

    private mutating func addSearch() {
        guard let terms else { return }
        let candidates = SearchCandidates(terms, forStaff: query.isForStaff, limit: hits)
        sql += " AND key IN (\(candidates.sql))"
        values += candidates.values
    }

    private mutating func addCursor() {
        guard let cursor = query.cursor else { return }
        let keys = self.keys
        let names = keys.map(\.name).joined(separator: ", ")
        let marks = keys.map { _ in "?" }.joined(separator: ", ")
        sql += " AND (\(names)) \(keys[0].isDescending ? "<" : ">") (\(marks))"
        values += keys.map { $0.value(cursor) }
    }

    private mutating func addOrder() {
        sql += " ORDER BY \(orderedBy("")) LIMIT ?"
        values.append(limit)
    }
}

/// A key of an order as a column of `ticket`.
struct SortColumn {
    private let field: TicketOrder.Field
    let isDescending: Bool

    init(_ key: TicketOrder.Key) {
        field = key.field
        // The column holds urgency, which falls as the priority rises.
        isDescending = (key.direction == .descending) != (key.field == .priority)
    }

    var name: String { field == .priority ? "urgency" : field.rawValue }

    func value(_ cursor: TicketCursor) -> SQLValue {
        switch field {
        case .priority: .integer(3 - min(max(cursor.rank, -1), 4))
        case .number: .integer(cursor.number)
        case .updatedAt, .waitingSince, .resolvedAt: .time(cursor.time)
        }
    }
}
