import BeckonModel
import BeckonWire
import Foundation
import Testing

@Suite("Schemas of what travels")
struct SchemaTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// With `BECKON_RECORD=1` the files are written anew.
    @Test("The files of the contract are what is sent", arguments: SchemaFiles.all.map(\.path))
    func files(_ path: String) throws {
        let text = try #require(SchemaFiles.all.first { $0.path == path }?.text)
        let file = Self.root.appending(path: path)
        if ProcessInfo.processInfo.environment["BECKON_RECORD"] == "1" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let stored = try String(contentsOf: file, encoding: .utf8)
        #expect(stored == text, "make contract writes it anew")
    }

    @Test("Every entry of every story is as its type's schema says, without another field")
    func entries() throws {
        var seen: Set<EntryCodec.EntryType> = []
        for entry in try GoldenStory.all().flatMap(\.log) {
            let line = try JSONParser.parse(EntryCodec.encode(entry))
            let type = try #require(line.type.flatMap { EntryCodec.EntryType(rawValue: $0) })
            seen.insert(type)
            #expect(type.schema.mistakes(in: line) == [])
            #expect(type.schema.strangers(in: line) == [], "\(type)")
        }
        #expect(seen == Set(EntryCodec.EntryType.allCases).subtracting([.hidden, .damaged]))
    }

    @Test("Every ticket of every story is as its schema says, without another field")
    func tickets() throws {
        var fields: Set<String> = []
        for story in try GoldenStory.all() {
            var ticket: Ticket?
            for entry in story.log {
                Ticket.fold(entry, into: &ticket)
                let folded = try #require(ticket)
                let json = try JSONParser.parse(TicketJSON.encode(folded, marks: Marks()))
                #expect(TicketJSON.schema.mistakes(in: json) == [])
                #expect(TicketJSON.schema.strangers(in: json) == [])
                if case .object(let object) = json {
                    fields.formUnion(object.members.map(\.name))
                }
            }
        }
        #expect(Set(TicketJSON.schema.fields.map(\.name)) == fields.union(["read_only"]))
    }

    @Test(
        "A frame with the fields that its schema requires is read as one",
        arguments: ClientFrame.FrameType.allCases)
    func clientFrames(_ type: ClientFrame.FrameType) {
        let example = type.schema.example
        #expect(type.schema.mistakes(in: example) == [])
        let frame = IncomingFrame(Array(example.onOneLine.utf8)).frame
        #expect(throws: Never.self) { try frame.get() }
    }

    @Test(
        "Without one of them it is refused, and names it",
        arguments: ClientFrame.FrameType.allCases)
    func incompleteFrames(_ type: ClientFrame.FrameType) {
        guard case .object(let example) = type.schema.example else { return }
        for field in type.schema.fields where field.isRequired && field.name != "type" {
            let rest = example.members.filter { $0.name != field.name }.map { ($0.name, $0.value) }
            let json = JSONValue.object(JSONObject(rest)).onOneLine
            #expect(throws: Failure.ticket(.invalid(field: field.name, problem: .missing))) {
                try IncomingFrame(Array(json.utf8)).frame.get()
            }
        }
    }

    @Test("Every code of an error is given by some failure or by a door")
    func codes() {
        #expect(Failure.Code.allCases.count == Set(Failure.Code.allCases.map(\.rawValue)).count)
        #expect(Failure.Code.allCases.allSatisfy { (400...503).contains($0.status) })
        #expect(Failure.ticket(.chatPaused).code == "chat_paused")
        #expect(Failure.internal.status == 500)
    }
}

extension JSONValue {
    fileprivate var type: String? {
        if case .object(let object) = self, case .string(let type) = object["type"] {
            type
        } else {
            nil
        }
    }
}

extension Schema {
    /// Fields of an object that the schema does not have.
    fileprivate func strangers(in value: JSONValue) -> [String] {
        guard case .object(let object) = value, !fields.isEmpty else { return [] }
        return object.members.flatMap { member -> [String] in
            guard let field = fields.first(where: { $0.name == member.name }) else {
                return [member.name]
            }
            return field.schema.strangers(in: member.value)
        }
    }

    /// The least that fits.
    fileprivate var example: JSONValue {
        switch self {
        case .any, .object([]): [:]
        case .boolean: true
        case .text, .otherThan: "text"
        case .form(.ticketID): "019c8000-0000-7000-8000-000000000001"
        case .form(.time): "2026-03-01T09:00:00.000Z"
        case .form: "dana"
        case .constant(let text): .string(text)
        case .choice(let texts): .string(texts[0])
        case .integer(let range): .integer(range.lowerBound)
        case .array: []
        case .object(let fields):
            .object(
                JSONObject(fields.filter(\.isRequired).map { ($0.name, $0.schema.example) }))
        case .anyOf(let schemas): schemas[0].example
        case .nullable(let schema): schema.example
        case .named(_, let schema): schema.example
        }
    }
}
