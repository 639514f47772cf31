import BeckonModel
import Testing

private typealias T = TicketFixture

@Suite("The life of a ticket")
struct LifeCycleTests {
    @Test("A query makes a ticket with its subject, its line and its first message")
    func creation() throws {
        let fixture = try T(text: "  Where is my parcel?\nIt was due on Monday.")
        let ticket = try fixture.ticket
        #expect(ticket.number == 1001)
        #expect(ticket.subject == "Where is my parcel?")
        #expect(ticket.status == .open)
        #expect(ticket.chat == .waiting)
        #expect(ticket.seq == 3)
        #expect(fixture.log.compactMap(\.body.line) == [.ticketCreated])
        #expect(ticket.preview?.text.hasPrefix("  Where") == true)
    }

    @Test("A ticket without a text has two entries and no subject")
    func creationWithoutText() throws {
        let ticket = try T(text: nil).ticket
        #expect(ticket.seq == 2)
        #expect(ticket.subject == "")
    }

    @Test("Waiting becomes live by a pick, with the line 'Staff joined'")
    func pick() throws {
        var fixture = try T.waiting()
        let bodies = try fixture.run(.pick, by: T.agent())
        #expect(bodies.compactMap(\.line) == [.staffJoined])
        let ticket = try fixture.ticket
        #expect(ticket.chat == .live)
        #expect(ticket.assignee == T.dana)
        #expect(ticket.waitingSince == nil)
    }

