import BeckonModel
import BeckonWire
import Testing

@Suite("JSON")
struct JSONTests {
    @Test(
        "What RFC 8259 allows is read",
        arguments: [
            ("null", .null), (" true ", .bool(true)), ("-0", .integer(0)), ("12", .integer(12)),
            ("-9223372036854775808", .integer(Int.min)), ("1.5e3", .number(1500)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)),
            (#""a\"\\\/\b\f\n\r\té""#, .string("a\"\\/\u{8}\u{C}\n\r\té")),
            (#""🐌""#, .string("🐌")), ("\"🐌\"", .string("🐌")), ("[]", .array([])),
            ("[1, [2]]", .array([.integer(1), .array([.integer(2)])])),
            ("{}", .object(JSONObject())),
        ] as [(String, JSONValue)])
    func reads(_ text: String, _ value: JSONValue) throws {
        #expect(try JSONParser.parse(Array(text.utf8)) == value)
    }

    @Test(
        "What RFC 8259 does not allow is refused",
        arguments: [
            "", " ", "nul", "tru", "01", "1.", ".5", "+1", "1e", "--1", "\"", "\"\n\"", "\"\\x\"",
            #""\ud83d""#, #""\ud83d\u0041""#, #""\udc0c""#, #""\u12g4""#, "[1,]", "[1 2]",
            "{\"a\"}",
            "{\"a\":1,}", "{a:1}", "{\"a\":1", "[", "{} {}", "'a'", "NaN", "Infinity", "1e999",
            "\u{FEFF}{}",
        ])
    func refuses(_ text: String) {
        #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(Array(text.utf8)) }
    }

    @Test(
        "Bytes that are not UTF-8 are refused",
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
        ] as [[UInt8]])
    func refusesBytes(_ bytes: [UInt8]) {
        #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(bytes) }
    }

    @Test("Nesting has a limit, so that no document overflows the stack")
    func depth() {
        let deep = Array(repeating: UInt8(ascii: "["), count: 60_000)
        #expect(throws: JSONParser.Failure.tooDeep) { try JSONParser.parse(deep) }
    }

    @Test("Of repeated names the last one counts")
    func repeatedNames() throws {
        guard case .object(let object) = try JSONParser.parse(Array(#"{"a":1,"a":2}"#.utf8)) else {
            Issue.record("no object")
            return
        }
        #expect(object["a"] == .integer(2))
    }

    @Test("What is written is read back, whatever the text holds")
    func roundTrip() throws {
        let texts = ["", "\"\\/\n\r\t\u{0}\u{1F}\u{7F}", "äöü 你好 🐌 \u{202E}", "</script>"]
        for text in texts {
            let bytes = JSONWriter.object { json in
                json.field("text", text)
                json.field("number", Int.min)
                json.field("flag", true)
                json.array("list", [1, 2]) { json, value in json.object { $0.field("v", value) } }
                json.null("nothing")
            }
            guard case .object(let object) = try JSONParser.parse(bytes) else {
                Issue.record("no object")
                return
            }
            #expect(object["text"] == .string(text))
            #expect(object["number"] == .integer(Int.min))
            #expect(object["nothing"] == .null)
        }
    }

    @Test("No bytes make the decoder trap: 20,000 seeded mutations of real frames")
    func mutations() {
        var random = SeededGenerator(seed: 7)
        let seeds = [
            #"{"type":"message","ticket_id":"01900000-0000-7000-8000-000000000001","text":"hié"}"#,
            #"{"type":"sync","after":12,"ticket_id":"x","nested":{"a":[1,2,{"b":null}]}}"#,
        ].map { Array($0.utf8) }
        for round in 0..<20_000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
                }
            }
            _ = IncomingFrame(bytes)
        }
    }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
