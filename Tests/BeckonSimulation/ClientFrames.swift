import BeckonModel
import BeckonWire

/// The frames that the simulated pages send.
enum ClientFrames {
    static let watch = JSONWriter.frame("watch") { $0.field("on", true) }

    static func sync(_ ticket: TicketID, after: Seq) -> [UInt8] {
        JSONWriter.frame("sync") { json in
            json.field("ticket_id", ticket)
            json.field("after", after)
        }
    }

    static func command(
        _ type: StaticString, _ ticket: TicketID?, _ fields: [(StaticString, String)]
    ) -> [UInt8] {
        JSONWriter.frame(type) { json in
            if let ticket { json.field("ticket_id", ticket) }
            for (name, value) in fields { json.field(name, value) }
        }
    }

    static func frame(of item: PageState.Item) -> [UInt8] {
        switch item.kind {
        case .create:
            JSONWriter.frame("create_ticket") { text(item, into: &$0) }
        case .message(let isOffline):
            JSONWriter.frame("message") { json in
                if let ticket = item.ticket { json.field("ticket_id", ticket) }
                text(item, into: &json)
                if isOffline { json.field("offline", true) }
            }
        case .note:
            JSONWriter.frame("note") { json in
                if let ticket = item.ticket { json.field("ticket_id", ticket) }
                text(item, into: &json)
            }
        }
    }

    private static func text(_ item: PageState.Item, into json: inout JSONWriter) {
        json.field("text", item.text)
        json.field("client_id", item.clientID.rawValue)
    }
}
