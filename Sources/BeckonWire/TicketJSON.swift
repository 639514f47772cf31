package import BeckonModel

/// The Ticket object of docs/api.md.
package enum TicketJSON {
    package static let schema = Schema.named(
        "Ticket",
        .object([
            .required("ticket_id", .ticketID),
            .required("number", .number, "Short, for people; from 1001."),
            .required("subject", .text),
            .required("status", .choice(of: Status.self)),
            .required("chat", .choice(of: Chat.self)),
            .required("priority", .choice(of: Priority.self)),
            .required("user_id", .personID), .required("user_name", .text),
            .optional("assignee", StaffReference.schema, "Absent when nobody has it."),
            .optional("inbox", .documentID, "For staff."),
            .optional("channel", .choice(of: MessageChannel.self), "`chat` when absent."),
            .optional("team", .documentID, "For staff."),
            .optional("tags", .array(.documentID), "For staff; absent without any."),
            .required("seq", .number, "The number of its newest entry."),
            .required("created_at", .time), .required("updated_at", .time),
            .optional("waiting_since", .time, "Absent when it neither waits nor is paused."),
            .optional("unanswered_since", .time, "Absent when staff wrote last, or it is over."),
            .optional("follows", .ticketID, "The closed ticket that this one continues."),
            .optional("follow_up", .ticketID, "The ticket that continues this one."),
            .optional("read_only", .choice(of: Ticket.ReadOnly.self), "Nothing can be added."),
            .optional(
                "rating",
                .object([.required("score", .integer(1...5)), .optional("comment", .text)])),
            .optional(
                "preview",
                .object([
                    .required("from", .choice(of: Side.self)), .required("text", .text),
                    .required("at", .time),
                ]), "The newest message."),
            .required("marks", Marks.schema),
        ]))

    /// As that side may see it: customers do not see how staff sort their tickets.
    package static func encode(
        _ ticket: Ticket, marks: Marks, for side: Side = .staff
    ) -> [UInt8] {
        var json = JSONWriter(capacity: 640)
        json.object { write(ticket, marks: marks, for: side, into: &$0) }
        return json.bytes
    }

    private static func write(
        _ ticket: Ticket, marks: Marks, for side: Side, into json: inout JSONWriter
    ) {
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
        if ticket.channel != .chat { json.field("channel", ticket.channel.rawValue) }
        if side == .staff {
            json.field("inbox", ticket.place.inbox.rawValue)
            json.field("team", ticket.place.team?.rawValue)
            if !ticket.tags.isEmpty {
                json.array("tags", ticket.tags) { $0.string($1.rawValue) }
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

extension StaffReference {
    package static let schema = Schema.named(
        "StaffReference", .object([.required("staff_id", .personID), .required("name", .text)]))
}
