package import BeckonModel

/// An entry's one form: these bytes are stored, delivered and returned by the API, so that an entry is encoded once for all.
///
/// docs/api.md has the fields. A field may be added; none may change its meaning, since logs are for ever.
package enum EntryCodec {
    package enum Failure: Error, Hashable, Sendable { case notAnEntry }

    package static func encode(_ entry: Entry) -> [UInt8] {
        if case .unknown(let unknown) = entry.body { return unknown.bytes }
        var json = JSONWriter(capacity: 320)
        json.object { json in
            json.field("type", type(of: entry.body))
            json.field("ticket_id", entry.ticket)
            json.field("seq", entry.seq)
            json.field("at", entry.at)
            write(entry.body, into: &json)
        }
        return json.bytes
    }

    /// What a customer gets in place of an internal entry, so that numbering stays dense for them.
    package static func hidden(ticket: TicketID, seq: Seq, at: Timestamp) -> [UInt8] {
        encode(Entry(ticket: ticket, seq: seq, at: at, body: .hidden))
    }

    /// What everybody gets in place of a line that cannot be read.
    package static func damaged(ticket: TicketID, seq: Seq, at: Timestamp) -> [UInt8] {
        encode(Entry(ticket: ticket, seq: seq, at: at, body: .damaged))
    }

    private static func type(of body: EntryBody) -> StaticString {
        switch body {
        case .created: "ticket_created"
        case .message: "message"
        case .system: "system"
        case .assigned: "assigned"
        case .unassigned: "unassigned"
        case .staffOffline: "staff_offline"
        case .status: "status"
        case .priority: "priority"
        case .note: "note"
        case .rated: "rated"
        case .followUp: "follow_up"
        case .customer: "customer"
        case .hidden: "hidden"
        case .damaged: "damaged"
        case .unknown: "unknown"
        }
    }

    private static func write(_ body: EntryBody, into json: inout JSONWriter) {
        switch body {
        case .created(let created):
            json.field("number", created.number)
            json.field("user_id", created.customer.id.rawValue)
            json.field("user_name", created.customer.name)
            json.field("subject", created.subject)
            json.field("priority", created.priority.rawValue)
            if let follows = created.follows { json.field("follows", follows) }
            json.field("client_id", created.clientID?.rawValue)
        case .message(let message):
            json.field("from", message.from == .user ? "user" : "staff")
            json.field("author_id", message.authorID)
            json.field("author_name", message.authorName)
            json.field("text", message.text)
            json.field("client_id", message.clientID?.rawValue)
            if message.isOffline { json.field("offline", true) }
        case .system(let line):
            json.field("code", line.code.rawValue)
            json.field("text", line.code.text)
            json.field("name", line.name)
        case .assigned(let staff, let previous):
            write(staff, into: &json)
            json.field("previous", previous?.rawValue)
        case .unassigned(let staff, let by):
            json.field("staff_id", staff.rawValue)
            json.field("by", by.rawValue)
        case .staffOffline(let staff): write(staff, into: &json)
        case .status(let change): write(change, into: &json)
        case .priority(let priority, let was, let by):
            json.field("priority", priority.rawValue)
            json.field("was", was.rawValue)
            json.field("by_id", by.id.rawValue)
            json.field("by_name", by.name)
        case .note(let note):
            json.field("author_id", note.author.id.rawValue)
            json.field("author_name", note.author.name)
            json.field("text", note.text)
            json.field("client_id", note.clientID?.rawValue)
        case .rated(let rating):
            json.field("score", rating.score)
            json.field("comment", rating.comment)
        case .followUp(let to, let number):
            json.field("to", to)
            json.field("number", number)
        case .customer(let customer, let was):
            json.field("user_id", customer.id.rawValue)
            json.field("user_name", customer.name)
            json.field("was", was.rawValue)
        case .hidden, .damaged, .unknown: break
        }
    }

    private static func write(_ staff: StaffReference, into json: inout JSONWriter) {
        json.field("staff_id", staff.id.rawValue)
        json.field("staff_name", staff.name)
    }

    private static func write(_ change: EntryBody.StatusChange, into json: inout JSONWriter) {
        json.field("status", change.status.rawValue)
        json.field("was", change.was.rawValue)
        switch change.by {
        case .user(let customer):
            json.field("by", "user")
            json.field("by_id", customer.id.rawValue)
            json.field("by_name", customer.name)
        case .staff(let staff):
            json.field("by", "staff")
            json.field("by_id", staff.id.rawValue)
            json.field("by_name", staff.name)
        case .clock: json.field("by", "clock")
        }
    }
}
