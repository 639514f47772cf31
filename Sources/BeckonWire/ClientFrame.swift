package import BeckonModel

/// What a client says in one socket message or one body of `POST /api/v1/commands`. docs/api.md has the fields.
package enum ClientFrame: Hashable, Sendable {
    case auth(token: String)
    case ping
    /// In a box: it is much larger than the others, and rare.
    indirect case createTicket(NewTicket)
    case command(TicketID, Command)
    /// Who that agent is, and whether they are online, is for the engine to say.
    case transfer(TicketID, to: StaffID)
    case presence(online: Bool)
    case watch(Bool)
    case leave(TicketID)
    case sync(TicketID, after: Seq)
    case typing(TicketID)
    case mark(TicketID, Mark, upTo: Seq)

    package enum Mark: String, Hashable, Sendable {
        case delivered, seen
    }
}

/// A decoded frame, or why it is none; either way with the names that the answer must repeat. Made once and handed on by reference.
package final class IncomingFrame: Sendable, Equatable {
    package let frame: Result<ClientFrame, Failure>
    package let clientID: ClientID?
    package let ticketID: TicketID?

    /// Decodes one message. Never traps, whatever the bytes are.
    package convenience init(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count <= Limits.frameBytes else {
            self.init(.failure(.tooLarge))
            return
        }
        guard UTF8Validator.isValid(UnsafeRawBufferPointer(bytes)) else {
            self.init(.failure(.badJSON))
            return
        }
        self.init(utf8: bytes)
    }

    /// Decodes one message of which it is known that it is UTF-8.
    package convenience init(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard let json = try? JSONParser.members(of: bytes) else {
            self.init(.failure(.badJSON))
            return
        }
        let fields = FrameFields(json: json)
        let ticketID = fields.ticketID
        do throws(Failure) {
            let clientID = try fields.clientID()
            let frame = Result { () throws(Failure) in try fields.frame(clientID: clientID) }
            self.init(frame, clientID: clientID, ticketID: ticketID)
        } catch {
            self.init(.failure(error), ticketID: ticketID)
        }
    }

    package convenience init(_ bytes: [UInt8]) {
        let decoded = bytes.withUnsafeBufferPointer { IncomingFrame($0) }
        self.init(decoded.frame, clientID: decoded.clientID, ticketID: decoded.ticketID)
    }

    private init(
        _ frame: Result<ClientFrame, Failure>, clientID: ClientID? = nil,
        ticketID: TicketID? = nil
    ) {
        self.frame = frame
        self.clientID = clientID
        self.ticketID = ticketID
    }

    /// The same frame, not one that says the same.
    package static func == (left: IncomingFrame, right: IncomingFrame) -> Bool { left === right }
}

private struct FrameFields {
    let json: JSONMembers
    /// Of the frame's `ticket_id`, where it is one.
    let ticketID: TicketID?

    init(json: JSONMembers) {
        self.json = json
        ticketID = json.ticketID("ticket_id")
    }

    func frame(clientID: ClientID?) throws(Failure) -> ClientFrame {
        if json.isText("type", "message") { return try message(clientID) }
        let type = try text("type")
        switch type {
        // Written with escapes.
        case "message": return try message(clientID)
        case "create_ticket":
            return .createTicket(
                NewTicket(
                    text: try optionalText("text"), subject: try optionalText("subject"),
                    clientID: clientID, inbox: try document("inbox") ?? .main))
        case "seen", "delivered":
            let mark: ClientFrame.Mark = type == "seen" ? .seen : .delivered
            return .mark(try ticket(), mark, upTo: try integer("seq"))
        case "typing": return .typing(try ticket())
        case "sync": return .sync(try ticket(), after: try integer("after"))
        case "ping": return .ping
        case "auth": return .auth(token: try text("token"))
        case "status": return .presence(online: try online())
        case "watch": return .watch(try optionalBool("on") ?? true)
        case "leave": return .leave(try ticket())
        case "transfer":
            guard let staff = StaffID(try text("staff_id")) else { throw notAllowed("staff_id") }
            return .transfer(try ticket(), to: staff)
        default: return .command(try ticket(orUnknown: type), try command(type, clientID))
        }
    }

    private func message(_ clientID: ClientID?) throws(Failure) -> ClientFrame {
        .command(
            try ticket(),
            .message(
                text: try text("text"), clientID: clientID,
                isOffline: try optionalBool("offline") ?? false,
                seenSeq: try optionalInteger("seen_seq")))
    }

