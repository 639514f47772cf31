import BeckonModel
import Testing

private typealias T = TicketFixture

@Suite("Facts for reports")
struct ReportFactTests {
    /// All that a log says.
    private func facts(_ fixture: TicketFixture) -> [ReportFact] {
        var ticket: Ticket?
        return fixture.log.flatMap { entry in
            let facts = ReportFact.facts(of: entry, before: ticket)
            Ticket.fold(entry, into: &ticket)
            return facts
        }
    }

    @Test("A ticket's life says what was measured, and by whom")
    func life() throws {
        var fixture = try T.waiting()
        fixture.now = fixture.now.advanced(by: .seconds(30))
        try fixture.run(.pick, by: T.agent())
        fixture.now = fixture.now.advanced(by: .seconds(12))
        try fixture.run(.say("Hello"), by: T.agent())
        try fixture.run(.say("Still here"), by: T.agent())
        fixture.now = fixture.now.advanced(by: .seconds(60))
        try fixture.run(.setStatus(.resolved), by: T.agent())
        try fixture.run(.setStatus(.open), by: T.customer)
        fixture.now = fixture.now.advanced(by: .seconds(5))
        try fixture.run(.pick, by: T.agent(T.sam))
        try fixture.run(.setStatus(.resolved), by: T.agent(T.sam))
        try fixture.run(.rate(score: 4, comment: "fine"), by: T.customer)
        try fixture.run(.closeResolved(before: fixture.now), by: .clock)
        let facts = facts(fixture)
        #expect(
            facts.map(\.kind) == [
                .created, .picked, .firstResponse, .resolved, .reopened, .picked, .resolved, .rated,
                .closed,
            ])
        #expect(facts.map(\.value) == [nil, 30, 42, 102, nil, 5, 107, 4, 107])
        let (dana, sam) = (T.dana.id, T.sam.id)
        #expect(
            facts.map(\.agent) == [nil, dana, dana, dana, dana, sam, sam, sam, sam])
        #expect(facts.allSatisfy { $0.customer == T.mia.id && $0.number == 1001 })
        #expect(facts.map(\.seq) == facts.map(\.seq).sorted())
        for fact in facts {
            #expect(fixture.log[fact.seq - 1].at == fact.at)
        }
    }

    @Test("A transfer of a live chat is no pick: nobody waited")
    func transfer() throws {
        var fixture = try T.live()
        let before = facts(fixture)
        try fixture.run(.transfer(to: T.sam, isOnline: true), by: T.agent())
        #expect(facts(fixture) == before)
    }
}
