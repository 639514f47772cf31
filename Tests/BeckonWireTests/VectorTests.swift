import BeckonModel
import BeckonWire
import Foundation
import Testing

@Suite("What every client makes of a log")
struct VectorTests {
    private static let contract = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "contract")
    private static let isRecording = ProcessInfo.processInfo.environment["BECKON_RECORD"] == "1"

    private struct Lines: Decodable {
        struct Line: Decodable {
            let `internal`: Bool
            let line: String
        }

        let log: [Line]
    }

    private static let logs: [String] = {
        let found = FileManager.default.enumerator(
            atPath: contract.appending(path: "logs").path)?.compactMap { $0 as? String }
        return (found ?? []).filter { $0.hasSuffix(".json") }.sorted()
    }()

    private func check(_ text: String, _ name: String) throws {
        let folder = Self.contract.appending(path: "vectors")
        let url = folder.appending(path: name)
        if Self.isRecording {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try text.write(to: url, atomically: true, encoding: .utf8)
        }
        #expect(
            try String(contentsOf: url, encoding: .utf8) == text, "make contract writes it anew")
    }

    /// `1/a-day.json` is `1-a-day.json` there.
    @Test("The vectors are what the model says of each log", arguments: logs)
    func vectors(_ log: String) throws {
        let url = Self.contract.appending(path: "logs/\(log)")
        let lines = try JSONDecoder().decode(Lines.self, from: try Data(contentsOf: url)).log
        let vector = try GoldenVector(lines.map { ($0.line, $0.internal) })
        #expect(!vector.steps.isEmpty)
        try check(vector.text, log.replacing("/", with: "-"))
    }

    @Test(
        "Every line that a version wrote is an entry by the schema",
        arguments: logs.filter { !$0.hasPrefix("future/") })
    func lines(_ log: String) throws {
        let url = Self.contract.appending(path: "logs/\(log)")
        for line in try JSONDecoder().decode(Lines.self, from: try Data(contentsOf: url)).log {
            let entry = try JSONParser.parse(Array(line.line.utf8))
            #expect(EntryCodec.schema.mistakes(in: entry) == [], "\(line.line)")
        }
    }

    @Test("A damaged line, as everybody gets it, leaves the ticket to be read only")
    func damaged() throws {
        let story = try #require(try GoldenStory.all().first { $0.name == "a-day" })
        let entries = story.log.map { entry in
            entry.seq == 5
                ? Entry(ticket: entry.ticket, seq: 5, at: entry.at, body: .damaged) : entry
        }
        let vector = try GoldenVector(
            entries.map { (String(decoding: EntryCodec.encode($0), as: UTF8.self), false) })
        #expect(vector.text.contains(#""read_only": "damaged""#))
        try check(vector.text, "damaged.json")
    }

    @Test("Every list has its order")
    func lists() throws { try check(try ListVector.text(), "lists.json") }

    @Test("There is a vector for every log, and no other")
    func complete() throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Self.contract.appending(path: "vectors").path)
        let wanted = Self.logs.map { $0.replacing("/", with: "-") }
        #expect(Set(files) == Set(wanted + ["damaged.json", "lists.json"]))
    }
}
