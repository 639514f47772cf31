import BeckonModel
import BeckonStore
import StoreTesting
import Testing

/// Lists of the embedded store against those of the oracle, over seeded data.
@Suite struct ListContractTests {
    static let backends: [Backend] = [.sqliteFolded, .sqliteUnfolded]

    /// Of an agent who may know of everything, of two inboxes, of none, of a team, of what they have.
    static let scopes: [Scope] = {
        let dana = Workload.agents[0].id
        let two = Set(Workload.inboxes.prefix(2))
        return [
            .everything, .everything, Scope(inboxes: two), Scope(inboxes: [Workload.inboxes[2]]),
            Scope(inboxes: []), Scope(reach: .own, staff: dana),
            Scope(reach: .teams([Workload.documents[0]]), staff: dana),
            Scope(inboxes: two, reach: .teams([]), staff: dana),
            Scope(inboxes: two, reach: .own, staff: dana),
        ]
    }()

    /// Every order with a choice of every filter.
    static func queries(_ random: inout SeededRandom, at now: Timestamp) -> [TicketQuery] {
        let statuses: [Set<Status>] = [
            [], [.open], [.pending], [.resolved], [.closed], [.open, .pending],
            [.open, .pending, .resolved], Set(Status.allCases),
        ]
        let chats: [Set<Chat>] = [
            [], [.waiting], [.live, .paused], [.ended], [.closed, .waiting], Set(Chat.allCases),
        ]
        let assignees: [TicketQuery.Assignee?] = [
            nil, nil, .nobody, .staff(Workload.agents[0].id), .staff(StaffID(unchecked: "none")),
        ]
        let searches = [
            nil, nil, nil, "ord", "refund late", "zurich", "款", "#1005", "1007", "customer",
            "c3@shop", "invoice cust",
        ]
        var queries: [TicketQuery] = []
        for order in TicketOrder.allCases {
            for status in statuses {
                for chat in chats {
                    var query = TicketQuery()
                    query.order = order
                    query.statuses = status
                    query.chats = chat
                    query.assignee = assignees.randomElement(using: &random) ?? nil
                    query.search = searches.randomElement(using: &random) ?? nil
                    query.isForStaff = Bool.random(using: &random)
                    query.limit = [1, 3, 7, 100, 0, 1000].randomElement(using: &random) ?? 3
                    query.scope = scopes.randomElement(using: &random) ?? .everything
                    if Int.random(in: 0..<3, using: &random) == 0 {
                        query.inboxes =
                            [
                                [Workload.inboxes[1]], Set(Workload.inboxes),
                                [DocumentID(unchecked: "other")],
                            ].randomElement(using: &random) ?? []
                    }
                    if Int.random(in: 0..<5, using: &random) == 0 {
                        query.team = Workload.documents.randomElement(using: &random)
                    }
                    if Int.random(in: 0..<5, using: &random) == 0 {
                        query.tag = Workload.documents.randomElement(using: &random)
                    }
                    if Int.random(in: 0..<4, using: &random) == 0 {
                        query.customer = Workload.customers.randomElement(using: &random)?.id
                    }
                    if Int.random(in: 0..<4, using: &random) == 0 {
                        query.resolvedBefore = now.advanced(
                            by: .milliseconds(-Int.random(in: 0...200, using: &random)))
                    }
                    queries.append(query)
                }
            }
        }
        return queries
    }

    @Test(
        "Every page of every list is the oracle's",
        arguments: backends, [UInt64(21), 22, 23])
    func pages(_ backend: Backend, seed: UInt64) async throws {
        try await backend.run { store async throws in
            let oracle = InMemoryStore()
            var workload = Workload(seed: seed)
            for customer in Workload.customers {
                let account = Customer(
                    id: customer.id, name: customer.name,
                    email: "\(customer.id.rawValue)@shop.example", createdAt: workload.now)
                try await oracle.insert(account)
                try await store.insert(account)
            }
            for _ in 0..<400 {
                let change = workload.next()
                #expect(await oracle.appended(change) == .committed)
                #expect(await store.appended(change) == .committed)
            }
            var random = SeededRandom(seed: seed)
            for var query in Self.queries(&random, at: workload.now) {
                repeat {
                    let expected = try await oracle.tickets(query)
                    let page = try await store.tickets(query)
                    #expect(page == expected, "seed \(seed): \(query)")
                    if page != expected { return }
                    query.cursor = page.next
                } while query.cursor != nil
            }
        }
    }

    @Test(
        "Pages stay the oracle's while tickets change between them",
        arguments: backends, [UInt64(31), 32])
    func changes(_ backend: Backend, seed: UInt64) async throws {
        try await backend.run { store async throws in
            let oracle = InMemoryStore()
            var workload = Workload(seed: seed)
            func change() async {
                let change = workload.next()
                _ = await oracle.appended(change)
                _ = await store.appended(change)
            }
            for _ in 0..<150 { await change() }
            var random = SeededRandom(seed: seed)
            for var query in Self.queries(&random, at: workload.now) {
                repeat {
                    let expected = try await oracle.tickets(query)
                    let page = try await store.tickets(query)
                    #expect(page == expected, "seed \(seed): \(query)")
                    if page != expected { return }
                    query.cursor = page.next
                    await change()
                } while query.cursor != nil
            }
        }
    }

    @Test(
        "A row that does not change is in the pages exactly once",
        arguments: Backend.allCases)
    func unchangedRows(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 41)
            for _ in 0..<40 { _ = await store.appended(workload.open()) }
            var query = TicketQuery()
            query.limit = 6
            let quiet = Set(workload.tickets.prefix(20).map(\.id))
            var index = 20
            let ids = try await store.allPages(query) {
                _ = await store.appended(workload.say("noise", on: index))
                _ = await store.appended(workload.open())
                index += 1
            }.map(\.ticket.id)
            #expect(quiet.isSubset(of: ids))
            #expect(Set(ids).count == ids.count)
        }
    }
}