    private func command(_ type: String, _ clientID: ClientID?) throws(Failure) -> Command {
        switch type {
        case "pick_ticket": return .pick
        case "note": return .note(text: try text("text"), clientID: clientID)
        case "release": return .release
        case "set_status": return .setStatus(try value("status"))
        case "set_priority": return .setPriority(try value("priority"))
        case "set_subject": return .setSubject(try text("subject"))
        case "set_tags":
            return .setTags(add: try documents("add"), remove: try documents("remove"))
        case "move": return .move(Move(inbox: try document("inbox"), team: try team()))
        case "rate":
            return .rate(score: try integer("score"), comment: try optionalText("comment"))
        default: throw .unknownType(type)
        }
    }

    /// The ticket of a frame that names one; unknown types say so rather than miss a ticket.
    private func ticket(orUnknown type: String) throws(Failure) -> TicketID {
        switch type {
        case "pick_ticket", "note", "release", "set_status", "set_priority", "set_subject",
            "set_tags", "move", "rate":
            return try ticket()
        default: throw .unknownType(type)
        }
    }

    func clientID() throws(Failure) -> ClientID? {
        guard let text = try optionalText("client_id") else { return nil }
        guard let clientID = ClientID(text) else { throw notAllowed("client_id") }
        return clientID
    }

    private func ticket() throws(Failure) -> TicketID {
        if let ticketID { return ticketID }
        _ = try text("ticket_id")
        throw .notFound
    }

    private func document(_ name: StaticString) throws(Failure) -> DocumentID? {
        guard let text = try optionalText(name) else { return nil }
        guard let id = DocumentID(text) else { throw notAllowed(name) }
        return id
    }

    /// Each once, in order.
    private func documents(_ name: StaticString) throws(Failure) -> [DocumentID] {
        switch json[name] {
        case nil, .parsed(.null): return []
        case .parsed(.array(let values)):
            var ids: [DocumentID] = []
            for value in values {
                guard case .string(let text) = value else { throw problem(name, .wrongType) }
                guard let id = DocumentID(text) else { throw notAllowed(name) }
                if !ids.contains(id) { ids.append(id) }
                if ids.count > Limits.ticketTags {
                    throw problem(name, .tooLong(max: Limits.ticketTags))
                }
            }
            return ids
        default: throw problem(name, .wrongType)
        }
    }

    private func team() throws(Failure) -> Move.Team? {
        guard let text = try optionalText("team") else { return nil }
        if text.isEmpty { return Move.Team.none }
        guard let id = DocumentID(text) else { throw notAllowed("team") }
        return .team(id)
    }

    private func online() throws(Failure) -> Bool {
        switch try text("status") {
        case "online": return true
        case "offline": return false
        default: throw notAllowed("status")
        }
    }

    private func value<Value: RawRepresentable<String>>(
        _ name: StaticString
    ) throws(Failure) -> Value {
        guard let value = Value(rawValue: try text(name)) else { throw notAllowed(name) }
        return value
    }

    private func text(_ name: StaticString) throws(Failure) -> String {
        guard let text = try optionalText(name) else { throw problem(name, .missing) }
        return text
    }

    private func optionalText(_ name: StaticString) throws(Failure) -> String? {
        guard let value = json[name] else { return nil }
        if case .parsed(.null) = value { return nil }
        guard let text = json.text(value) else { throw problem(name, .wrongType) }
        return text
    }

    private func integer(_ name: StaticString) throws(Failure) -> Int {
        guard let value = try optionalInteger(name) else { throw problem(name, .missing) }
        return value
    }

    private func optionalInteger(_ name: StaticString) throws(Failure) -> Int? {
        switch json[name] {
        case nil, .parsed(.null): return nil
        case .parsed(.integer(let value)):
            guard value >= 0 else { throw notAllowed(name) }
            return value
        default: throw problem(name, .wrongType)
        }
    }

    private func optionalBool(_ name: StaticString) throws(Failure) -> Bool? {
        switch json[name] {
        case nil, .parsed(.null): return nil
        case .parsed(.bool(let value)): return value
        default: throw problem(name, .wrongType)
        }
    }

    private func notAllowed(_ name: StaticString) -> Failure { problem(name, .notAllowed) }

    private func problem(_ name: StaticString, _ problem: FieldProblem) -> Failure {
        .ticket(.invalid(field: name.description, problem: problem))
    }
}
