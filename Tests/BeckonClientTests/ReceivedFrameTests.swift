import BeckonClient
import BeckonModel
import BeckonWire
import Testing

@Suite("Frames of the server are read")
struct ReceivedFrameTests {
    private let ticket = Ticket(
        first: Entry(
            ticket: Frames.id(Frames.t1).value, seq: 1, at: Timestamp(milliseconds: 1_000),
            body: .created(
                .init(
                    number: 1001, customer: .init(id: UserID(unchecked: "mia"), name: "Mia"),
                    subject: "Help", priority: .high, follows: nil, clientID: nil))))

    @Test("What the server writes is read as what it means")
    func written() throws {
        let ticket = try #require(ticket)
        let row = TicketSummary(ticket)
        let id = Frames.id(Frames.t1)
        let dana = StaffReference(id: StaffID(unchecked: "dana"), name: "Dana")
        let written: [([UInt8], ReceivedFrame)] = [
            (ServerFrame.synced(ticket, marks: Marks(), for: .staff), .synced(id, seq: 1, row)),
            (ServerFrame.ticket(ticket, marks: Marks()), .ticket(row)),
            (ServerFrame.newTicket(ticket, marks: Marks()), .newTicket(id, row)),
            (
                ServerFrame.resync(ticket.id, seq: 4, reason: .ahead),
                .resync(id, seq: 4, reason: "ahead")
            ),
            (ServerFrame.gone(ticket.id), .gone(id)),
            (ServerFrame.statusUpdated(online: true), .presence(isOnline: true)),
            (ServerFrame.availability(staffOnline: false), .availability(isStaffOnline: false)),
            (
                ServerFrame.staff(dana, online: true),
                .colleague(Person(id: "dana", name: "Dana"), isOnline: true)
            ),
            (
                ServerFrame.userPresence(UserID(unchecked: "mia"), online: true),
                .customer(id: "mia", isOnline: true)
            ),
            (
                ServerFrame.viewing(ticket.id, [dana]),
                .viewing(id, [Person(id: "dana", name: "Dana")])
            ),
            (
                ServerFrame.typing(ticket.id, from: .staff, name: "Dana"),
                .typing(id, from: .staff, name: "Dana")
            ),
            (
                ServerFrame.goingAway(reconnectAfterMilliseconds: 700),
                .goingAway(reconnectAfter: .milliseconds(700))
            ),
            (
                Array(#"{"type":"settings","kind":"inbox","id":"main","revision":7}"#.utf8),
                .settings(kind: "inbox", id: "main", revision: 7)
            ),
            (ServerFrame.pong, .pong),
            (ServerFrame.ticketPicked(ticket.id, failure: nil), .picked(id, refusal: nil)),
        ]
        for (bytes, frame) in written {
            #expect(ReceivedFrame(bytes) == frame, "\(String(decoding: bytes, as: UTF8.self))")
        }
    }

    @Test("A lost pick says who has the ticket; a refusal for the moment says for how long")
    func refusals() throws {
        let id = Frames.id(Frames.t1)
        let dana = StaffReference(id: StaffID(unchecked: "dana"), name: "Dana")
        let lost = ServerFrame.ticketPicked(
            id.value, failure: .ticket(.alreadyPicked(by: dana)))
        guard case .picked(id, let refusal?)? = ReceivedFrame(lost) else {
            Issue.record("no pick")
            return
        }
        #expect(refusal.code == "already_picked" && refusal.by?.name == "Dana")
        let busy = ServerFrame.error(.rateLimited(retryAfterMilliseconds: 250))
        guard case .refusal(let later)? = ReceivedFrame(busy) else {
            Issue.record("no refusal")
            return
        }
        #expect(later.isPassing && later.retryAfter == .milliseconds(250))
    }

    @Test(
        "What is no object, or has no type, is no frame",
        arguments: [
            "", "{", "[]", "7", "null", #""hello""#, "{}", #"{"type":7}"#, "\u{0}",
            #"{"type":"message""#,
            #"{"seq":1,"at":"x"}"#,
        ])
    func garbage(_ text: String) { #expect(Frames.read(text) == nil) }

    @Test("Bytes that are not UTF-8 are no frame")
    func notUTF8() { #expect(ReceivedFrame([0x7B, 0xFF, 0xFE, 0x7D]) == nil) }

    @Test(
        "A type that nobody knows yet is kept as it came",
        arguments: [
            #"{"type":"fireworks","colour":"red"}"#,
            #"{"type":"ticket","ticket":{"status":"frozen"}}"#,
            #"{"type":"ack","client_id":"x"}"#,
            #"{"type":"synced","ticket_id":"nonsense","seq":3}"#,
        ])
    func unknown(_ text: String) {
        guard case .unknown(_, let kept)? = Frames.read(text) else {
            Issue.record("\(String(describing: Frames.read(text)))")
            return
        }
        #expect(kept == Array(text.utf8))
    }

    @Test("An entry of a type that nobody knows yet has its number")
    func unknownEntry() throws {
        let entry = try #require(
            Frames.entry(
                #"{"type":"sticker","ticket_id":"\#(Frames.t1)","seq":9,"at":"\#(Frames.at)","text":":-)"}"#
            ))
        #expect(entry.seq == 9)
        #expect(entry.content == .unknown(type: "sticker", text: ":-)"))
    }

    @Test("An entry that lacks what its type has always had is a damaged one")
    func damagedEntry() throws {
        let entry = try #require(
            Frames.entry(
                #"{"type":"message","ticket_id":"\#(Frames.t1)","seq":2,"at":"\#(Frames.at)"}"#))
        #expect(entry.seq == 2 && entry.content == .damaged)
    }

    @Test("A page of entries is cut where its elements end")
    func page() throws {
        let strange = Frames.message(2, #"a \"b\" ],[ {\\"#)
        let body =
            #"{ "note":"entries", "seq":3, "entries" : [ \#(Frames.created()) ,\#(strange), {"type":"x"}],"#
            + #""ticket":{"entries":[1,2]}}"#
        let page = try #require(EntriesPage(Array(body.utf8)))
        #expect(page.newest == 3)
        #expect(page.entries.map(\.seq) == [1, 2])
        guard case .message(let message) = page.entries[1].content else { return }
        #expect(message.text == #"a "b" ],[ {\"#)
    }

    @Test(
        "What is no page is none",
        arguments: [
            "", "{}", "[]", #"{"entries":7,"seq":1}"#, #"{"entries":[]}"#,
        ])
    func noPage(_ body: String) { #expect(EntriesPage(Array(body.utf8)) == nil) }

    @Test("An empty page is one")
    func emptyPage() {
        #expect(EntriesPage(Array(#"{"entries":[],"seq":0}"#.utf8))?.entries == [])
    }
}
