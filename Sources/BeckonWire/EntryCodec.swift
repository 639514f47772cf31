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
            if let origin = entry.origin {
                json.field("author_id", origin.authorID)
                json.field("client_id", origin.clientID.rawValue)
            }
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
        case .subject: "subject"
        case .tags: "tags"
        case .moved: "moved"
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
            if created.inbox != .main { json.field("inbox", created.inbox.rawValue) }
            if created.channel != .chat { json.field("channel", created.channel.rawValue) }
            if let by = created.by { write(by, usually: .customer, into: &json) }
        case .message(let message):
            json.field("from", message.from == .user ? "user" : "staff")
            if message.isUnusual { json.field("party", message.party.rawValue) }
            json.field("author_id", message.authorID)
            json.field("author_name", message.authorName)
            json.field("text", message.text)
            json.field("client_id", message.clientID?.rawValue)
            if message.isOffline { json.field("offline", true) }
            if !message.channel.isChat { json.field("channel", message.channel.rawValue) }
            if let details = message.details { write(details, into: &json) }
        case .system(let line):
            json.field("code", line.code.rawValue)
            json.field("text", line.code.text)
            json.field("name", line.name)
        case .assigned(let staff, let previous, let by):
            write(staff, into: &json)
            json.field("previous", previous?.rawValue)
            if let by { write(by, into: &json) }
        case .unassigned(let staff, let by):
            json.field("staff_id", staff.rawValue)
            json.field("by", by.id)
            if by.kind != .agent {
                json.field("by_name", by.name)
                json.field("party", by.kind.rawValue)
            }
        case .staffOffline(let staff): write(staff, into: &json)
        case .status(let change): write(change, into: &json)
        case .priority(let priority, let was, let by):
            json.field("priority", priority.rawValue)
            json.field("was", was.rawValue)
            write(by, into: &json)
        case .subject, .tags, .moved: writeProperty(body, into: &json)
        case .note(let note):
            if note.author.kind != .agent { json.field("party", note.author.kind.rawValue) }
            json.field("author_id", note.author.id)
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

    private static func writeProperty(_ body: EntryBody, into json: inout JSONWriter) {
        switch body {
        case .subject(let subject, let was, let by):
            json.field("subject", subject)
            json.field("was", was)
            write(by, into: &json)
        case .tags(let added, let removed, let by):
            json.array("added", added) { $0.string($1.rawValue) }
            json.array("removed", removed) { $0.string($1.rawValue) }
            write(by, into: &json)
        case .moved(let place, let was, let by):
            json.field("inbox", place.inbox.rawValue)
            json.field("team", place.team?.rawValue)
            json.field("was_inbox", was.inbox.rawValue)
            json.field("was_team", was.team?.rawValue)
            write(by, into: &json)
        default: break
        }
    }

    private static func write(_ staff: StaffReference, into json: inout JSONWriter) {
        json.field("staff_id", staff.id.rawValue)
        json.field("staff_name", staff.name)
    }

    private static func write(_ change: EntryBody.StatusChange, into json: inout JSONWriter) {
        json.field("status", change.status.rawValue)
        json.field("was", change.was.rawValue)
        switch change.by.kind {
        case .clock: json.field("by", "clock")
        case .customer:
            json.field("by", "user")
            write(change.by, usually: .customer, into: &json)
        case .agent, .bot, .rule, .api:
            json.field("by", "staff")
            write(change.by, into: &json)
        }
    }

    /// `kind`: whom a reader takes for granted where nothing is said.
    private static func write(
        _ party: Party, usually kind: Party.Kind = .agent, into json: inout JSONWriter
    ) {
        json.field("by_id", party.id)
        json.field("by_name", party.name)
        if party.kind != kind { json.field("party", party.kind.rawValue) }
    }

    private static func write(_ details: MessageDetails, into json: inout JSONWriter) {
        json.field("external_id", details.externalID?.rawValue)
        guard !details.attachments.isEmpty else { return }
        json.array("attachments", details.attachments) { json, attachment in
            json.object { json in
                json.field("id", attachment.id.rawValue)
                json.field("name", attachment.name)
                json.field("type", attachment.type)
                json.field("bytes", attachment.bytes)
            }
        }
    }
}
