import BeckonClient
import BeckonModel
import BeckonWire
import Foundation
import Testing

/// Logs as each version of Beckon wrote them, with the ticket after each line: `contract/logs`.
@Suite("The client folds every golden log as the server does")
struct GoldenLogTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "contract/logs")

    private static let files: [String] = {
        let found = FileManager.default.enumerator(atPath: folder.path)?.compactMap {
            $0 as? String
        }
        return (found ?? []).filter { $0.hasSuffix(".json") }.sorted()
    }()

    private struct Golden {
        let lines: [(text: [UInt8], isInternal: Bool)]
        let tickets: [Ticket]

        init(_ file: String) throws {
            let bytes = Array(try Data(contentsOf: GoldenLogTests.folder.appending(path: file)))
            guard case .object(let json) = try JSONParser.parse(bytes) else { throw NoLog() }
            lines = (json.objects("log") ?? []).map {
                (Array(($0.text("line") ?? "").utf8), $0.bool("internal") ?? false)
            }
            tickets = (json.objects("tickets") ?? []).compactMap { TicketJSON.decode($0)?.ticket }
        }

        struct NoLog: Error {}
    }

    private func json(_ ticket: Ticket?, for side: Side = .staff) -> String {
        ticket.map {
            String(decoding: TicketJSON.encode($0, marks: Marks(), for: side), as: UTF8.self)
        } ?? ""
    }

    @Test("There are some")
    func there() { #expect(Self.files.count >= 8) }

    @Test("After each line the ticket is as it was recorded", arguments: files)
    func staff(_ file: String) throws {
        let golden = try Golden(file)
        try #require(golden.lines.count == golden.tickets.count && !golden.lines.isEmpty)
        var view = TicketView(.init(golden.tickets[0].id))
        for (line, ticket) in zip(golden.lines, golden.tickets) {
            guard case .entry(let entry)? = ReceivedFrame(line.text) else {
                Issue.record("no entry: \(String(decoding: line.text, as: UTF8.self))")
                continue
            }
            _ = view.received(entry)
            #expect(json(view.state?.ticket) == json(ticket))
        }
    }

    @Test(
        "So it is for a customer, who gets other lines in place of internal ones", arguments: files)
    func customer(_ file: String) throws {
        let golden = try Golden(file)
        var view = TicketView(.init(golden.tickets[0].id))
        for (index, line) in golden.lines.enumerated() {
            guard case .entry(let entry)? = ReceivedFrame(line.text) else { continue }
            var shown = entry
            if line.isInternal {
                let hidden = EntryCodec.hidden(
                    ticket: entry.entry.ticket, seq: entry.seq, at: entry.entry.at)
                guard case .entry(let instead)? = ReceivedFrame(hidden) else { continue }
                shown = instead
            }
            _ = view.received(shown)
            // An internal line of newer rules seals the ticket for those who see it.
            if golden.tickets[index].readOnly == nil {
                #expect(
                    json(view.state?.ticket, for: .user)
                        == json(golden.tickets[index], for: .user))
            }
        }
        #expect(view.seq == golden.lines.count)
    }

    @Test(
        "In whatever order the lines come, and however often, the ticket is the same",
        arguments: files)
    func disorder(_ file: String) throws {
        let golden = try Golden(file)
        let entries = golden.lines.compactMap { line in
            if case .entry(let entry)? = ReceivedFrame(line.text) { entry } else { nil }
        }
        var chance = Chance(state: 77)
        for _ in 0..<10 {
            var view = TicketView(.init(golden.tickets[0].id))
            for entry in (entries + entries).shuffled(using: &chance) { _ = view.received(entry) }
            #expect(view.entries == entries && !view.isMissingEntries)
            #expect(json(view.state?.ticket) == json(golden.tickets.last))
        }
    }

    @Test("A line that is missing is noticed, and nothing after it is folded", arguments: files)
    func gap(_ file: String) throws {
        let golden = try Golden(file)
        var view = TicketView(.init(golden.tickets[0].id))
        for (index, line) in golden.lines.enumerated() where index != 2 {
            if case .entry(let entry)? = ReceivedFrame(line.text) { _ = view.received(entry) }
        }
        #expect(view.seq == 2 && view.isMissingEntries)
    }
}
