import BeckonModel
import BeckonStore
import StoreTesting
import Testing

@Suite("Every store keeps the history alike")
struct HistoryContractTests {
    private static func at(_ seconds: Int) -> Timestamp {
        Timestamp(milliseconds: 1_767_225_600_000 + Int64(seconds) * 1_000)
    }

    private static func fact(
        _ kind: ReportFact.Kind, _ ticket: Int, seq: Seq, at seconds: Int, value: Int? = nil
    ) -> ReportFact {
        ReportFact(
            kind, ticket: TicketID(high: UInt64(ticket) << 16 | 0x7000, low: 1 << 63), seq: seq,
            at: at(seconds), number: 1_000 + ticket, inbox: .main,
            customer: UserID(unchecked: "mia"),
            agent: kind == .created ? nil : StaffID(unchecked: "dana"), value: value)
    }

    @Test("Facts come back as they are, in the order of their times", arguments: Backend.allCases)
    func roundTrip(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            #expect(try await store.historyCursor() == .beginning)
            let second = [Self.fact(.created, 2, seq: 1, at: 3)]
            let first = [
                Self.fact(.rated, 1, seq: 9, at: 4, value: 5),
                Self.fact(.created, 1, seq: 1, at: 0),
                Self.fact(.picked, 1, seq: 4, at: 3, value: 3),
            ]
            #expect(try await store.save(second, from: .beginning, upTo: LogCursor(position: 5)))
            #expect(try await store.save(first, from: .beginning, upTo: LogCursor(position: 9)))
            let page = try await store.history(HistoryQuery())
            #expect(page.facts == [first[1], first[2], second[0], first[0]])
            #expect(page.next == nil)
            #expect(try await store.historyCursor() == LogCursor(position: 9))
        }
    }

    @Test(
        "What comes twice stands once, and the cursor never goes back", arguments: Backend.allCases)
    func repeats(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            let facts = [
                Self.fact(.created, 1, seq: 1, at: 0), Self.fact(.picked, 1, seq: 4, at: 3),
            ]
            #expect(try await store.save(facts, from: .beginning, upTo: LogCursor(position: 9)))
            #expect(try await store.save(facts, from: .beginning, upTo: LogCursor(position: 9)))
            #expect(
                try await store.save([facts[0]], from: .beginning, upTo: LogCursor(position: 2)))
            #expect(try await store.history(HistoryQuery()).facts == facts)
            #expect(try await store.historyCursor() == LogCursor(position: 9))
        }
    }

    @Test("Pages of any size make the whole, and times bound it", arguments: Backend.allCases)
    func pages(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var random = SeededRandom(seed: 7)
            let kinds = ReportFact.Kind.allCases
            let facts = (1...200).map { number in
                Self.fact(
                    kinds[Int.random(in: 0..<kinds.count, using: &random)],
                    Int.random(in: 1...3, using: &random), seq: number,
                    at: Int.random(in: 0...9, using: &random))
            }
            #expect(try await store.save(facts, from: .beginning, upTo: LogCursor(position: 1)))
            let all = facts.sorted { HistoryPlace($0) < HistoryPlace($1) }
            for limit in [1, 7, 200, 1_000] {
                var query = HistoryQuery()
                query.limit = limit
                var read: [ReportFact] = []
                repeat {
                    let page = try await store.history(query)
                    read += page.facts
                    query.after = page.next.flatMap { HistoryPlace($0.text) }
                } while query.after != nil
                #expect(read == all)
            }
            var query = HistoryQuery()
            (query.from, query.to) = (Self.at(2), Self.at(5))
            let some = all.filter { (Self.at(2)..<Self.at(5)).contains($0.at) }
            #expect(try await store.history(query).facts == some)
        }
    }

    @Test("Thrown away, it begins again", arguments: Backend.allCases)
    func drop(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            let facts = [Self.fact(.created, 1, seq: 1, at: 0)]
            #expect(try await store.save(facts, from: .beginning, upTo: LogCursor(position: 9)))
            try await store.dropHistory()
            #expect(try await store.history(HistoryQuery()).facts == [])
            #expect(try await store.historyCursor() == .beginning)
            #expect(try await store.save(facts, from: .beginning, upTo: LogCursor(position: 3)))
            #expect(try await store.historyCursor() == LogCursor(position: 3))
        }
    }

    @Test("What does not join what is there is refused", arguments: Backend.allCases)
    func gap(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            let (first, second) = (
                [Self.fact(.created, 1, seq: 1, at: 0)],
                [
                    Self.fact(.picked, 1, seq: 4, at: 3)
                ]
            )
            let (middle, end) = (LogCursor(position: 3), LogCursor(position: 9))
            #expect(try await !store.save(second, from: middle, upTo: end))
            #expect(try await store.history(HistoryQuery()).facts == [])
            #expect(try await store.save(first, from: .beginning, upTo: middle))
            #expect(try await store.save(second, from: middle, upTo: end))
            #expect(try await store.history(HistoryQuery()).facts == first + second)
        }
    }

    @Test("A place that is no place is none")
    func badPlaces() {
        let fact = Self.fact(.picked, 1, seq: 4, at: 3)
        #expect(HistoryPlace(HistoryPlace(fact).text) == HistoryPlace(fact))
        for text in ["", "1", "1.2.3.4", "x.\(fact.ticket).4.picked", "1.\(fact.ticket).4.eaten"] {
            #expect(HistoryPlace(text) == nil)
        }
    }
}
