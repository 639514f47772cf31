import BeckonModel
import Testing

private typealias T = TicketFixture

@Suite("Who may write, and when")
struct MessageRuleTests {
    @Test("A customer writes while waiting and while live")
    func customerWrites() throws {
        for make in [T.waiting, T.live] {
            var fixture = try make()
            let bodies = try fixture.run(.say("More"), by: T.customer)
            #expect(bodies.count == 1)
        }
    }

    @Test("While staff is offline a message is refused unless it is left on purpose")
    func paused() throws {
        var fixture = try T.paused()
        #expect(fixture.refusal(.say("Hello?"), by: T.customer) == .chatPaused)
        let bodies = try fixture.run(.say("Call me", offline: true), by: T.customer)
        guard case .message(let message) = bodies.first else {
            Issue.record("no message")
            return
        }
        #expect(message.isOffline)
        #expect(try fixture.ticket.chat == .paused)
    }

    @Test("Where the inbox forbids it, no message can be left")
    func leaveMessageOff() throws {
        var fixture = try T.paused()
        fixture.rules = InboxRules(allowsLeaveMessage: false)
        #expect(
            fixture.refusal(.say("Call me", offline: true), by: T.customer) == .leaveMessageOff)
        #expect(fixture.refusal(.say("Call me"), by: T.customer) == .chatPaused)
    }

    @Test("A message meant for an absent agent is an ordinary one when the agent is there")
    func offlineMarkTellsTheTruth() throws {
        var fixture = try T.live()
        guard
            case .message(let message) = try fixture.run(.say("x", offline: true), by: T.customer)
                .first
        else {
            Issue.record("no message")
            return
        }
        #expect(!message.isOffline)
    }

    @Test("An agent writes only on a ticket that is live and theirs")
    func agentWrites() throws {
        var live = try T.live()
        #expect(try live.run(.say("Hi"), by: T.agent()).count == 1)
        #expect(live.refusal(.say("Hi"), by: T.agent(T.sam)) == .notAssigned)
        #expect(try T.waiting().refusal(.say("Hi"), by: T.agent()) == .notAssigned)
        #expect(try T.paused().refusal(.say("Hi"), by: T.agent()) == .mustRepick)
        #expect(try T.paused().refusal(.say("Hi"), by: T.agent(T.sam)) == .notAssigned)
        #expect(
            try T.resolved().refusal(.say("Hi"), by: T.agent())
                == .invalidTransition(from: .resolved))
    }

    @Test("A reply that has not seen the newest messages is stopped, and says how many")
    func newerMessages() throws {
        var fixture = try T.live()
        let seen = try fixture.ticket.seq
        try fixture.run(.say("one"), by: T.customer)
        try fixture.run(.say("two"), by: T.customer)
        #expect(fixture.refusal(.say("Hi", seen: seen), by: T.agent()) == .newerMessages(count: 2))
        #expect(fixture.refusal(.say("Hi", seen: seen + 2), by: T.agent()) == nil)
        #expect(fixture.refusal(.say("Hi"), by: T.agent()) == nil)
        try fixture.run(.say("Hi"), by: T.agent())
        #expect(fixture.refusal(.say("Again", seen: seen), by: T.agent()) == nil)
    }

    @Test("Notes are for staff only, and need no presence")
    func notes() throws {
        var fixture = try T.waiting()
        let bodies = try fixture.run(
            .note(text: "VIP", clientID: nil), by: T.agent(online: false))
        #expect(bodies.count == 1 && bodies[0].isInternal)
        #expect(fixture.refusal(.note(text: "x", clientID: nil), by: T.customer) == .forbidden)
    }

    @Test("Other people's tickets do not exist")
    func access() throws {
        let stranger = Actor.customer(T.tom)
        let commands: [Command] = [
            .say("x"), .setStatus(.closed), .rate(score: 5, comment: nil), .pick,
        ]
        for command in commands {
            #expect(try T.live().refusal(command, by: stranger) == .notFound)
        }
    }

    @Test(
        "Texts that are empty, blank, too long or hold NUL are refused and name their field",
        arguments: ["", " \n\t ", String(repeating: "x", count: 8_001), "a\u{0}b"])
    func texts(_ text: String) throws {
        for actor in [T.customer, T.agent()] {
            guard case .invalid("text", _) = try T.live().refusal(.say(text), by: actor) else {
                Issue.record("accepted")
                return
            }
        }
        #expect(throws: TicketError.self) {
            try NewTicket(text: text).decide(number: 1, customer: T.mia)
        }
    }

    @Test("8,000 characters of four bytes each are one message")
    func longestText() throws {
        let text = String(repeating: "🐌", count: 8_000)
        #expect(try T.live().refusal(.say(text), by: T.customer) == nil)
    }
}

