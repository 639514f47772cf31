import BeckonModel
import BeckonStore
import BeckonWire
import StoreTesting
import Testing

@Suite struct TicketContractTests {
    @Test("A ticket is what its log says, by id and by number", arguments: Backend.allCases)
    func ticket(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 11)
            for _ in 0..<300 { #expect(await store.appended(workload.next()) == .committed) }
            for ticket in workload.tickets {
                let record = TicketRecord(ticket: ticket.projected, marks: Marks())
                #expect(try await store.ticket(ticket.id) == record)
                #expect(try await store.ticket(number: ticket.number) == record)
            }
            #expect(try await store.ticket(number: 5) == nil)
        }
    }

    @Test("The counts are those of the tickets", arguments: Backend.allCases)
    func counts(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 12)
            for step in 1...300 {
                _ = await store.appended(workload.next())
                if step % 50 != 0 { continue }
                for agent in Workload.agents {
                    var expected = TicketCounts()
                    for ticket in workload.tickets {
                        if ticket.chat == .waiting || ticket.chat == .paused {
                            expected[.waiting] += 1
                        }
                        let isOpen = ticket.status == .open || ticket.status == .pending
                        if isOpen, ticket.assignee?.id == agent.id { expected[.mine] += 1 }
                        if ticket.status == .pending { expected[.pending] += 1 }
                        if ticket.status == .resolved { expected[.resolved] += 1 }
                        if ticket.status == .closed { expected[.closed] += 1 }
                        if ticket.status != .closed { expected[.all] += 1 }
                    }
                    #expect(try await store.counts(for: agent.id) == expected)
                }
            }
            for customer in Workload.customers {
                let count = workload.tickets.count { $0.customer.id == customer.id }
                #expect(try await store.ticketCount(of: customer.id) == count)
            }
        }
    }

    @Test("A creation is found by its author and client id", arguments: Backend.allCases)
    func creation(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 13)
            let (one, other) = (Workload.customers[0], Workload.customers[1])
            let opened = workload.open(by: one, clientID: "once")
            _ = await store.appended(opened)
            let once = ClientID(unchecked: "once")
            #expect(try await store.ticket(createdBy: one.id, clientID: once) == opened.ticket)
            #expect(try await store.ticket(createdBy: other.id, clientID: once) == nil)
            let twice = ClientID(unchecked: "twice")
            #expect(try await store.ticket(createdBy: one.id, clientID: twice) == nil)
        }
    }

    @Test("Marks only rise, and are seen at once", arguments: Backend.allCases)
    func marks(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 14)
            let opened = workload.open()
            _ = await store.appended(opened)
            store.save(Self.marks(3, 2, 1, 0), of: opened.ticket)
            #expect(try await store.ticket(opened.ticket)?.marks == Self.marks(3, 2, 1, 0))
            _ = await store.appended(workload.say("more", on: 0))
            let listed = try await store.tickets(TicketQuery()).records.first
            #expect(listed?.marks == Self.marks(3, 2, 1, 0))
            store.save(Self.marks(1, 3, 0, 0), of: opened.ticket)
            #expect(try await store.ticket(opened.ticket)?.marks == Self.marks(3, 3, 1, 0))
            let number = workload.tickets[0].number
            #expect(try await store.ticket(number: number)?.marks == Self.marks(3, 3, 1, 0))
        }
    }

    private static func marks(_ a: Seq, _ b: Seq, _ c: Seq, _ d: Seq) -> Marks {
        var marks = Marks()
        marks.user.delivered = a
        marks.user.seen = b
        marks.staff.delivered = c
        marks.staff.seen = d
        return marks
    }

    struct Search: Sendable {
        let text: String
        var notes = true
        let finds: [Int]
    }

    @Test(
        "Search finds words as prefixes, over a ticket's entries, or a number",
        arguments: Backend.allCases)
    func search(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var workload = Workload(seed: 15)
            _ = await store.appended(workload.open(text: "My ORDER is late"))
            _ = await store.appended(workload.open(text: "Über Zürich, naïve façade: 退款 1001"))
            _ = await store.appended(workload.say("it was a parcel", on: 0))
            _ = await store.appended(workload.note("fraudster? order", on: 1))
            let searches = [
                Search(text: "order late", finds: [1001]),
                Search(text: "ord", finds: [1001, 1002]),
                Search(text: "ord", notes: false, finds: [1001]),
                Search(text: "rder", finds: []),
                Search(text: "parcel ORDER", finds: [1001]),
                Search(text: "parcel zurich", finds: []),
                Search(text: "uber ZÜRICH facade", finds: [1002]),
                Search(text: "款", finds: [1002]),
                Search(text: "fraudster", notes: false, finds: []),
                Search(text: "zurich fraudster", finds: [1002]),
                Search(text: "#1002", finds: [1002]),
                Search(text: "1001", finds: [1001, 1002]),
                Search(text: "  ", finds: [1001, 1002]),
                Search(text: "!!!", finds: []),
                Search(text: "\" OR 1=1 --", finds: [1002]),
                Search(text: "order\" OR late*", finds: [1001]),
                Search(text: "order NOT parcel", finds: []),
                Search(text: "words:order", finds: []),
                Search(text: "late^ (order)", finds: [1001]),
            ]
            for search in searches {
                var query = TicketQuery()
                query.search = search.text
                query.isForStaff = search.notes
                let found = try await store.tickets(query).records.map(\.ticket.number)
                #expect(found.sorted() == search.finds, "\(search.text)")
            }
        }
    }
}
