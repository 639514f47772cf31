import BeckonModel
import Testing

@Suite("Values of the model")
struct ValueTests {
    @Test("A ticket id reads what it writes, and carries version 7, variant 2 and its time")
    func ticketID() throws {
        var random = SystemRandomNumberGenerator()
        let now = Timestamp(milliseconds: 1_763_686_923_456)
        for _ in 0..<100 {
            let id = TicketID.make(at: now, using: &random)
            #expect(TicketID(id.description) == id)
            #expect(TicketID(id.description.uppercased()) == id)
            #expect(id.high >> 16 == 1_763_686_923_456)
            #expect(id.high >> 12 & 0xF == 7)
            #expect(id.low >> 62 == 2)
        }
    }

    @Test(
        "What is no UUID is none",
        arguments: [
            "", "x", "01900000-0000-7000-8000-00000000000", "01900000x0000-7000-8000-000000000001",
            "01900000-0000-7000-8000-00000000000g", "019000000000-7000-8000-0000000000001-",
        ])
    func noTicketID(_ text: String) {
        #expect(TicketID(text) == nil)
    }

    @Test(
        "Times are written as RFC 3339 and read back",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_763_686_923_456, "2025-11-21T01:02:03.456Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
        ] as [(Int64, String)])
    func times(_ milliseconds: Int64, _ text: String) {
        #expect(Timestamp(milliseconds: milliseconds).rfc3339 == text)
        #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test("A moment that a damaged file made up is written as the nearest one there is")
    func extremes() {
        for (milliseconds, text) in [
            (Int64.max, "9999-12-31T23:59:59.999Z"),
            (253_402_300_800_000, "9999-12-31T23:59:59.999Z"),
            (Int64.min, "0000-01-01T00:00:00.000Z"),
            (-62_167_219_200_001, "0000-01-01T00:00:00.000Z"),
        ] {
            let time = Timestamp(milliseconds: milliseconds)
            #expect(time.rfc3339 == text)
            #expect(time.advanced(by: .seconds(86_400)) > time || milliseconds == .max)
            #expect(time.advanced(by: .seconds(-86_400)) < time || milliseconds == .min)
        }
        #expect(!Seq.min.isNext(after: .max) && !Seq.max.isNext(after: .min))
        #expect(Seq.max.isNext(after: .max - 1) && (-4).isNext(after: -5))
    }

    @Test("Every day of 400 years is written and read alike")
    func days() {
        for day in stride(from: Int64(-100 * 365), to: 300 * 365, by: 1) {
            let time = Timestamp(milliseconds: day * 86_400_000 + 1)
            #expect(Timestamp(rfc3339: time.rfc3339) == time)
        }
    }

    @Test("Ids of people are short and plain")
    func identifiers() {
        #expect(UserID("mia_1.a-B") != nil)
        for text in ["", "a b", "a/b", "ä", "a\u{0}", String(repeating: "x", count: 65)] {
            #expect(UserID(text) == nil)
        }
        #expect(ClientID("a:b@c{}") != nil)
        #expect(ClientID("a b") == nil)
    }

    @Test("Client ids answer repeats, refuse another text, and keep authors apart")
    func clientIDs() throws {
        let id = TicketID(high: 1, low: 1)
        func message(_ seq: Seq, _ author: String, _ text: String) -> Entry {
            Entry(
                ticket: id, seq: seq, at: Timestamp(milliseconds: Int64(seq)),
                body: .message(
                    .init(
                        from: .user, authorID: author, authorName: author, text: text,
                        clientID: ClientID("k"))))
        }
        let ids = ClientIDs(log: [message(1, "mia", "one"), message(2, "tom", "two")])
        let key = try #require(ClientID("k"))
        #expect(try ids.answer(to: key, author: "mia", text: "one")?.seq == 1)
        #expect(try ids.answer(to: key, author: "tom", text: "two")?.seq == 2)
        #expect(try ids.answer(to: key, author: "kim", text: "two") == nil)
        #expect(throws: TicketError.clientIDReused) {
            try ids.answer(to: key, author: "mia", text: "other")
        }
    }

    @Test(
        "A log without a beginning, with a repeat or a foreign entry is not folded; a gap damages it"
    )
    func brokenLogs() throws {
        let log = try TicketFixture.live().log
        #expect(Ticket(log: log) != nil)
        #expect(Ticket(log: log.dropFirst()) == nil)
        let gap = Ticket(log: log.enumerated().filter { $0.offset != 2 }.map(\.element))
        #expect(gap?.readOnly == .damaged)
        #expect(gap?.seq == log.count)
        #expect(Ticket(log: log + [log[1]]) == nil)
        #expect(Ticket(log: []) == nil)
    }

    @Test("Clipping counts scalars and marks what it cut")
    func clipping() {
        #expect(Text.clipped("abc", characters: 3) == "abc")
        #expect(Text.clipped("abcd", characters: 3) == "ab…")
        #expect(Text.clipped("äöüß", characters: 4) == "äöüß")
    }
}
