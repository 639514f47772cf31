import BeckonHooks
import BeckonJobs
import BeckonModel
import BeckonStore
import BeckonWire
import Testing

@Suite("What webhooks are told")
struct WebhookFollowerTests {
    private static let dana = StaffReference(id: StaffID(unchecked: "dana"), name: "Dana")
    private static let mia = CustomerReference(id: UserID(unchecked: "mia"), name: "Mia")
    private static let ticket = TicketID(high: 1, low: 2)

    private static let bodies: [(EntryBody, WebhookEvent?)] = [
        (
            .created(
                .init(
                    number: 1001, customer: mia, subject: "Late", priority: .normal, follows: nil,
                    clientID: nil)), .ticketCreated
        ),
        (.system(.init(.ticketCreated)), nil),
        (
            .message(
                .init(
                    from: .user, authorID: "mia", authorName: "Mia", text: "Hello", clientID: nil)),
            .messageCreated
        ),
        (.assigned(dana, previous: nil), .assigned),
        (.note(.init(author: .agent(dana), text: "hidden words", clientID: nil)), .noteCreated),
        (.priority(.high, was: .normal, by: .agent(dana)), .updated),
        (.subject("Later", was: "Late", by: .agent(dana)), .updated),
        (.staffOffline(dana), nil),
        (.unassigned(dana.id, by: .agent(dana)), .assigned),
        (.status(.init(status: .resolved, was: .open, by: .agent(dana))), .statusChanged),
        (.rated(.init(score: 5, comment: nil)), .rated),
    ]

    private static let entries = bodies.enumerated().map { index, body in
        Entry(
            ticket: ticket, seq: index + 1,
            at: Timestamp(milliseconds: 1_767_225_600_000 + Int64(index)), body: body.0)
    }

    private static let batch = entries.enumerated().map { index, entry in
        FollowedEntry(
            cursor: LogCursor(position: Int64(index + 1)), encoded: EncodedEntry(entry))
    }

    private func stored(_ post: Post) async throws {
        let outcome = await withCheckedContinuation { continuation in
            post.store.append(
                Append(ticket: Self.ticket, entries: Self.entries) {
                    continuation.resume(returning: $0)
                })
        }
        #expect(outcome == .committed)
    }

    private func follower(_ post: Post) async throws -> WebhookFollower {
        WebhookFollower(
            documents: post.documents, tickets: post.store, outbox: post.outbox,
            generation: try await post.store.generation())
    }

    @Test("Each entry is the event that the table says, or none")
    func events() {
        for (body, event) in Self.bodies { #expect(WebhookEvent(body) == event) }
        let unknown = EntryBody.Unknown(
            type: "snoozed", isInternal: false, needs: 0, authorID: nil, clientID: nil, text: nil,
            bytes: [])
        #expect(WebhookEvent(.unknown(unknown)) == nil)
        #expect(WebhookEvent(.damaged) == nil)
    }

    @Test("A hook gets what it asks for, as event, time, ticket and entry, each once")
    func bodies() async throws {
        let post = Post()
        try await post.makeHook("all")
        try await post.makeHook("few", ["events": ["message.created", "ticket.rated"]])
        try await post.makeHook("off", ["active": .bool(false)])
        try await stored(post)
        let follower = try await follower(post)
        try await follower.handle(Self.batch)
        let all = try await post.rows("all").reversed()
        #expect(all.map(\.message.kind) == Self.bodies.compactMap { $0.1?.rawValue })
        let few = try await post.rows("few")
        #expect(few.map(\.message.kind) == ["ticket.rated", "message.created"])
        #expect(try await post.rows("off") == [])
        let value = try JSONParser.parse(few[1].message.payload)
        guard case .object(let object) = value, case .object(let data)? = object["data"],
            case .object(let entry)? = data["entry"], case .object(let ticket)? = data["ticket"]
        else {
            Issue.record("no object")
            return
        }
        #expect(object["type"] == .string("message.created"))
        #expect(object["timestamp"] == .string("2026-01-01T00:00:00.002Z"))
        #expect(entry["text"] == .string("Hello") && entry["seq"] == .integer(3))
        #expect(ticket["number"] == .integer(1001))
        #expect(WebhookJSON.schema.mistakes(in: value) == [])
        #expect(few.allSatisfy { $0.message.ticket == Self.ticket })
        // Read once more, after a crash: the same keys, so nothing new.
        try await follower.handle(Self.batch)
        #expect(try await post.rows("all").count == all.count)
        let keys = try await (post.rows("all") + post.rows("few")).map(\.message.key)
        #expect(Set(keys).count == keys.count)
        #expect(keys.allSatisfy { $0.hasPrefix("msg_") && $0.count == 36 })
    }

    @Test("Notes reach only those who ask for them by name")
    func notes() async throws {
        let post = Post()
        let others = WebhookEvent.allCases.filter { $0 != .noteCreated }
        try await post.makeHook(
            "others", ["events": .array(others.map { .string($0.rawValue) })])
        try await post.makeHook("notes", ["events": ["note.created"]])
        try await stored(post)
        try await follower(post).handle(Self.batch)
        let told = try await post.rows("others").map {
            String(decoding: $0.message.payload, as: UTF8.self)
        }
        #expect(!told.isEmpty && told.allSatisfy { !$0.contains("hidden words") })
        let notes = try await post.rows("notes")
        #expect(notes.count == 1)
        #expect(String(decoding: notes[0].message.payload, as: UTF8.self).contains("hidden words"))
    }

    @Test("A hook that is made later is told of what comes then")
    func later() async throws {
        let post = Post()
        try await stored(post)
        let follower = try await follower(post)
        #expect(follower.beginning == .next)
        try await follower.handle(Array(Self.batch.prefix(5)))
        try await post.makeHook("late")
        try await follower.handle(Array(Self.batch.dropFirst(5)))
        let kinds = try await post.rows("late").map(\.message.kind)
        #expect(
            kinds == [
                "ticket.rated", "ticket.status_changed", "ticket.assigned", "ticket.updated",
                "ticket.updated",
            ])
    }

    @Test("Another generation of the data has other ids")
    func generations() async throws {
        let post = Post()
        try await post.makeHook("shop")
        try await stored(post)
        for generation in ["a", "b"] {
            let follower = WebhookFollower(
                documents: post.documents, tickets: post.store, outbox: post.outbox,
                generation: generation)
            try await follower.handle(Array(Self.batch.prefix(1)))
        }
        #expect(try await post.rows("shop").count == 2)
    }
}
