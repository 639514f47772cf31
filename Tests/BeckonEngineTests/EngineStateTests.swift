import BeckonModel
import BeckonStore
import BeckonWire
import Testing

@testable import BeckonEngine

@Suite("Tickets in memory")
struct EngineStateTests {
    private func ticket(_ number: Int) throws -> ActiveTicket {
        let created = EntryBody.Created(
            number: number, customer: EngineBench.mia, subject: "", priority: .normal, follows: nil,
            clientID: nil)
        let entry = Entry(
            ticket: TicketID(high: 1, low: UInt64(number)), seq: 1,
            at: Timestamp(milliseconds: 0), body: .created(created))
        let folded = try #require(Ticket(first: entry))
        return ActiveTicket(folded, clientIDs: ClientIDs(), marks: Marks())
    }

    @Test(
        "Beyond the limit those that nobody touches are forgotten, a few at a time; the others stay"
    )
    func eviction() throws {
        var state = EngineState()
        state.limit = 5_000
        let kept = try (1...50).map { try ticket($0) }
        for one in kept { state.insert(one) }
        for number in 51...20_000 {
            for one in kept where number % 25 == 0 { _ = state.touch(one.decided.id) }
            state.insert(try ticket(number))
            if state.active.count > 5_100 { Issue.record("\(state.active.count)") }
        }
        #expect(kept.allSatisfy { state.active[$0.decided.id] != nil })
        #expect(state.active[TicketID(high: 1, low: 20_000)] != nil)
    }

    @Test("What is on its way, or not read to its end where others write too, is kept")
    func busy() throws {
        var state = EngineState()
        state.limit = 10
        state.cursor = 0
        let behind = try ticket(1)
        state.insert(behind)
        state.markBehind(behind)
        let underWay = try ticket(2)
        state.insert(underWay)
        underWay.fold(
            Entry(
                ticket: underWay.decided.id, seq: 2, at: Timestamp(milliseconds: 1),
                body: .system(.init(.ticketCreated))))
        for number in 3...200 {
            let next = try ticket(number)
            next.followedSeq = 1
            state.insert(next)
        }
        #expect(state.active[behind.decided.id] === behind)
        #expect(state.active[underWay.decided.id] === underWay)
        #expect(state.active.count <= 14)
    }
}
