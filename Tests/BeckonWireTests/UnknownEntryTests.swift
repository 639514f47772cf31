import BeckonModel
import BeckonWire
import Testing

@Suite("Entries of other versions")
struct UnknownEntryTests {
    private static let ticket = TicketID(high: 1, low: 2)

    private static func line(_ type: String, _ more: String = "") -> String {
        #"{"type":"\#(type)","ticket_id":"\#(ticket)","seq":7,"at":"2026-03-01T09:00:00.000Z"\#(more)}"#
    }

    private static let message =
        #","from":"user","author_id":"mia","author_name":"Mia","text":"Hi""#
    private static let by = #","by":"staff","by_id":"dana","by_name":"Dana""#

    private func decode(_ line: String, isInternal: Bool = false) throws -> EntryBody {
        let entry = try EntryCodec.decode(Array(line.utf8), isInternal: isInternal)
        #expect(entry.ticket == Self.ticket)
        #expect(entry.seq == 7)
        return entry.body
    }

    @Test(
        "A type, or a value, that this version does not know makes the entry unknown",
        arguments: [
            line("snoozed", #","until":"2027""#), line("reactions", #","list":[{"a":[1,2]}]"#),
            line("message", message.replacing("user", with: "robot")),
            line("status", #","status":"frozen","was":"open""# + by),
            line("status", #","status":"open","was":"frozen""# + by),
            line("status", #","status":"open","was":"pending","by":"moon""#),
            line("priority", #","priority":"cosmic","was":"low","by_id":"dana","by_name":"Dana""#),
            line("system", #","code":"merged","text":"Merged""#),
        ])
    func unknown(_ text: String) throws {
        guard case .unknown(let unknown) = try decode(text) else {
            Issue.record("understood: \(text)")
            return
        }
        #expect(unknown.needs == 0)
        #expect(text.contains("\"type\":\"\(unknown.type)\""))
        #expect(!unknown.isInternal)
    }

    @Test("It is handed on as it came, byte by byte")
    func bytes() throws {
        let text = Self.line("snoozed", #", "until" : "2027","emoji":"🐌","deep":{"a":[null,1.5]}"#)
        let entry = try EntryCodec.decode(Array(text.utf8))
        #expect(EntryCodec.encode(entry) == Array(text.utf8))
    }

    @Test("Whether only staff may see it is what stands beside it in the log")
    func visibility() throws {
        #expect(try decode(Self.line("whispered"), isInternal: true).isInternal)
        #expect(!(try decode(Self.line("whispered"))).isInternal)
    }

    @Test("Fields that this version does not know change nothing of what it knows")
    func fields() throws {
        let plain = try decode(Self.line("message", Self.message))
        let more = Self.line(
            "message", Self.message + #","mood":"calm","places":[{"id":1}],"until":null"#)
        #expect(try decode(more) == plain)
    }

    @Test("An entry that needs rules of a later version is unknown, whatever its type")
    func needs() throws {
        let version = Ticket.rulesVersion
        let text = Self.line("message", Self.message + #","needs":\#(version + 1)"#)
        guard case .unknown(let unknown) = try decode(text) else {
            Issue.record("understood")
            return
        }
        #expect(unknown.needs == version + 1)
        let known = try decode(Self.line("message", Self.message + #","needs":\#(version)"#))
        guard case .message = known else {
            Issue.record("\(known)")
            return
        }
    }

    @Test("What an unknown entry says once stands once: its client id is remembered")
    func clientID() throws {
        let text = Self.line(
            "dictated", #","author_id":"mia","client_id":"c-1","text":"Hello there""#)
        let ids = ClientIDs(log: [try EntryCodec.decode(Array(text.utf8))])
        let id = try #require(ClientID("c-1"))
        #expect(try ids.answer(to: id, author: "mia", text: "Hello there")?.seq == 7)
        #expect(try ids.answer(to: id, author: "sam", text: "Hello there") == nil)
        #expect(throws: TicketError.clientIDReused) {
            try ids.answer(to: id, author: "mia", text: "Something else")
        }
    }

    @Test(
        "What lacks a field that its type has always had, or has another type there, is no entry",
        arguments: [
            line("message"),
            line("message", message.replacing(#""text":"Hi""#, with: #""text":5"#)),
            line("message", message + #","needs":"much""#), line("assigned"), line("rated"),
            line("snoozed").replacing(#""seq":7"#, with: #""seq":"7""#),
            line("snoozed").replacing("2026-03", with: "2026-13"),
        ])
    func damaged(_ text: String) {
        #expect(throws: EntryCodec.Failure.self) { try EntryCodec.decode(Array(text.utf8)) }
    }

    @Test("A line is known to be an entry of its ticket and number, or not to be")
    func soundness() {
        let line = Array(Self.line("snoozed").utf8)
        #expect(EntryCodec.isEntry(line, number: 7, of: Self.ticket))
        #expect(!EntryCodec.isEntry(line, number: 8, of: Self.ticket))
        #expect(!EntryCodec.isEntry(line, number: 7, of: TicketID(high: 1, low: 3)))
        #expect(!EntryCodec.isEntry(Array(line.dropLast()), number: 7, of: Self.ticket))
        #expect(!EntryCodec.isEntry([0xFF] + line, number: 7, of: Self.ticket))
        #expect(!EntryCodec.isEntry([], number: 7, of: Self.ticket))
    }

    @Test("What has an entry's form has its number and its ticket where they are written")
    func form() {
        let line = Array(Self.line("snoozed").utf8)
        #expect(EntryCodec.hasForm(line, number: 7, of: Self.ticket))
        #expect(!EntryCodec.hasForm(line, number: 8, of: Self.ticket))
        #expect(!EntryCodec.hasForm(line, number: 77, of: Self.ticket))
        #expect(!EntryCodec.hasForm(line, number: 7, of: TicketID(high: 1, low: 3)))
        for end in 0..<line.count {
            #expect(!EntryCodec.hasForm(Array(line.prefix(end)), number: 7, of: Self.ticket))
        }
        #expect(!EntryCodec.hasForm([0xFF] + line, number: 7, of: Self.ticket))
        let other = Self.line("message", Self.message)
        #expect(EntryCodec.hasForm(Array(other.utf8), number: 7, of: Self.ticket))
    }
}
