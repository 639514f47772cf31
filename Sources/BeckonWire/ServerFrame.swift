package import BeckonModel

/// The frames that the server sends beside entries. Each returns the bytes of one JSON object.
package enum ServerFrame {
    /// `online`: the agent who has come. `staffOnline`: whether any agent is, for a customer.
    package static func hello(
        side: Side, id: String, name: String, online: Bool?, staffOnline: Bool? = nil,
        at: Timestamp, isDemo: Bool
    ) -> [UInt8] {
        JSONWriter.frame("hello") { json in
            json.field("role", side.rawValue)
            json.field("id", id)
            json.field("name", name)
            if let online { json.field("status", online ? "online" : "offline") }
            if let staffOnline { json.field("staff_online", staffOnline) }
            json.field("at", at)
            if isDemo { json.field("demo", true) }
        }
    }

    package static func ack(
        clientID: ClientID, ticket: TicketID, seq: Seq, at: Timestamp
    ) -> [UInt8] {
        JSONWriter.frame("ack") { json in
            json.field("client_id", clientID.rawValue)
            json.field("ticket_id", ticket)
            json.field("seq", seq)
            json.field("at", at)
        }
    }

    package static func error(
        _ failure: Failure, clientID: ClientID? = nil, ticket: TicketID? = nil
    ) -> [UInt8] {
        JSONWriter.frame("error") { json in
            json.field("code", failure.code)
            json.field("message", failure.message)
            json.field("client_id", clientID?.rawValue)
            if let ticket { json.field("ticket_id", ticket) }
            failure.writeDetails(into: &json)
        }
    }

    package static let pong = JSONWriter.frame("pong") { _ in }

    package static func statusUpdated(online: Bool) -> [UInt8] {
        JSONWriter.frame("status_updated") { $0.field("status", online ? "online" : "offline") }
    }

    package static func ticketPicked(_ ticket: TicketID, failure: Failure?) -> [UInt8] {
        JSONWriter.frame("ticket_picked") { json in
            json.field("ticket_id", ticket)
            json.field("success", failure == nil)
            if let failure {
                json.field("code", failure.code)
                json.field("message", failure.message)
                failure.writeDetails(into: &json)
            }
        }
    }

    package static func newTicket(_ ticket: Ticket, marks: Marks) -> [UInt8] {
        JSONWriter.frame("new_ticket") { json in
            json.object("ticket") { json in
                json.field("ticket_id", ticket.id)
                json.field("user_id", ticket.customer.id.rawValue)
                json.field("status", "waiting")
            }
            json.raw("summary", TicketJSON.encode(ticket, marks: marks))
        }
    }

    package static func ticket(_ ticket: Ticket, marks: Marks) -> [UInt8] {
        JSONWriter.frame("ticket") { $0.raw("ticket", TicketJSON.encode(ticket, marks: marks)) }
    }

    package static func synced(_ ticket: Ticket, marks: Marks, for side: Side) -> [UInt8] {
        JSONWriter.frame("synced") { json in
            json.field("ticket_id", ticket.id)
            json.field("seq", ticket.seq)
            json.raw("ticket", TicketJSON.encode(ticket, marks: marks, for: side))
        }
    }

    /// The ticket is none of the reader's any more.
    package static func gone(_ ticket: TicketID) -> [UInt8] {
        JSONWriter.frame("gone") { $0.field("ticket_id", ticket) }
    }

    package enum ResyncReason: String, Sendable, CaseIterable {
        /// The client knows more than the log holds.
        case ahead
        /// More is missing than one sync answers.
        case tooFarBehind = "too_far_behind"
    }

    package static func resync(_ ticket: TicketID, seq: Seq, reason: ResyncReason) -> [UInt8] {
        JSONWriter.frame("resync") { json in
            json.field("ticket_id", ticket)
            json.field("seq", seq)
            json.field("reason", reason.rawValue)
        }
    }

    package static func typing(_ ticket: TicketID, from: Side, name: String) -> [UInt8] {
        JSONWriter.frame("typing") { json in
            json.field("ticket_id", ticket)
            json.field("from", from.rawValue)
            json.field("name", name)
        }
    }

    package static func marks(_ ticket: TicketID, _ marks: Marks) -> [UInt8] {
        JSONWriter.frame("marks") { json in
            json.field("ticket_id", ticket)
            marks.write(into: &json)
        }
    }

    package static func queue(
        _ ticket: TicketID, position: Int, of count: Int, estimateSeconds: Int?, staffOnline: Bool
    ) -> [UInt8] {
        JSONWriter.frame("queue") { json in
            json.field("ticket_id", ticket)
            json.field("position", position)
            json.field("of", count)
            if let estimateSeconds {
                json.field("estimate_seconds", estimateSeconds)
            } else {
                json.null("estimate_seconds")
            }
            json.field("staff_online", staffOnline)
        }
    }

    package static func availability(staffOnline: Bool) -> [UInt8] {
        JSONWriter.frame("availability") { $0.field("staff_online", staffOnline) }
    }

    package static func staff(_ staff: StaffReference, online: Bool) -> [UInt8] {
        JSONWriter.frame("staff") { json in
            json.field("staff_id", staff.id.rawValue)
            json.field("name", staff.name)
            json.field("online", online)
        }
    }

    package static func userPresence(_ user: UserID, online: Bool) -> [UInt8] {
        JSONWriter.frame("user_presence") { json in
            json.field("user_id", user.rawValue)
            json.field("online", online)
        }
    }

    package static func viewing(_ ticket: TicketID, _ staff: [StaffReference]) -> [UInt8] {
        JSONWriter.frame("viewing") { json in
            json.field("ticket_id", ticket)
            json.array("staff", staff) { json, one in
                json.object { json in
                    json.field("staff_id", one.id.rawValue)
                    json.field("name", one.name)
                }
            }
        }
    }

    package static func counts(_ counts: TicketCounts) -> [UInt8] {
        JSONWriter.frame("counts") { counts.write(into: &$0) }
    }

    package static func settings(_ key: DocumentKey, revision: Int) -> [UInt8] {
        JSONWriter.frame("settings") { json in
            json.field("kind", key.kind)
            json.field("id", key.id.rawValue)
            json.field("revision", revision)
        }
    }

    package static func goingAway(reconnectAfterMilliseconds: Int) -> [UInt8] {
        JSONWriter.frame("going_away") {
            $0.field("reconnect_after_ms", reconnectAfterMilliseconds)
        }
    }
}
