import BeckonModel
import BeckonWire
import Testing

@Suite("Frames from clients")
struct FrameTests {
    static let ticket = "01900000-0000-7000-8000-000000000001"

    private func decode(_ text: String) -> IncomingFrame { IncomingFrame(Array(text.utf8)) }

    private func failure(_ text: String) -> Failure? {
        if case .failure(let failure) = decode(text).frame { failure } else { nil }
    }

    @Test("The base vocabulary is read with nothing but its own fields")
    func base() throws {
        let id = try #require(TicketID(Self.ticket))
        let frames: [(String, ClientFrame)] = [
            (#"{"type":"create_ticket"}"#, .createTicket(NewTicket(text: nil))),
            (
                #"{"type":"message","ticket_id":"\#(Self.ticket)","text":"hi"}"#,
                .command(id, .message(text: "hi", clientID: nil))
            ),
            (#"{"type":"status","status":"online"}"#, .presence(online: true)),
            (#"{"type":"status","status":"offline"}"#, .presence(online: false)),
            (#"{"type":"pick_ticket","ticket_id":"\#(Self.ticket)"}"#, .command(id, .pick)),
        ]
        for (text, frame) in frames {
            #expect(try decode(text).frame.get() == frame)
        }
    }

    @Test("Unknown fields are ignored, null counts as absent")
    func unknownFields() throws {
        let frame = try decode(
            #"{"type":"create_ticket","text":"x","subject":null,"shoe":{"size":[42]}}"#
        ).frame.get()
        #expect(frame == .createTicket(NewTicket(text: "x")))
    }

    @Test(
        "What is wrong is named, and no frame comes of it",
        arguments: [
            ("", "bad_json"), ("[]", "bad_json"), ("{", "bad_json"), (#""x""#, "bad_json"),
            ("{}", "bad_request"), (#"{"type":1}"#, "bad_request"),
            (#"{"type":"dance"}"#, "unknown_type"),
            (#"{"type":"message","text":"x"}"#, "bad_request"),
            (#"{"type":"message","ticket_id":"7","text":"x"}"#, "not_found"),
            (#"{"type":"message","ticket_id":"\#(ticket)"}"#, "bad_request"),
            (#"{"type":"message","ticket_id":"\#(ticket)","text":7}"#, "bad_request"),
            (
                #"{"type":"message","ticket_id":"\#(ticket)","text":"x","offline":"yes"}"#,
                "bad_request"
            ),
            (#"{"type":"status","status":"away"}"#, "bad_request"),
            (#"{"type":"set_status","ticket_id":"\#(ticket)","status":"gone"}"#, "bad_request"),
            (#"{"type":"set_priority","ticket_id":"\#(ticket)"}"#, "bad_request"),
            (#"{"type":"sync","ticket_id":"\#(ticket)","after":-1}"#, "bad_request"),
            (#"{"type":"sync","ticket_id":"\#(ticket)","after":1.5}"#, "bad_request"),
            (#"{"type":"rate","ticket_id":"\#(ticket)","score":"5"}"#, "bad_request"),
            (#"{"type":"transfer","ticket_id":"\#(ticket)","staff_id":"a b"}"#, "bad_request"),
            (#"{"type":"create_ticket","client_id":""}"#, "bad_request"),
            (#"{"type":"create_ticket","client_id":7}"#, "bad_request"),
        ])
    func failures(_ text: String, _ code: String) {
        #expect(failure(text)?.code == code)
    }

    @Test("A frame beyond 64 KiB is too large")
    func tooLarge() {
        let text = String(repeating: "x", count: Limits.frameBytes)
        #expect(failure(#"{"type":"create_ticket","text":"\#(text)"}"#) == .tooLarge)
    }

    @Test("Errors repeat the client_id and the ticket_id of the frame that they answer")
    func errorsRepeatNames() throws {
        let incoming = decode(
            #"{"type":"message","ticket_id":"\#(Self.ticket)","client_id":"c1","text":7}"#)
        #expect(incoming.clientID?.rawValue == "c1")
        #expect(incoming.ticketID?.description == Self.ticket)
    }
}

@Suite("Entries as they are stored and sent")
struct EntryCodecTests {
    static let bodies: [EntryBody] = {
        let mia = CustomerReference(id: UserID(unchecked: "mia"), name: "Mia \"M\"")
        let dana = StaffReference(id: StaffID(unchecked: "dana"), name: "Dana")
        let other = TicketID(high: 5, low: 6)
        let client = ClientID("c1")
        var bodies: [EntryBody] = [
            .created(
                .init(
                    number: 1001, customer: mia, subject: "Späte\nLieferung", priority: .high,
                    follows: other, clientID: client)),
            .created(
                .init(
                    number: 1, customer: mia, subject: "", priority: .normal, follows: nil,
                    clientID: nil)),
            .message(
                .init(
                    from: .user, authorID: "mia", authorName: "Mia", text: "🐌\u{0001}",
                    clientID: client, isOffline: true)),
            .message(
                .init(from: .staff, authorID: "dana", authorName: "Dana", text: "Hi", clientID: nil)
            ),
            .assigned(dana, previous: nil),
            .assigned(dana, previous: StaffID(unchecked: "sam")),
            .assigned(dana, previous: nil, by: Party(.rule, id: "round-robin", name: "In turn")),
            .unassigned(dana.id, by: Party(.agent, id: "kim", name: "")),
            .unassigned(dana.id, by: Party(.api, id: "k_1", name: "Orders")),
            .subject("Two", was: "One", by: .agent(dana)),
            .tags(
                added: [DocumentID(unchecked: "late")], removed: [],
                by: Party(.bot, id: "greeter", name: "Greeter")),
            .moved(
                to: Place(inbox: DocumentID(unchecked: "shop")),
                from: Place(inbox: .main, team: DocumentID(unchecked: "returns")), by: .agent(dana)),
            .message(
                .init(
                    from: .staff, party: .api, channel: .mail, authorID: "k_1",
                    authorName: "Orders", text: "Sent", clientID: nil,
                    details: MessageDetails(
                        externalID: ExternalID(unchecked: "<7@mail.test>"),
                        attachments: [
                            Attachment(
                                id: DocumentID(unchecked: "f_1"), name: "a \"b\".png",
                                type: "image/png", bytes: 12)
                        ]))),
            .staffOffline(dana),
            .status(.init(status: .pending, was: .open, by: .agent(dana))),
            .status(.init(status: .open, was: .resolved, by: .customer(mia))),
            .status(.init(status: .closed, was: .resolved, by: .clock)),
            .priority(.urgent, was: .low, by: .agent(dana)),
            .note(.init(author: .agent(dana), text: "VIP", clientID: client)),
            .rated(Rating(score: 4, comment: "good")),
            .rated(Rating(score: 1, comment: nil)),
            .followUp(to: other, number: 1002),
            .customer(mia, was: UserID(unchecked: "visitor")),
            .hidden, .damaged,
        ]
        for code in EntryBody.SystemLine.Code.allCases {
            bodies.append(.system(.init(code, name: "Dana")))
            bodies.append(.system(.init(code)))
        }
        return bodies
    }()

    @Test("Every entry is read back as it was written", arguments: bodies)
    func roundTrip(_ body: EntryBody) throws {
        let entry = Entry(
            ticket: TicketID(high: 1, low: 2), seq: 17, at: Timestamp(milliseconds: 1_234_567_890),
            body: body)
        #expect(try EntryCodec.decode(EntryCodec.encode(entry)) == entry)
    }

    @Test("A message carries what the base vocabulary and every delivered entry promise")
    func message() throws {
        let entry = Entry(
            ticket: TicketID(high: 1, low: 2), seq: 3, at: Timestamp(milliseconds: 0),
            body: .message(
                .init(
                    from: .staff, authorID: "dana", authorName: "Dana", text: "Hi",
                    clientID: ClientID("c1"))))
        #expect(
            String(decoding: EntryCodec.encode(entry), as: UTF8.self)
                == #"{"type":"message","ticket_id":"00000000-0000-0001-0000-000000000002","seq":3,"#
                + #""at":"1970-01-01T00:00:00.000Z","from":"staff","author_id":"dana","#
                + #""author_name":"Dana","text":"Hi","client_id":"c1"}"#)
    }

    @Test("Anything else is no entry", arguments: ["", "{}", "[]", #"{"type":"message"}"#])
    func notEntries(_ text: String) {
        #expect(throws: EntryCodec.Failure.self) { try EntryCodec.decode(Array(text.utf8)) }
    }

    @Test("Notes, and how staff sort their tickets, are internal, and nothing else")
    func internalEntries() {
        for body in Self.bodies {
            switch body {
            case .note, .tags, .moved: #expect(body.isInternal)
            default: #expect(!body.isInternal)
            }
        }
    }
}

@Suite("Marks")
struct MarksTests {
    @Test("Marks only rise, never beyond the log, and what was seen was delivered")
    func rise() {
        var marks = Marks()
        func raise(_ mark: ClientFrame.Mark, to seq: Seq) -> Bool {
            marks.raise(mark, of: .user, to: seq, newest: 9)
        }
        #expect(raise(.seen, to: 5))
        #expect(marks.user.delivered == 5)
        #expect(!raise(.delivered, to: 3))
        #expect(!raise(.seen, to: 5))
        #expect(raise(.delivered, to: 99))
        #expect(marks.user.delivered == 9)
        #expect(marks.user.seen == 5)
        #expect(marks.staff == Marks().staff)
    }
}
