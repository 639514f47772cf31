import BeckonModel
import BeckonStore
import StoreTesting
import Testing

@testable import BeckonSQLite

@Suite struct QueryPlanTests {
    struct List: Sendable {
        let name: String
        let index: String
        let query: TicketQuery
    }

    private static func list(
        _ name: String, _ index: String, _ change: (inout TicketQuery) -> Void
    ) -> List {
        var query = TicketQuery()
        change(&query)
        return List(name: name, index: index, query: query)
    }

    static let lists = [
        list("waiting", "ticket_waiting") { $0.order = .waiting },
        list("waiting for nobody", "ticket_waiting") {
            $0.order = .waiting
            $0.chats = [.waiting]
            $0.assignee = .nobody
        },
        list("mine", "ticket_assignee") {
            $0.assignee = .staff(Workload.agents[0].id)
            $0.statuses = [.open, .pending]
        },
        list("pending", "ticket_state") { $0.statuses = [.pending] },
        list("resolved", "ticket_state") { $0.statuses = [.resolved] },
        list("all", "ticket_state") { $0.statuses = [.open, .pending, .resolved] },
        list("everything", "ticket_state") { _ in },
        list("closed chats", "ticket_state") { $0.chats = [.closed] },
        list("a customer's", "ticket_customer") { $0.customer = Workload.customers[0].id },
        list("to be closed", "ticket_resolved") {
            $0.order = .resolvedAt
            $0.resolvedBefore = Timestamp(milliseconds: 5)
        },
    ]

    @Test("No list scans or sorts more than its page", arguments: lists, [false, true])
    func plan(_ list: List, isNext: Bool) async throws {
        try await TemporaryDirectory.with { path in
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            var query = list.query
            if isNext {
                query.cursor = TicketCursor(rank: 1, time: Timestamp(milliseconds: 9), number: 3)
            }
            let built = try #require(ListStatement(query))
            let plan = try await store.read { db in
                try db.rows("EXPLAIN QUERY PLAN " + built.sql, built.values).map {
                    try $0.requiredText(3)
                }
            }
            #expect(plan.contains { $0.contains("USING") && $0.contains(list.index) }, "\(plan)")
            for step in plan where step.hasPrefix("SCAN ticket") {
                #expect(list.query.order == .waiting && !isNext, "\(list.name): \(step)")
                #expect(step.contains(list.index), "\(list.name): \(step)")
            }
            // One to merge the page's rows; none inside a range.
            let sorts = plan.filter { $0.hasPrefix("USE TEMP B-TREE") }
            #expect(sorts.count <= 1, "\(list.name): \(plan)")
            await store.close()
        }
    }

    @Test("Counting, and reading a log or a ticket, scan nothing that grows")
    func others() async throws {
        try await TemporaryDirectory.with { path in
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            let statements = [
                "SELECT count(*) FROM ticket WHERE customer = 'x'",
                "SELECT ticket.id FROM ticket WHERE ticket.number = 5",
                "SELECT ticket.id FROM ticket WHERE ticket.id = x'00'",
                StoredLog.ascendingSQL, StoredLog.descendingSQL, StoredLog.lineSQL,
            ]
            for statement in statements {
                let plan = try await store.read { db in
                    let values = statement.filter { $0 == "?" }.map { _ in SQLValue.null }
                    return try db.rows("EXPLAIN QUERY PLAN " + statement, values).map {
                        try $0.requiredText(3)
                    }
                }
                #expect(!plan.isEmpty)
                #expect(
                    plan.allSatisfy { $0.hasPrefix("SEARCH") || $0.hasPrefix("SCALAR") }, "\(plan)")
            }
            await store.close()
        }
    }
}

@Suite struct SearchBoundTests {
    @Test("Of a common word only the newest entries are looked at, and no ticket is scanned")
    func bound() async throws {
        try await TemporaryDirectory.with { path in
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            var workload = Workload(seed: 61)
            for _ in 0..<20 { _ = await store.appended(workload.open(text: "the same word")) }
            try await store.rebuildProjections()
            var query = TicketQuery()
            query.search = "same word"
            let built = try #require(ListStatement(query, hits: 3))
            let (rows, plan) = try await store.read { db in
                (
                    try db.rows(built.sql, built.values).map { try $0.requiredInteger(1) },
                    try db.rows("EXPLAIN QUERY PLAN " + built.sql, built.values).map {
                        try $0.requiredText(3)
                    }
                )
            }
            // What is folded at once is folded in the order of the ids.
            let newest = workload.tickets.sorted { $0.id < $1.id }.suffix(3).map(\.number)
            #expect(rows == newest.sorted(by: >))
            let scans = plan.filter { $0.hasPrefix("SCAN ticket") || $0.hasPrefix("SCAN customer") }
            #expect(scans.isEmpty, "\(plan)")
            await store.close()
        }
    }
}