@Suite("Who has a ticket")
struct AssignmentTests {
    @Test("Releasing puts it back into the queue, and a pending one is open again")
    func release() throws {
        var fixture = try T.pending()
        try fixture.run(.release, by: T.agent())
        let ticket = try fixture.ticket
        #expect(ticket.chat == .waiting)
        #expect(ticket.assignee == nil)
        #expect(ticket.status == .open)
        #expect(try T.live().refusal(.release, by: T.agent(T.sam)) == .notAssigned)
        #expect(try T.waiting().decision(.release, by: T.agent()) == .unchanged)
    }

    @Test("A transfer goes to somebody who is online, and says who left and who joined")
    func transfer() throws {
        var fixture = try T.live()
        #expect(
            fixture.refusal(.transfer(to: T.sam, isOnline: false), by: T.agent()) == .staffOffline)
        let bodies = try fixture.run(.transfer(to: T.sam, isOnline: true), by: T.agent())
        #expect(bodies.compactMap(\.line) == [.staffLeft, .staffJoined])
        #expect(try fixture.ticket.assignee == T.sam)
        #expect(try fixture.ticket.chat == .live)
        #expect(
            fixture.refusal(.transfer(to: T.dana, isOnline: true), by: T.agent()) == .notAssigned)
    }

    @Test("A supervisor transfers and releases what others have")
    func supervisor() throws {
        let supervisor = T.agent(
            StaffReference(id: StaffID(unchecked: "kim"), name: "Kim"), role: .supervisor)
        var paused = try T.paused()
        try paused.run(.transfer(to: T.sam, isOnline: true), by: supervisor)
        #expect(try paused.ticket.chat == .live)
        var live = try T.live()
        try live.run(.release, by: supervisor)
        #expect(try live.ticket.chat == .waiting)
    }

    @Test("Customers cannot pick, release, transfer or set priorities")
    func customersMayNot() throws {
        let commands: [Command] = [
            .pick, .release, .transfer(to: T.sam, isOnline: true), .setPriority(.urgent),
        ]
        for command in commands {
            #expect(try T.live().refusal(command, by: T.customer) == .forbidden)
        }
    }

    @Test("A change of priority names the old one; the same again changes nothing")
    func priority() throws {
        var fixture = try T.waiting()
        #expect(
            try fixture.run(.setPriority(.urgent), by: T.agent())
                == [.priority(.urgent, was: .normal, by: .agent(T.dana))])
        #expect(try fixture.decision(.setPriority(.urgent), by: T.agent()) == .unchanged)
    }

    @Test("Rating is for resolved and closed tickets, 1 to 5, and may be changed")
    func rating() throws {
        #expect(
            try T.live().refusal(.rate(score: 5, comment: nil), by: T.customer)
                == .invalidTransition(from: .open))
        for score in [0, 6, -1] {
            #expect(
                try T.resolved().refusal(.rate(score: score, comment: nil), by: T.customer)
                    == .invalid(field: "score", problem: .notAllowed))
        }
        var fixture = try T.closed()
        try fixture.run(.rate(score: 2, comment: "  slow "), by: T.customer)
        #expect(try fixture.ticket.rating == Rating(score: 2, comment: "slow"))
        try fixture.run(.rate(score: 5, comment: nil), by: T.customer)
        #expect(try fixture.ticket.rating?.score == 5)
        #expect(fixture.refusal(.rate(score: 5, comment: nil), by: T.agent()) == .forbidden)
    }
}
