import BeckonClient
import BeckonModel
import Testing

@Suite("A ticket is folded from what comes")
struct TicketViewTests {
    private func view() -> TicketView { TicketView(Frames.id(Frames.t1)) }

    private func take(_ texts: [String], into view: inout TicketView) -> [Int] {
        texts.compactMap(Frames.entry).flatMap { view.received($0).map(\.seq) }
    }

    @Test("Entries in order are folded as they come")
    func inOrder() {
        var view = view()
        #expect(view.isMissingEntries)
        #expect(
            take([Frames.created(), Frames.message(2), Frames.assigned(3)], into: &view) == [
                1, 2, 3,
            ])
        #expect(!view.isMissingEntries)
        #expect(view.state?.chat == .live && view.state?.assignee?.id == "dana")
    }

    @Test("What comes out of order waits for its turn, in whatever order it comes")
    func outOfOrder() {
        let all = [Frames.created()] + (2...6).map { Frames.message($0) }
        for shift in 0..<6 {
            var view = view()
            let order = all.indices.map { all[($0 * 5 + shift) % 6] }
            #expect(take(order, into: &view) == Array(1...6))
            #expect(view.entries.map(\.seq) == Array(1...6) && !view.isMissingEntries)
        }
    }

    @Test("What comes twice is folded once")
    func twice() {
        var view = view()
        let all = [
            Frames.created(), Frames.message(2), Frames.message(2), Frames.created(),
            Frames.message(4),
        ]
        #expect(take(all + all, into: &view) == [1, 2])
        #expect(view.isMissingEntries)
        #expect(take([Frames.message(3), Frames.message(3)], into: &view) == [3, 4])
    }

    @Test("A gap is noticed, and closed by what was missing")
    func gap() {
        var view = view()
        _ = take([Frames.created(), Frames.message(3)], into: &view)
        #expect(view.seq == 1 && view.isMissingEntries)
        _ = take([Frames.message(2)], into: &view)
        #expect(view.seq == 3 && !view.isMissingEntries)
    }

    @Test("Entries of other tickets, and numbers that no log has, are nothing")
    func foreign() {
        var view = view()
        let wrong = [
            Frames.message(1, ticket: Frames.t2), Frames.message(0), Frames.message(-4),
            Frames.message(Int.max),
            Frames.message(Limits.ticketEntries + Limits.ticketReserve + 1),
        ]
        #expect(take(wrong, into: &view) == [])
        #expect(view.seq == 0)
    }

    @Test("What waits for its turn is bounded, and never what is next")
    func bounded() {
        var view = view()
        _ = take((0...TicketView.aheadLimit + 50).map { Frames.message($0 + 3) }, into: &view)
        #expect(
            take([Frames.created(), Frames.message(2)], into: &view).count == TicketView.aheadLimit
                + 2)
    }

    @Test("The server's own line takes the place of one's own copy")
    func ownCopy() throws {
        var view = view()
        _ = take([Frames.created()], into: &view)
        let entry = try #require(Frames.entry(Frames.message(2, "Mine", from: "user", by: "me")))
        #expect(view.received(ChatEntry(entry.entry, isOwnCopy: true)).count == 1)
        #expect(view.entries[1].isOwnCopy)
        #expect(view.received(entry).isEmpty)
        #expect(!view.entries[1].isOwnCopy && view.seq == 2)
    }

    @Test("A log that has lost its end is read afresh, and nothing of what was known outlives it")
    func doubted() {
        var view = view()
        _ = take(
            [Frames.created(), Frames.message(2, "Lost"), Frames.message(3, "Lost, too")],
            into: &view)
        view.resynced(2)
        #expect(view.entries.count == 3 && view.isMissingEntries)
        let afresh = [Frames.created(), Frames.message(2, "Other")].compactMap(Frames.entry)
        #expect(view.read(afresh, newest: 2).map(\.seq) == [1, 2])
        #expect(view.seq == 2 && !view.isMissingEntries)
        #expect(view.state?.preview?.text == "Other")
    }

    @Test("Where the beginning is damaged, the server's word counts")
    func damagedBeginning() throws {
        var view = view()
        let damaged =
            #"{"type":"damaged","ticket_id":"\#(Frames.t1)","seq":1,"at":"\#(Frames.at)"}"#
        #expect(take([damaged, Frames.message(2)], into: &view) == [1, 2])
        #expect(view.state == nil)
        guard
            case .ticket(let row)? = Frames.read(
                #"{"type":"ticket","ticket":\#(Frames.row(1001, Frames.t1, seq: 2))}"#)
        else {
            Issue.record("no row")
            return
        }
        view.synced(upTo: 2, row)
        #expect(view.state?.number == 1001)
    }
}
