import BeckonModel
import BeckonWire
import Foundation
import Testing

/// A file of `contract/logs`: lines as they were stored, and the ticket after each of them.
private struct GoldenLog {
    struct Line: Codable {
        let `internal`: Bool
        /// The bytes, as text.
        let line: String
    }

    private struct Lines: Decodable {
        let log: [Line]
    }

    let log: [Line]
    /// The whole file, with what this version makes of the lines.
    let text: String

    /// What this version makes of the lines.
    init(_ log: [Line]) throws {
        self.log = log
        var ticket: Ticket?
        var tickets: [String] = []
        for line in log {
            let entry = try EntryCodec.decode(Array(line.line.utf8), isInternal: line.internal)
            Ticket.fold(entry, into: &ticket)
            let folded = try #require(ticket)
            #expect(folded.seq == entry.seq)
            tickets.append(
                String(decoding: TicketJSON.encode(folded, marks: Marks()), as: UTF8.self))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let lines = try log.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
        text = """
            {
              "log": [
                \(lines.joined(separator: ",\n    "))
              ],
              "tickets": [
                \(tickets.joined(separator: ",\n    "))
              ]
            }

            """
    }

    init(reading text: String) throws {
        try self.init(try JSONDecoder().decode(Lines.self, from: Data(text.utf8)).log)
    }

    init(_ story: GoldenStory) throws {
        try self.init(
            story.log.map { entry in
                Line(
                    internal: entry.body.isInternal,
                    line: String(decoding: EntryCodec.encode(entry), as: UTF8.self))
            })
    }
}

@Suite("The log is for ever")
struct GoldenLogTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "contract/logs")
    private static let isRecording = ProcessInfo.processInfo.environment["BECKON_RECORD"] == "1"

    private static let files: [String] = {
        let found = FileManager.default.enumerator(atPath: folder.path)?.compactMap {
            $0 as? String
        }
        return (found ?? []).filter { $0.hasSuffix(".json") }.sorted()
    }()

    @Test("What any version has written is folded as it was then", arguments: files)
    func folded(_ file: String) throws {
        let url = Self.folder.appending(path: file)
        let stored = try String(contentsOf: url, encoding: .utf8)
        let golden = try GoldenLog(reading: stored)
        // A ticket may get new fields, but none changes its meaning. What comes from the future has no past.
        if !file.hasPrefix("future/") {
            let (recorded, now) = try (Self.tickets(stored), Self.tickets(golden.text))
            #expect(recorded.count == now.count)
            for (recorded, now) in zip(recorded, now) {
                #expect(Self.holds(now, recorded), "\(recorded) → \(now)")
            }
        }
        if Self.isRecording { try golden.text.write(to: url, atomically: true, encoding: .utf8) }
        #expect(try String(contentsOf: url, encoding: .utf8) == golden.text)
    }

    private static func tickets(_ text: String) throws -> [JSONValue] {
        guard case .object(let file) = try JSONParser.parse(Array(text.utf8)),
            case .array(let tickets)? = file["tickets"]
        else { return [] }
        return tickets
    }

    /// Whether everything that was recorded is there, as it was.
    private static func holds(_ now: JSONValue, _ recorded: JSONValue) -> Bool {
        guard case .object(let was) = recorded, case .object(let now) = now else {
            return now == recorded
        }
        return was.members.allSatisfy { member in
            now[member.name].map { holds($0, member.value) } ?? false
        }
    }

    @Test("There are logs of every version of the rules, and of a later one")
    func complete() {
        for version in 1...Ticket.rulesVersion {
            #expect(Self.files.count { $0.hasPrefix("\(version)/") } >= 6)
        }
        #expect(Self.files.contains { $0.hasPrefix("future/") })
    }

    /// With `BECKON_RECORD=1` a file that is missing is written. One that is there never changes again: others have written such logs.
    @Test("This version writes the logs that are kept of it")
    func written() throws {
        let folder = Self.folder.appending(path: "\(Ticket.rulesVersion)")
        for story in try GoldenStory.all() {
            let url = folder.appending(path: story.name + ".json")
            let text = try GoldenLog(story).text
            if Self.isRecording, !FileManager.default.fileExists(atPath: url.path) {
                try FileManager.default.createDirectory(
                    at: folder, withIntermediateDirectories: true)
                try text.write(to: url, atomically: true, encoding: .utf8)
            }
            let kept = try GoldenLog(reading: try String(contentsOf: url, encoding: .utf8))
            #expect(kept.text == text, "\(story.name)")
        }
    }

    @Test("What is read is what was written, byte by byte", arguments: files)
    func bytes(_ file: String) throws {
        let url = Self.folder.appending(path: file)
        let golden = try GoldenLog(reading: try String(contentsOf: url, encoding: .utf8))
        let hasFuture = file.hasPrefix("future/")
        for line in golden.log {
            let entry = try EntryCodec.decode(Array(line.line.utf8), isInternal: line.internal)
            if case .unknown = entry.body {} else if hasFuture { continue }
            #expect(String(decoding: EntryCodec.encode(entry), as: UTF8.self) == line.line)
        }
    }
}
