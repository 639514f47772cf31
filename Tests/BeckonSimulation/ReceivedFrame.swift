import BeckonModel
import BeckonWire

/// A frame from the server as far as the simulated pages look into it.
enum ReceivedFrame {
    case hello(isOnline: Bool)
    case ack(ClientID, TicketID, Seq)
    case error(code: String, ClientID?, TicketID?)
    case entry(TicketID, Seq, clientID: ClientID?)
    case synced(TicketID, Seq)
    case resync(TicketID, Seq, reason: String)
    case picked(TicketID, code: String?)
    case waiting(TicketID)
    case statusUpdated(isOnline: Bool)
    case staff(String, isOnline: Bool)
    case other

    private static let ignored: Set<String> = [
        "queue", "counts", "ticket", "marks", "viewing", "pong", "typing", "user_presence",
        "going_away",
    ]

    init(_ bytes: [UInt8]) {
        // Frames begin with their type: what is not looked into is not parsed.
        let type = String(
            decoding: bytes.dropFirst(9).prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
        guard !Self.ignored.contains(type), case .object(let json)? = try? JSONParser.parse(bytes)
        else {
            self = .other
            return
        }
        self = Self.read(type, json) ?? .other
    }

    private static func read(_ type: String, _ json: JSONObject) -> ReceivedFrame? {
        switch type {
        case "hello": return .hello(isOnline: text(json, "status") == "online")
        case "status_updated": return .statusUpdated(isOnline: text(json, "status") == "online")
        case "staff":
            guard case .bool(let isOnline)? = json["online"], let id = text(json, "staff_id") else {
                return nil
            }
            return .staff(id, isOnline: isOnline)
        case "error":
            return .error(
                code: text(json, "code") ?? "", text(json, "client_id").flatMap { ClientID($0) },
                ticket(json))
        case "new_ticket":
            guard case .object(let inner)? = json["ticket"] else { return nil }
            return ticket(inner).map(ReceivedFrame.waiting)
        default: return readOfTicket(type, json)
        }
    }

    private static func readOfTicket(_ type: String, _ json: JSONObject) -> ReceivedFrame? {
        guard let ticket = ticket(json) else { return nil }
        if type == "ticket_picked" { return .picked(ticket, code: text(json, "code")) }
        guard case .integer(let seq)? = json["seq"] else { return nil }
        let clientID = text(json, "client_id").flatMap { ClientID($0) }
        switch type {
        case "ack": return clientID.map { .ack($0, ticket, seq) }
        case "synced": return .synced(ticket, seq)
        case "resync": return .resync(ticket, seq, reason: text(json, "reason") ?? "")
        default:
            return .entry(
                ticket, seq, clientID: type == "message" || type == "note" ? clientID : nil)
        }
    }

    private static func text(_ json: JSONObject, _ name: String) -> String? {
        if case .string(let text)? = json[name] { text } else { nil }
    }

    private static func ticket(_ json: JSONObject) -> TicketID? {
        text(json, "ticket_id").flatMap { TicketID($0) }
    }
}
