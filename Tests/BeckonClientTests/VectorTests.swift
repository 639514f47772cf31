import BeckonClient
import BeckonModel
import BeckonWire
import Foundation
import Testing

/// What everybody makes of a log, on both sides of the counter: `contract/vectors`. contract/README.md has the form.
@Suite("The client sees every vector as the model does")
struct VectorTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "contract/vectors")

    private static let logs: [String] = {
        let found = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return (found ?? []).filter { $0.hasSuffix(".json") && $0 != "lists.json" }.sorted()
    }()

    private struct Vector {
        let json: JSONObject

        init(_ file: String) throws {
            let data = try Data(contentsOf: VectorTests.folder.appending(path: file))
            guard case .object(let json) = try JSONParser.parse(Array(data)) else {
                throw NoVector()
            }
            self.json = json
        }

        struct NoVector: Error {}

        func entries(_ side: ChatSide) throws -> [ChatEntry] {
            try (json.objects("log") ?? []).map { line in
                let text = try #require(line.text(side == .customer ? "customer" : "staff"))
                return try #require(Frames.entry(text))
            }
        }

        func id(_ side: ChatSide) throws -> String {
            try #require(json.text(side == .customer ? "customer" : "staff"))
        }
    }

    /// Calls `look` with the fold, and what the vector says of it, after each step.
    private func replay(
        _ file: String, _ side: ChatSide, _ look: (TicketSummary, JSONObject, Vector) throws -> Void
    ) throws {
        let vector = try Vector(file)
        let entries = try vector.entries(side)
        var view = TicketView(try #require(entries.first).ticket)
        var steps = try #require(vector.json.objects("steps"))[...]
        for entry in entries {
            #expect(view.received(entry) == [entry])
            guard let step = steps.first, step.integer("seq") == entry.seq else { continue }
            steps.removeFirst()
            let expected = try #require(step.object(side == .customer ? "customer" : "staff"))
            try look(try #require(view.state), expected, vector)
        }
        #expect(steps.isEmpty)
    }

    /// As that side is shown it.
    private func json(_ summary: TicketSummary?, _ side: ChatSide) -> String {
        summary.map {
            String(
                decoding: TicketJSON.encode($0.ticket, marks: $0.rawMarks, for: side.side),
                as: UTF8.self)
        } ?? ""
    }

    @Test("There are some")
    func there() { #expect(Self.logs.count >= 9) }

    @Test("The folds are the same", arguments: logs, ChatSide.allCases)
    func folds(_ file: String, _ side: ChatSide) throws {
        try replay(file, side) { state, expected, _ in
            #expect(json(state, side) == json(TicketSummary(expected.object("ticket")), side))
        }
    }

    @Test("What may be done is the same, for each role and presence", arguments: logs)
    func staffActions(_ file: String) throws {
        try replay(file, .staff) { state, expected, vector in
            for row in expected.objects("actions") ?? [] {
                var options = ChatSession.Options()
                options.role = try #require(row.text("role").flatMap(StaffRole.init))
                var session = ChatSession(
                    side: .staff, id: try vector.id(.staff), options: options)
                session.started(now: .zero)
                let isOnline = try #require(row.bool("online") as Bool?)
                let hello = Frames.hello(.staff, isOnline: isOnline)
                session.received(Array(hello.utf8), now: .zero)
                #expect(session.allowedActions(on: state) == (try actions(row)))
            }
        }
    }

    @Test("So it is for customers, whether they may leave a message or not", arguments: logs)
    func customerActions(_ file: String) throws {
        try replay(file, .customer) { state, expected, vector in
            for row in expected.objects("actions") ?? [] {
                var session = ChatSession(side: .customer, id: try vector.id(.customer))
                let allows = try #require(row.bool("leave_message") as Bool?)
                let inbox = #"{"leave_message":\#(allows)}"#
                session.answered(.inbox, status: 200, body: Array(inbox.utf8), now: .zero)
                #expect(session.allowedActions(on: state) == (try actions(row)))
            }
        }
    }

    private func actions(_ row: JSONObject) throws -> Set<TicketAction> {
        guard case .array(let names)? = row["actions"] else { throw Vector.NoVector() }
        return Set(
            try names.map { name in
                guard case .string(let name) = name else { throw Vector.NoVector() }
                return try #require(TicketAction(rawValue: name))
            })
    }

    @Test(
        "Lists hold the same tickets, in the same order", .enabled(if: !logs.isEmpty),
        arguments: TicketListName.allCases)
    func lists(_ list: TicketListName) throws {
        let vector = try Vector("lists.json")
        var rows = TicketRows()
        for json in vector.json.objects("tickets") ?? [] {
            rows.received(try #require(TicketSummary(json)))
        }
        let expected = vector.json.object("lists")?.object("staff")?[list.rawValue]
        let numbers = rows.list(list, me: try vector.id(.staff)).map {
            JSONValue.integer($0.number)
        }
        #expect(!numbers.isEmpty && .array(numbers) == expected)
    }

    @Test("A customer's own tickets stand in the same order", .enabled(if: !logs.isEmpty))
    func own() throws {
        let vector = try Vector("lists.json")
        var rows = TicketRows()
        for json in vector.json.objects("tickets") ?? [] {
            let row = try #require(TicketSummary(json))
            if row.customer.id == (try vector.id(.customer)) { rows.received(row) }
        }
        let numbers = rows.newestFirst.map { JSONValue.integer($0.number) }
        #expect(.array(numbers) == vector.json.object("lists")?.object("customer")?["own"])
    }
}
