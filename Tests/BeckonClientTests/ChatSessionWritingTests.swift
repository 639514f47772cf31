import BeckonClient
import Testing

@Suite("What is written arrives, and stands once")
struct ChatSessionWritingTests {
    private let t1 = Frames.id(Frames.t1)

    private func write(
        _ command: ChatCommand, _ page: inout Driver, to target: OutboxItem.Target? = nil
    ) throws -> CommandID {
        try page.change { (session, now) throws(Outbox.Failure) in
            try session.wrote(command, to: target ?? .ticket(t1), now: now)
        }
    }

    @Test(
        "A message that was not acked is sent by the next line under the same id, before what came later"
    )
    func resent() throws {
        var page = Driver.open()
        page.receive(Frames.created())
        let first = try write(.say(text: "One"), &page)
        page.lose()
        let second = try write(.say(text: "Two"), &page)
        page.forget()
        page.comeBack()
        let texts = page.sent.filter { $0.contains(#""type":"message""#) }
        #expect(texts.count == 2 && texts[0].contains("\(first)") && texts[1].contains("\(second)"))
        page.receive(Frames.ack(first, 2), Frames.ack(second, 3), Frames.ack(first, 2))
        #expect(page.session.outbox.items.isEmpty && page.entries == [2, 3])
    }

    @Test(
        "One's own message takes its place by the ack, and the server's line of it later does not double it"
    )
    func ownCopy() throws {
        var page = Driver.open()
        page.receive(Frames.created())
        let id = try write(.say(text: "Mine"), &page)
        page.receive(
            Frames.ack(id, 2), Frames.message(2, "Mine", from: "user", by: "me", id: "\(id)"))
        #expect(page.entries == [1, 2])
        #expect(page.session[t1]?.entries[1].isOwnCopy == false)
        #expect(page.session[t1]?.state?.preview?.text == "Mine")
    }

    @Test("An ack beyond what is known says that entries are missing")
    func ackAhead() throws {
        var page = Driver.open()
        page.receive(Frames.created())
        let id = try write(.say(text: "Mine"), &page)
        page.forget()
        page.receive(Frames.ack(id, 4))
        #expect(page.sent == [#"{"type":"sync","ticket_id":"\#(Frames.t1)","after":1}"#])
        page.receive(Frames.message(2), Frames.message(3), Frames.synced(4))
        #expect(page.entries == [2, 3, 4])
    }

    @Test("Another device's entry with the same id is as good as an ack; a stranger's is not")
    func elsewhere() throws {
        var page = Driver.open()
        page.receive(Frames.created())
        let id = try write(.say(text: "Mine"), &page)
        page.receive(Frames.message(2, "Theirs", by: "dana", id: "\(id)"))
        #expect(page.session.outbox.items.count == 1)
        page.receive(Frames.message(3, "Mine", from: "user", by: "me", id: "\(id)"))
        #expect(page.session.outbox.items.isEmpty)
    }

    @Test("A question opens a ticket that is followed, and what was written meanwhile goes there")
    func asks() throws {
        var page = Driver.open()
        let ask = try write(.ask(text: "Help"), &page, to: .new)
        _ = try write(.say(text: "More"), &page, to: .opened(by: ask))
        #expect(page.sent.count == 1)
        page.receive(Frames.created())
        page.receive(
            #"{"type":"system","ticket_id":"\#(Frames.t1)","seq":2,"at":"\#(Frames.at)","code":"ticket_created"}"#,
            Frames.ack(ask, 3))
        #expect(page.session.followed == [t1] && page.entries == [1, 2, 3])
        #expect(page.sent.last?.contains(#""ticket_id":"\#(Frames.t1)","text":"More""#) == true)
    }

    @Test("A refusal is told; the text stays until somebody retries or discards it")
    func refused() throws {
        var page = Driver.open()
        let id = try write(.say(text: "Mine"), &page)
        page.receive(Frames.error("chat_paused", id, ticket: Frames.t1))
        let refused = page.events.contains {
            if case .refused(_, let refusal) = $0 { refusal.code == "chat_paused" } else { false }
        }
        #expect(refused)
        page.forget()
        page.change { $0.retried(id, now: $1) }
        #expect(page.sent.count == 1)
    }

    @Test("What came too late for the chat is left as a message when it is sent again")
    func leftMessage() throws {
        var page = Driver.open()
        page.receive(Frames.created(), Frames.assigned(2), Frames.offline(3))
        #expect(page.session.allowedActions(on: t1) == [.leaveMessage, .askNew, .close])
        let id = try write(.say(text: "Late"), &page)
        page.receive(Frames.error("chat_paused", id))
        page.forget()
        page.change { $0.retried(id, now: $1) }
        #expect(page.sent.first?.contains(#""offline":true"#) == true)
    }

    @Test("Where the inbox is another one now, its rules are read again")
    func inbox() {
        var page = Driver.open()
        page.receive(Frames.created(), Frames.assigned(2), Frames.offline(3))
        page.receive(
            #"{"type":"settings","kind":"tag","id":"x","revision":6}"#,
            #"{"type":"settings","kind":"inbox","id":"main","revision":7}"#)
        #expect(page.requests == [.inbox])
        page.change {
            $0.answered(
                .inbox, status: 200, body: Array(#"{"leave_message":false}"#.utf8), now: $1)
        }
        #expect(page.session.allowedActions(on: t1) == [.askNew, .close])
    }

    @Test("What came while the chat was paused is sent when it goes on")
    func chatGoesOn() throws {
        var page = Driver.open()
        page.receive(Frames.created(), Frames.assigned(2), Frames.offline(3))
        let id = try write(.say(text: "Late"), &page)
        page.receive(Frames.error("chat_paused", id))
        page.forget()
        page.receive(Frames.assigned(4))
        #expect(page.sent.contains { $0.contains("\(id)") })
    }

    @Test("Who writes too fast is asked to wait, and everything arrives in its order")
    func rateLimited() throws {
        var page = Driver.open()
        let first = try write(.say(text: "One"), &page)
        page.receive(Frames.error("rate_limited", first, #","retry_after_ms":500"#))
        _ = try write(.say(text: "Two"), &page)
        #expect(page.sent.count == 1)
        page.pass(.milliseconds(500))
        #expect(
            page.sent.count == 3 && page.sent[1].contains("One") && page.sent[2].contains("Two"))
    }

    @Test("A full outbox says so, and takes again when there is room")
    func full() throws {
        var page = Driver()
        page.change { $0.started(now: $1) }
        for _ in 0..<Outbox.limit { _ = try write(.say(text: "x"), &page) }
        #expect(throws: Outbox.Failure.full) { _ = try write(.say(text: "one more"), &page) }
    }

    @Test(
        "What is not kept is refused while the line is down, and told when the line goes before the answer"
    )
    func passing() throws {
        var desk = Driver.open(.staff)
        _ = try write(.release, &desk)
        try desk.change { (session, now) throws(Outbox.Failure) in try session.picked(t1, now: now)
        }
        desk.lose()
        let told = desk.events.compactMap { event -> String? in
            switch event {
            case .dropped: "dropped"
            case .picked(_, let refusal): refusal?.code
            default: nil
            }
        }
        #expect(told == ["dropped", "offline"])
        #expect(throws: Outbox.Failure.lineDown) { _ = try write(.release, &desk) }
    }
}