    @Test("Who is offline cannot pick")
    func pickOffline() throws {
        #expect(
            try T.waiting().refusal(.pick, by: T.agent(online: false)) == .staffOffline)
    }

    @Test("The second pick is told who has it; one's own pick again changes nothing")
    func pickTwice() throws {
        let fixture = try T.live()
        #expect(fixture.refusal(.pick, by: T.agent(T.sam)) == .alreadyPicked(by: T.dana))
        #expect(try fixture.decision(.pick, by: T.agent()) == .unchanged)
    }

    @Test("Going offline pauses the chat and says so; the ticket stays with its agent")
    func pause() throws {
        var fixture = try T.live()
        let bodies = try fixture.run(.staffWentOffline(T.dana.id), by: .clock)
        #expect(bodies.compactMap(\.line) == [.staffOffline])
        #expect(try fixture.ticket.chat == .paused)
        #expect(try fixture.ticket.assignee == T.dana)
        #expect(try fixture.decision(.staffWentOffline(T.dana.id), by: .clock) == .unchanged)
    }

    @Test("Somebody else's going offline changes nothing")
    func pauseOfOthers() throws {
        #expect(
            try T.live().decision(.staffWentOffline(T.sam.id), by: .clock) == .unchanged)
    }

    @Test("The same agent's pick after a pause says 'Staff reconnected', another's 'Staff joined'")
    func repick() throws {
        var same = try T.paused()
        #expect(try same.run(.pick, by: T.agent()).compactMap(\.line) == [.staffReconnected])
        var other = try T.paused()
        let bodies = try other.run(.pick, by: T.agent(T.sam))
        #expect(bodies.first == .assigned(T.sam, previous: T.dana.id))
        #expect(bodies.compactMap(\.line) == [.staffJoined])
    }

    @Test("Pending goes back to open when the customer answers")
    func pending() throws {
        var fixture = try T.pending()
        #expect(try fixture.ticket.status == .pending)
        let bodies = try fixture.run(.say("Here it is"), by: T.customer)
        #expect(bodies.count == 2)
        #expect(try fixture.ticket.status == .open)
        #expect(try fixture.ticket.chat == .live)
    }

    @Test("Nobody waits for a customer without an agent: a waiting ticket cannot be pending")
    func pendingNeedsAgent() throws {
        #expect(
            try T.waiting().refusal(.setStatus(.pending), by: T.agent(role: .admin))
                == .notAssigned)
    }

    @Test(
        "Resolving ends the chat; the customer's next message reopens and puts it back in the queue"
    )
    func resolveAndComeBack() throws {
        var fixture = try T.resolved()
        #expect(try fixture.ticket.chat == .ended)
        let bodies = try fixture.run(.say("It broke again"), by: T.customer)
        #expect(bodies.compactMap(\.line) == [.ticketReopened])
        let ticket = try fixture.ticket
        #expect(ticket.status == .open)
        #expect(ticket.chat == .waiting)
        #expect(ticket.assignee == nil)
        #expect(ticket.waitingSince != nil)
    }

    @Test("The customer may reopen a resolved ticket, and close theirs at any time")
    func customerChangesStatus() throws {
        var reopened = try T.resolved()
        try reopened.run(.setStatus(.open), by: T.customer)
        #expect(try reopened.ticket.chat == .waiting)
        for make in [T.waiting, T.live, T.paused, T.pending, T.resolved] {
            var fixture = try make()
            #expect(
                try fixture.run(.setStatus(.closed), by: T.customer).compactMap(\.line)
                    == [.ticketClosed])
            #expect(try fixture.ticket.chat == .closed)
        }
    }

    @Test("The customer cannot resolve, and cannot make pending")
    func customerMayNotResolve() throws {
        for status in [Status.resolved, .pending] {
            #expect(
                try T.live().refusal(.setStatus(status), by: T.customer)
                    == .invalidTransition(from: .open))
        }
    }

    @Test("An online agent who reopens has the ticket; an offline one puts it into the queue")
    func agentReopens() throws {
        var online = try T.resolved()
        try online.run(.setStatus(.open), by: T.agent(T.sam))
        #expect(try online.ticket.chat == .live)
        #expect(try online.ticket.assignee == T.sam)
        var offline = try T.resolved()
        try offline.run(.setStatus(.open), by: T.agent(T.sam, online: false))
        #expect(try offline.ticket.chat == .waiting)
    }

    @Test("The clock closes what was resolved long enough ago, and nothing else")
    func autoClose() throws {
        var fixture = try T.resolved()
        let early = Timestamp(milliseconds: fixture.now.milliseconds - 1)
        #expect(try fixture.decision(.closeResolved(before: early), by: .clock) == .unchanged)
        let bodies = try fixture.run(.closeResolved(before: fixture.now), by: .clock)
        #expect(bodies.first == .status(.init(status: .closed, was: .resolved, by: .clock)))
        #expect(
            try T.live().decision(.closeResolved(before: fixture.now), by: .clock) == .unchanged)
    }

    @Test("Closed is final: every change is refused, writing asks for a follow-up")
    func closedIsFinal() throws {
        let fixture = try T.closed()
        #expect(try fixture.decision(.say("Hello?"), by: T.customer) == .followUp)
        let commands: [Command] = [
            .pick, .say("x"), .setStatus(.open), .setStatus(.resolved), .setPriority(.high),
            .release, .transfer(to: T.sam, isOnline: true),
        ]
        for command in commands {
            #expect(fixture.refusal(command, by: T.agent(role: .admin)) == .ticketClosed)
        }
        #expect(fixture.refusal(.setStatus(.open), by: T.customer) == .ticketClosed)
    }

    @Test("A closed ticket names its follow-up once")
    func followUp() throws {
        var fixture = try T.closed()
        let next = TicketID(high: 1, low: 2)
        try fixture.run(.linkFollowUp(next, number: 1002), by: .clock)
        #expect(try fixture.ticket.followUp == next)
        #expect(
            try fixture.decision(.linkFollowUp(next, number: 1003), by: .clock) == .unchanged)
    }

    @Test("An agent closes what is theirs, and what nobody has")
    func agentCloses() throws {
        var waiting = try T.waiting()
        try waiting.run(.setStatus(.closed), by: T.agent())
        #expect(try waiting.ticket.status == .closed)
        #expect(try T.live().refusal(.setStatus(.closed), by: T.agent(T.sam)) == .notAssigned)
        var supervised = try T.live()
        try supervised.run(.setStatus(.closed), by: T.agent(T.sam, role: .supervisor))
        #expect(try supervised.ticket.status == .closed)
    }

    @Test("Who picks and leaves without a word does not send the customer to the end of the queue")
    func fairness() throws {
        var fixture = try TicketFixture.live()
        let asked = try fixture.ticket.createdAt
        fixture.now = asked.advanced(by: .seconds(600))
        try fixture.run(.staffWentOffline(TicketFixture.dana.id), by: .clock)
        #expect(try fixture.ticket.waitingSince == asked)
        try fixture.run(.pick, by: TicketFixture.agent())
        fixture.now = asked.advanced(by: .seconds(700))
        try fixture.run(.release, by: TicketFixture.agent())
        #expect(try fixture.ticket.waitingSince == asked)
        try fixture.run(.pick, by: TicketFixture.agent())
        try fixture.run(.say("Hello"), by: TicketFixture.agent())
        #expect(try fixture.ticket.unansweredSince == nil)
        fixture.now = asked.advanced(by: .seconds(800))
        try fixture.run(.release, by: TicketFixture.agent())
        #expect(try fixture.ticket.waitingSince == fixture.now)
        try fixture.run(.say("Still there"), by: TicketFixture.customer)
        #expect(try fixture.ticket.unansweredSince == fixture.now)
    }
}
