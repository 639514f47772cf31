package import BeckonEngine
package import BeckonModel
package import BeckonRealtime
import BeckonStore
import BeckonWire
import Hummingbird
import NIOCore

/// Tickets over HTTP: lists, reads, and the long-polling way for pages whose WebSockets are blocked.
package struct TicketRoutes: Resource {
    private let engine: Engine
    private let realtime: Realtime
    private let limits: RateLimits
    private let customers: @Sendable (UserID) async throws -> CustomerReference?
    private static let longestWait = 25

    /// `customers`: looks one up.
    package init(
        engine: Engine, realtime: Realtime, limits: RateLimits,
        customers: @escaping @Sendable (UserID) async throws -> CustomerReference?
    ) {
        self.engine = engine
        self.customers = customers
        self.limits = limits
        self.realtime = realtime
    }

    package static let routes: [Route<Self>] = [
        Route(
            .get, "/api/v1/tickets", "list_tickets",
            "Tickets, newest change first; customers see their own", for: .right(.readTickets),
            query: TicketListQuery.parameters,
            answers: .ok(
                .required("tickets", .array(TicketJSON.schema)),
                .optional("hits", .array(SearchHit.schema), "With `q`: where the words are."),
                .optional("next", .text, "Of the next page: its `cursor`."),
                .optional("counts", TicketCounts.schema, "For staff.")), use: list),
        Route(
            .post, "/api/v1/tickets", "open_ticket", "Open a ticket", for: .right(.openTickets),
            body: .fields(
                .text, .optional("subject", .text(0...Limits.subjectCharacters)), .clientID,
                .optional("inbox", .documentID, "`main` when absent, or not there."),
                .optional("user_id", .personID, "Of keys: for which customer. Required then.")),
            answers: .created(.required("ticket", TicketJSON.schema)),
            errors: Failure.Code.ofTickets, use: open),
        Route(
            .get, "/api/v1/tickets/\(.ticket)", "read_ticket", "A ticket",
            for: .right(.readTickets),
            answers: .ok(.required("ticket", TicketJSON.schema)), use: read),
        Route(
            .get, "/api/v1/tickets/\(.ticket)/entries", "list_entries",
            "A page of a ticket's log", for: .right(.readTickets),
            query: [after, before, limit, wait],
            answers: .ok(
                .required("entries", .array(EntryCodec.schema)),
                .required("seq", .number, "The newest entry's number."),
                .required("ticket", TicketJSON.schema)), use: entries),
        Route(
            .post, "/api/v1/tickets/\(.ticket)/messages", "send_message", "Write into a ticket",
            for: .right(.writeTickets),
            body: .fields(
                .text, .clientID, .optional("offline", .boolean),
                .optional("seen_seq", .number),
                .optional(
                    "external_id", .text(1...Limits.externalIDBytes),
                    "Of keys: what another system calls it; stands once.")),
            answers: .created(.required("ack", .object(ServerFrame.receiptFields))),
            errors: Failure.Code.ofTickets, use: send),
        Route(
            .post, "/api/v1/commands", "send_command",
            "Any frame of a socket that needs none; answers with the frames its sender gets",
            for: .right(.writeTickets), body: .raw(ClientFrame.commandSchema),
            answers: .ok(.required("frames", .array(ServerFrame.schema))), errors: [.unknownType],
            use: command),
    ]

    private static let after = QueryParameter.integer(
        "after", 0...Int.max, "Entries beyond this number.")
    private static let before = QueryParameter.integer(
        "before", 0...Int.max, "Backwards: the entries before this number, ascending.")
    private static let limit = QueryParameter.integer(
        "limit", 1...Limits.entryRows, "How many; \(Limits.entryRows) when absent.")
    private static let wait = QueryParameter.integer(
        "wait", 0...longestWait, "Seconds to wait for something newer than `after`.")

    // MARK: Reading

    @Sendable private func list(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        let identity = try present(context)
        let settings = engine.settings
        let query = try TicketListQuery.read(context.query, for: identity, settings)
        let page = try await engine.store.tickets(query)
        var counts: TicketCounts?
        if case .staff(let staff, _) = identity {
            counts = try await engine.store.counts(
                for: staff.id, in: settings.scope(of: staff.id))
        }
        return .json { json in
            json.array("tickets", page.records) { json, record in
                json.raw(
                    TicketJSON.encode(record.ticket, marks: record.marks, for: identity.side))
            }
            if query.search != nil {
                json.array("hits", page.hits) { json, hit in json.object(hit.write) }
            }
            if let next = page.next { json.field("next", next.text) }
            if let counts { json.object("counts") { counts.write(into: &$0) } }
        }
    }

    @Sendable private func read(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        let identity = try present(context)
        let record = try await engine.record(of: try await ticket(context), for: identity)
        return .json { json in
            json.raw(
                "ticket",
                TicketJSON.encode(record.ticket, marks: record.marks, for: identity.side))
        }
    }

    @Sendable private func entries(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        let identity = try present(context)
        let id = try await ticket(context)
        let limit = try context.query.read(Self.limit) ?? Limits.entryRows
        let lines: [LogLine]
        if let before = try context.query.read(Self.before) {
            _ = try await engine.record(of: id, for: identity)
            lines = try await page(context) { bytes in
                try await engine.store.log(of: id, before: before, limit: limit, bytes: bytes)
            }
        } else {
            let after = try context.query.read(Self.after) ?? 0
            if let wait = try context.query.read(Self.wait), wait > 0 {
                try await waitForEntry(on: id, after: after, wait, identity)
            }
            _ = try await engine.record(of: id, for: identity)
            lines = try await page(context) { bytes in
                try await engine.store.log(of: id, after: after, limit: limit, bytes: bytes)
            }
        }
        let record = try await engine.record(of: id, for: identity)
        return .json { json in
            json.array("entries", record.ticket.readable(lines)) { json, line in
                json.raw(line.bytes(for: identity.side, of: id))
            }
            json.field("seq", record.ticket.seq)
            json.raw(
                "ticket",
                TicketJSON.encode(record.ticket, marks: record.marks, for: identity.side))
        }
    }

    /// Counted as owed while it is read, so that many at once are bounded before they are there; what it came to is a read more for each 64 KiB.
    private func page(
        _ context: BeckonRequestContext, _ read: (_ bytes: Int) async throws -> [LogLine]
    ) async throws -> [LogLine] {
        guard let bytes = context.dues.readable(Limits.pageBytes),
            let debt = context.dues.debt(bytes)
        else { throw Failure.tooFast(.seconds(1)) }
        defer { withExtendedLifetime(debt) {} }
        let lines = try await read(bytes)
        context.dues.chargeRead(bytes: lines.reduce(0) { $0 + $1.bytes.count }, at: .now())
        return lines
    }

    /// Returns when the log is longer than `after`, or the time is over.
    private func waitForEntry(
        on id: TicketID, after: Seq, _ seconds: Int, _ identity: Identity
    ) async throws {
        // Listen first, then look: what is appended between the two is not missed.
        let signal = realtime.hub.signal(for: id)
        defer { realtime.hub.drop(signal: signal.id, for: id) }
        let record = try await engine.record(of: id, for: identity)
        guard record.ticket.seq <= after else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in signal.stream { return } }
            group.addTask { try? await Task.sleep(for: .seconds(seconds)) }
            await group.next()
            group.cancelAll()
        }
    }

    // MARK: Writing

    @Sendable private func open(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        let identity = try context.requireIdentity()
        let body = context.body
        let customer = try await customer(identity, body)
        let party = identity.party
        let isOwn = party == .customer(customer)
        try limits.take(.tickets, by: isOwn ? customer.id.rawValue : identity.limitKey)
        let new = NewTicket(
            text: try body.string("text"), subject: try body.optionalString("subject"),
            clientID: try body.clientID(), inbox: try body.document("inbox") ?? .main,
            channel: isOwn ? .chat : .api, by: isOwn ? nil : party)
        if let inboxes = engine.settings.scope(of: identity)?.inboxes,
            !inboxes.contains(new.inbox)
        {
            throw Failure.invalid("inbox", .notAllowed)
        }
        let answer = try await engine.open(new, by: customer, request: context.request)
            .get()
        let record = try await engine.record(of: answer.ticket, for: identity)
        return .json(.created) { json in
            json.raw(
                "ticket",
                TicketJSON.encode(record.ticket, marks: record.marks, for: identity.side))
        }
    }

    /// For whom a ticket is opened.
    private func customer(
        _ identity: Identity, _ body: JSONBody
    ) async throws -> CustomerReference {
        switch identity {
        case .customer(let customer): return customer
        case .staff: throw Failure.forbidden
        case .api:
            guard let id = UserID(try body.string("user_id")),
                let customer = try await customers(id)
            else { throw Failure.invalid("user_id", .unknown) }
            return customer
        }
    }

    @Sendable private func send(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        let identity = try present(context)
        try limits.take(.commands, by: identity.limitKey)
        let body = context.body
        let clientID = try body.clientID()
        var message = NewMessage(
            text: try body.string("text"), clientID: clientID,
            isOffline: try body.optionalBool("offline") ?? false,
            seenSeq: try body.optionalInt("seen_seq"))
        if case .api = identity {
            message.channel = .api
            message.details = MessageDetails(externalID: try body.externalID())
        }
        let command = Command.message(message)
        let answer = try await engine.perform(
            command, on: try await ticket(context), by: .person(identity), request: context.request
        ).get()
        return .json(.created) { json in
            json.object("ack") { json in
                json.field("client_id", clientID?.rawValue)
                json.field("ticket_id", answer.ticket)
                json.field("seq", answer.seq)
                json.field("at", answer.at)
            }
        }
    }

    @Sendable private func command(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        let identity = try present(context)
        try limits.take(.commands, by: identity.limitKey)
        let body = try await request.body.collect(upTo: Limits.frameBytes)
        let incoming = body.withUnsafeReadableBytes { bytes in
            IncomingFrame(bytes.bindMemory(to: UInt8.self))
        }
        switch incoming.frame {
        case .failure(.badJSON): throw Failure.badJSON
        case .success(.auth), .success(.sync), .success(.watch), .success(.leave):
            throw Failure.badRequest("This frame is for sockets only.")
        default: break
        }
        let dispatcher = realtime.dispatcher
        let sender = Sender(identity: identity, dues: context.dues, request: context.request)
        let frames = await withCheckedContinuation { continuation in
            dispatcher.dispatch(incoming, from: sender) {
                continuation.resume(returning: $0)
            }
        }
        return .json { json in
            json.array("frames", frames) { json, frame in json.raw(frame) }
        }
    }

    // MARK: Who and what

    /// Who asks; an agent who works over HTTP is kept present by each request.
    private func present(_ context: BeckonRequestContext) throws(Failure) -> Identity {
        let identity = try context.requireIdentity()
        if case .staff(let staff, _) = identity { realtime.board.heardOverHTTP(staff) }
        return identity
    }

    /// The ticket in the path: its id, or for staff also its number.
    private func ticket(_ context: BeckonRequestContext) async throws -> TicketID {
        let text = context.text(.ticket)
        if let id = TicketID(text) { return id }
        guard try context.requireIdentity().side == .staff, let number = Int(text),
            let record = try await engine.store.ticket(number: number)
        else { throw Failure.notFound }
        return record.ticket.id
    }
}

extension Identity {
    /// By whom limits count what they ask for.
    var limitKey: String { label }
}

extension JSONBody {
    fileprivate func document(_ field: String) throws(Failure) -> DocumentID? {
        guard let text = try optionalString(field) else { return nil }
        guard let id = DocumentID(text) else { throw .invalid(field, .notAllowed) }
        return id
    }

    fileprivate func externalID() throws(Failure) -> ExternalID? {
        guard let text = try optionalString("external_id") else { return nil }
        guard let id = ExternalID(text) else { throw .invalid("external_id", .notAllowed) }
        return id
    }

    fileprivate func clientID() throws(Failure) -> ClientID? {
        guard let text = try optionalString("client_id") else { return nil }
        guard let clientID = ClientID(text) else { throw .invalid("client_id", .notAllowed) }
        return clientID
    }
}
