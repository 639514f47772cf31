import BeckonModel
package import BeckonWire

/// The frames that a client sends besides its commands: docs/api.md, "From customers", "From staff", "From both". Each is the UTF-8 of one text message.
package enum SentFrame {
    package static let ping = JSONWriter.frame("ping") { _ in }
    package static let watch = JSONWriter.frame("watch") { $0.field("on", true) }

    package static func auth(_ token: String) -> [UInt8] {
        JSONWriter.frame("auth") { $0.field("token", token) }
    }

    package static func presence(isOnline: Bool) -> [UInt8] {
        JSONWriter.frame("status") { $0.field("status", isOnline ? "online" : "offline") }
    }

    package static func sync(_ ticket: TicketView.ID, after: Int) -> [UInt8] {
        JSONWriter.frame("sync") { json in
            json.field("ticket_id", ticket.value)
            json.field("after", after)
        }
    }

    package static func pick(_ ticket: TicketView.ID) -> [UInt8] { of("pick_ticket", ticket) }
    package static func leave(_ ticket: TicketView.ID) -> [UInt8] { of("leave", ticket) }
    package static func typing(_ ticket: TicketView.ID) -> [UInt8] { of("typing", ticket) }

    package static func mark(
        _ mark: ClientFrame.Mark, _ ticket: TicketView.ID, upTo seq: Int
    ) -> [UInt8] {
        JSONWriter.frame(mark == .seen ? "seen" : "delivered") { json in
            json.field("ticket_id", ticket.value)
            json.field("seq", seq)
        }
    }

    private static func of(_ type: StaticString, _ ticket: TicketView.ID) -> [UInt8] {
        JSONWriter.frame(type) { $0.field("ticket_id", ticket.value) }
    }
}
