import BeckonModel
import BeckonWire

extension ReceivedFrame {
    /// Reads one text message; `nil` when it is no frame at all: no JSON object, or one without a type.
    public init?(_ text: [UInt8]) {
        // Nearly all are entries: these are read only once. The server writes the type first.
        if let type = Self.leadingType(text), !Self.own.contains(type),
            let entry = try? EntryCodec.decode(text)
        {
            self = .entry(ChatEntry(entry))
            return
        }
        guard case .object(let json)? = try? JSONParser.parse(text), let type = json.text("type")
        else { return nil }
        if Self.own.contains(type) {
            self =
                Self.ofPeople(type, json) ?? Self.ofTicket(type, json)
                ?? .unknown(type: type, text: text)
        } else {
            self = Self.entry(text, json) ?? .unknown(type: type, text: text)
        }
    }

    /// The types that are no entries.
    private static let own: Set<String> = [
        "hello", "ack", "error", "synced", "resync", "ticket_picked", "new_ticket", "ticket",
        "counts", "marks", "typing", "queue", "viewing", "gone", "availability", "status_updated",
        "staff",
        "user_presence", "settings", "going_away", "pong",
    ]

    private static func leadingType(_ text: [UInt8]) -> String? {
        let start = #"{"type":""#.utf8
        guard text.starts(with: start) else { return nil }
        let name = text.dropFirst(start.count).prefix { $0 != UInt8(ascii: "\"") }
        return String(decoding: name, as: UTF8.self)
    }

    /// A line that is no entry, although it has a number, is a damaged one.
    private static func entry(_ text: [UInt8], _ json: JSONObject) -> ReceivedFrame? {
        if let entry = try? EntryCodec.decode(text) { return .entry(ChatEntry(entry)) }
        guard let ticket = json.ticketID("ticket_id"), let seq = json.integer("seq"),
            let at = json.time("at")
        else { return nil }
        return .entry(ChatEntry(Entry(ticket: ticket, seq: seq, at: at, body: .damaged)))
    }

    private static func ofPeople(_ type: String, _ json: JSONObject) -> ReceivedFrame? {
        switch type {
        case "hello": return hello(json)
        case "error": return .refusal(Refusal(json))
        case "pong": return .pong
        case "counts": return .counts(counts(json))
        case "availability":
            return json.bool("staff_online").map { .availability(isStaffOnline: $0) }
        case "status_updated": return online(json).map { .presence(isOnline: $0) }
        case "staff":
            guard let person = staff(json), let isOnline = json.bool("online") else { return nil }
            return .colleague(person, isOnline: isOnline)
        case "user_presence":
            guard let id = json.text("user_id"), let isOnline = json.bool("online") else {
                return nil
            }
            return .customer(id: id, isOnline: isOnline)
        case "settings":
            guard let kind = json.text("kind"), let id = json.text("id"),
                let revision = json.integer("revision")
            else { return nil }
            return .settings(kind: kind, id: id, revision: revision)
        case "going_away":
            let delay = max(0, json.integer("reconnect_after_ms") ?? 0)
            return .goingAway(reconnectAfter: .milliseconds(delay))
        default: return nil
        }
    }

    private static func hello(_ json: JSONObject) -> ReceivedFrame? {
        guard let side: Side = json.value("role"), let id = json.text("id") else { return nil }
        return .hello(
            Hello(
                side: ChatSide(side), me: Person(id: id, name: json.text("name") ?? id),
                isOnline: online(json) ?? false, isStaffOnline: json.bool("staff_online"),
                isDemo: json.bool("demo") ?? false, at: json.time("at").map(ServerTime.init)))
    }

    private static func ofTicket(_ type: String, _ json: JSONObject) -> ReceivedFrame? {
        switch type {
        case "new_ticket":
            return json.object("ticket")?.ticketID("ticket_id").map {
                .newTicket(.init($0), TicketSummary(json.object("summary")))
            }
        case "ticket": return TicketSummary(json.object("ticket")).map { .ticket($0) }
        default: break
        }
        guard let ticket = json.ticketID("ticket_id").map(TicketView.ID.init) else { return nil }
        switch type {
        case "ack":
            guard let command = json.text("client_id"), let seq = json.integer("seq"),
                let at = json.time("at")
            else { return nil }
            return .ack(
                Ack(
                    command: CommandID(unchecked: command), ticket: ticket, seq: seq,
                    at: ServerTime(at)))
        case "synced":
            return json.integer("seq").map {
                .synced(ticket, seq: $0, TicketSummary(json.object("ticket")))
            }
        case "resync":
            return json.integer("seq").map {
                .resync(ticket, seq: $0, reason: json.text("reason") ?? "")
            }
        case "ticket_picked":
            return json.bool("success").map {
                .picked(ticket, refusal: $0 ? nil : Refusal(json))
            }
        case "marks":
            return json.object("marks").map { .marks(ticket, TicketMarks(Marks(reading: $0))) }
        case "typing":
            guard let side: Side = json.value("from") else { return nil }
            return .typing(ticket, from: ChatSide(side), name: json.text("name") ?? "")
        case "queue": return queue(json).map { .queue(ticket, $0) }
        case "gone": return .gone(ticket)
        case "viewing": return .viewing(ticket, (json.objects("staff") ?? []).compactMap(staff))
        default: return nil
        }
    }

    private static func queue(_ json: JSONObject) -> TicketView.Queue? {
        guard let position = json.integer("position"), let count = json.integer("of") else {
            return nil
        }
        return .init(
            position: position, count: count, estimateSeconds: json.integer("estimate_seconds"),
            isStaffOnline: json.bool("staff_online") ?? false)
    }

    private static func counts(_ json: JSONObject) -> [TicketListName: Int] {
        var counts: [TicketListName: Int] = [:]
        for list in TicketListName.allCases { counts[list] = json.integer(list.rawValue) }
        return counts
    }

    private static func online(_ json: JSONObject) -> Bool? {
        switch json.text("status") {
        case "online": true
        case "offline": false
        default: nil
        }
    }

    fileprivate static func staff(_ json: JSONObject) -> Person? {
        json.text("staff_id").map { Person(id: $0, name: json.text("name") ?? $0) }
    }
}

extension ReceivedFrame.Refusal {
    fileprivate init(_ json: JSONObject) {
        self.init(code: json.text("code") ?? "internal", message: json.text("message") ?? "")
        command = json.text("client_id").map { CommandID(unchecked: $0) }
        ticket = json.ticketID("ticket_id").map { .init($0) }
        retryAfter = json.integer("retry_after_ms").map { .milliseconds(max(0, $0)) }
        count = json.integer("count")
        by = json.object("by").flatMap(ReceivedFrame.staff)
    }
}
