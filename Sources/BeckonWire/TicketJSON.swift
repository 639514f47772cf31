package import BeckonModel

/// The Ticket object of docs/api.md.
package enum TicketJSON {
    package static func encode(_ ticket: Ticket, marks: Marks) -> [UInt8] {
        var json = JSONWriter(capacity: 640)
        json.object { write(ticket, marks: marks, into: &$0) }
        return json.bytes
    }

    private static func write(_ ticket: Ticket, marks: Marks, into json: inout JSONWriter) {
        json.field("ticket_id", ticket.id)
        json.field("number", ticket.number)
        json.field("subject", ticket.subject)
        json.field("status", ticket.status.rawValue)
        json.field("chat", ticket.chat.rawValue)
        json.field("priority", ticket.priority.rawValue)
        json.field("user_id", ticket.customer.id.rawValue)
        json.field("user_name", ticket.customer.name)
        if let assignee = ticket.assignee {
            json.object("assignee") { json in
                json.field("staff_id", assignee.id.rawValue)
                json.field("name", assignee.name)
            }
        }
        json.field("seq", ticket.seq)
        json.field("created_at", ticket.createdAt)
        json.field("updated_at", ticket.updatedAt)
        if let since = ticket.waitingSince { json.field("waiting_since", since) }
        if let follows = ticket.follows { json.field("follows", follows) }
        if let followUp = ticket.followUp { json.field("follow_up", followUp) }
        if let since = ticket.unansweredSince { json.field("unanswered_since", since) }
        if let readOnly = ticket.readOnly { json.field("read_only", readOnly.rawValue) }
        if let rating = ticket.rating {
            json.object("rating") { json in
                json.field("score", rating.score)
                json.field("comment", rating.comment)
            }
        }
        if let preview = ticket.preview {
            json.object("preview") { json in
                json.field("from", preview.from.rawValue)
                json.field("text", preview.text)
                json.field("at", preview.at)
            }
        }
        marks.write(into: &json)
    }
}
