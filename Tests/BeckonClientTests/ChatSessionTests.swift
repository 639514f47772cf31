import BeckonClient
import Testing

@Suite("A session joins line, outbox, resume and tickets")
struct ChatSessionTests {
    private let t1 = Frames.id(Frames.t1)

    // MARK: The line

    @Test(
        "It opens the person's own socket, says its token, and is open when the server said hello")
    func opens() {
        var options = ChatSession.Options()
        options.token = "secret"
        var page = Driver(.customer, options)
        page.change { $0.started(now: $1) }
        #expect(page.opened == ["/ws/user/me"] && page.sent.isEmpty)
        page.change { $0.lineOpened(now: $1) }
        #expect(page.sent == [#"{"type":"auth","token":"secret"}"#] && !page.session.isOpen)
        page.receive(Frames.hello())
        #expect(page.session.isOpen && page.session.me == Person(id: "me", name: "Me"))
        #expect(page.requests == [.inbox, .tickets])
    }

    @Test("A line on which nobody says hello is given up")
    func noHello() {
        var page = Driver()
        page.change { $0.started(now: $1) }
        page.pass(.seconds(10))
        #expect(page.closed == [1000])
        page.pass(.seconds(1))
        #expect(page.opened.count == 2)
    }

    @Test("A silent line is asked, and left when it does not answer")
    func dead() {
        var page = Driver.open()
        page.pass(.seconds(25))
        #expect(page.sent == [#"{"type":"ping"}"#])
        page.receive(#"{"type":"pong"}"#)
        page.pass(.seconds(25))
        page.pass(.seconds(4))
        #expect(page.closed == [1000] && !page.session.isOpen)
    }

    @Test("Whoever is signed out stays out, and keeps what was written")
    func signedOut() throws {
        var page = Driver.open()
        try page.change { (session, now) throws(Outbox.Failure) in
            try session.wrote(.say(text: "Hi"), to: .ticket(t1), now: now)
        }
        page.lose(code: 4401)
        page.forget()
        page.pass(.seconds(600))
        #expect(page.opened.isEmpty && page.session.line == .stopped(.signedOut))
        page.change { session, now in
            session.tokenChanged("new")
            session.started(now: now)
        }
        #expect(page.opened.count == 1 && page.session.outbox.items.count == 1)
    }

    @Test("After stopping nothing is heard and nothing wakes")
    func stopped() {
        var page = Driver.open()
        page.change { $0.stopped(now: $1) }
        #expect(page.closed == [1000] && page.wakeAt == nil)
        page.forget()
        page.receive(Frames.created())
        page.lose()
        #expect(page.events.isEmpty && page.session.followed.isEmpty)
    }

    @Test("A ticket that is made known before the line stands is asked for as soon as it does")
    func known() {
        var options = ChatSession.Options()
        options.followed = [t1]
        var page = Driver(.customer, options)
        page.connect()
        #expect(page.sent == [#"{"type":"sync","ticket_id":"\#(Frames.t1)","after":0}"#])
    }

    // MARK: Entries

    @Test("Entries are told once, in order, whatever order they come in")
    func inOrder() {
        var page = Driver.open()
        page.receive(
            Frames.created(), Frames.message(3), Frames.message(2), Frames.message(2),
            Frames.message(3), Frames.message(4))
        #expect(page.entries == [1, 2, 3, 4])
    }

    @Test("A gap is asked about once; the answer is folded among what comes live meanwhile")
    func gap() {
        var page = Driver.open()
        page.receive(Frames.created(), Frames.message(4), Frames.message(5))
        #expect(page.types.filter { $0 == "sync" }.count == 1)
        page.receive(Frames.message(2), Frames.message(6), Frames.message(3), Frames.synced(6))
        #expect(page.entries == Array(1...6))
        #expect(page.types.filter { $0 == "sync" }.count == 1)
    }

    @Test("A lost line is resumed after the last number that was folded")
    func resumes() {
        var page = Driver.open()
        page.receive(Frames.created(), Frames.message(2))
        page.lose()
        page.forget()
        page.comeBack()
        #expect(page.sent.first == #"{"type":"sync","ticket_id":"\#(Frames.t1)","after":2}"#)
        // Whether the server heard of what was delivered on the former line, nobody knows.
        #expect(page.types == ["sync", "delivered"])
        page.receive(Frames.message(2), Frames.message(3), Frames.synced(3))
        #expect(page.entries == [3])
    }

    @Test("What cannot be read just now is asked for again a moment later")
    func syncRefused() {
        var page = Driver.open()
        page.receive(Frames.message(2))
        page.forget()
        page.receive(Frames.error("store_unavailable", ticket: Frames.t1))
        #expect(page.sent.isEmpty)
        page.pass(.seconds(2))
        #expect(page.sent == [#"{"type":"sync","ticket_id":"\#(Frames.t1)","after":0}"#])
    }

    @Test("Too far behind, it reads pages over HTTP, and then asks for the rest")
    func tooFarBehind() {
        var page = Driver.open()
        page.receive(Frames.created(), Frames.message(9), Frames.resync(9))
        #expect(page.requests == [.entries(t1, after: 1)])
        page.forget()
        let first = #"{"entries":[\#(Frames.message(2)),\#(Frames.message(3))],"seq":5}"#
        page.change {
            $0.answered(.entries(t1, after: 1), status: 200, body: Array(first.utf8), now: $1)
        }
        #expect(page.requests == [.entries(t1, after: 3)])
        page.change { $0.answered(.entries(t1, after: 3), status: 503, body: [], now: $1) }
        page.forget()
        page.pass(.seconds(2))
        #expect(page.requests == [.entries(t1, after: 3)])
        let second = #"{"entries":[\#(Frames.message(4)),\#(Frames.message(5))],"seq":5}"#
        page.change {
            $0.answered(.entries(t1, after: 3), status: 200, body: Array(second.utf8), now: $1)
        }
        #expect(page.entries == [4, 5])
        #expect(page.sent.last == #"{"type":"sync","ticket_id":"\#(Frames.t1)","after":5}"#)
    }

    @Test("A log that lost its end is read from its beginning")
    func ahead() {
        var page = Driver.open()
        page.receive(Frames.created(), Frames.message(2, "Lost"), Frames.message(3, "Lost"))
        page.receive(Frames.message(5), Frames.resync(2, "ahead"))
        #expect(page.requests == [.entries(t1, after: 0)])
        let body = #"{"entries":[\#(Frames.created()),\#(Frames.message(2, "Other"))],"seq":2}"#
        page.change {
            $0.answered(.entries(t1, after: 0), status: 200, body: Array(body.utf8), now: $1)
        }
        #expect(page.session[t1]?.seq == 2 && page.session[t1]?.state?.preview?.text == "Other")
        #expect(page.events.contains { if case .restarted = $0 { true } else { false } })
    }

    @Test("Garbage, unknown frames and answers that nobody asked for change nothing")
    func garbage() {
        var page = Driver.open()
        page.receive(Frames.created())
        page.forget()
        page.receive(
            "", "{", "[]", "\u{0}\u{1}", #"{"type":7}"#, #"{"type":"fireworks"}"#,
            Frames.ack(CommandID(unchecked: "nobody's"), 7), Frames.synced(1, ticket: Frames.t2),
            Frames.error("forbidden", CommandID(unchecked: "x")),
            #"{"type":"ticket_picked","ticket_id":"\#(Frames.t1)"}"#, Frames.hello())
        #expect(page.session.isOpen && page.entries.isEmpty && page.session[t1]?.seq == 1)
        #expect(page.sent.isEmpty)
        let unknown = page.events.compactMap {
            if case .unknown(let type, _) = $0 { type } else { nil }
        }
        #expect(unknown == ["fireworks", "ticket_picked"])
    }

    @Test("An entry of a newer version has its number, and makes nothing stop")
    func newerEntry() {
        var page = Driver.open()
        page.receive(
            Frames.created(),
            #"{"type":"sticker","ticket_id":"\#(Frames.t1)","seq":2,"at":"\#(Frames.at)","x":{"y":[1]}}"#,
            Frames.message(3))
        #expect(page.entries == [1, 2, 3] && page.session[t1]?.state?.readOnly == nil)
        page.receive(
            #"{"type":"sealed","ticket_id":"\#(Frames.t1)","seq":4,"at":"\#(Frames.at)","needs":99}"#
        )
        #expect(page.session[t1]?.state?.readOnly == .newer)
        #expect(page.session.allowedActions(on: t1) == [.askNew])
    }

    @Test("Messages of the other side are told to have arrived, once a line; one's own are not")
    func delivered() {
        var page = Driver.open()
        page.receive(Frames.created(), Frames.message(2, from: "user", by: "me"), Frames.message(3))
        #expect(page.sent == [#"{"type":"delivered","ticket_id":"\#(Frames.t1)","seq":3}"#])
        page.receive(Frames.message(3))
        #expect(page.sent.count == 1)
    }
}
