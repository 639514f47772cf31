import BeckonModel

extension EntryCodec {
    /// The types of entries, each with what it means.
    package enum EntryType: String, CaseIterable, Sendable {
        case ticketCreated = "ticket_created"
        case message, system, assigned, unassigned
        case staffOffline = "staff_offline"
        case status, priority, subject, tags, moved, note, rated
        case followUp = "follow_up"
        case customer, hidden, damaged
    }

    /// One line of a ticket's log: of a type that this version writes, or of another that is to be skipped.
    package static let schema = Schema.named(
        "Entry", .anyOf(EntryType.allCases.map(\.schema) + [unknown]))

    private static let unknown = Schema.named(
        "UnknownEntry",
        .object(
            [.required("type", .otherThan(knownTypes))] + head
                + [
                    .optional(
                        "needs", .number,
                        "Above the version of the rules: the ticket is read-only from here on.")
                ]))

    private static let knownTypes =
        EntryType.allCases.map(\.rawValue) + ServerFrame.FrameType.allCases.map(\.rawValue)

    /// What every entry has beside its type.
    fileprivate static let head: [Schema.Field] = [
        .required("ticket_id", .ticketID), .required("seq", .number, "1, 2, 3, … per ticket."),
        .required("at", .time),
    ]
}

extension EntryCodec.EntryType {
    package var schema: Schema {
        .frame(rawValue, EntryCodec.head + fields + origin, suffix: "Entry")
    }

    /// Of a command that had a client id, where its fields do not say so themselves.
    private var origin: [Schema.Field] {
        switch self {
        case .ticketCreated, .message, .note, .hidden, .damaged: []
        default: [.optional("author_id", .personID), .optional("client_id", .clientID)]
        }
    }

    private var by: [Schema.Field] {
        [.required("by_id", .personID), .required("by_name", .text), party]
    }

    private var party: Schema.Field {
        .optional(
            "party", .choice(of: Party.Kind.self), "Who acted, where it is not the side's usual.")
    }

    private var channel: Schema.Field {
        .optional("channel", .choice(of: MessageChannel.self), "`chat` when absent.")
    }

    private var fields: [Schema.Field] {
        switch self {
        case .ticketCreated:
            [
                .required("number", .number), .required("user_id", .personID),
                .required("user_name", .text), .required("subject", .text),
                .required("priority", .choice(of: Priority.self)),
                .optional("follows", .ticketID), .optional("client_id", .clientID),
                .optional("inbox", .documentID, "`main` when absent."), channel,
                .optional("by_id", .personID, "Who opened it for the customer."),
                .optional("by_name", .text), party,
            ]
        case .message:
            [
                .required("from", .choice(of: Side.self)), .required("author_id", .personID),
                .required("author_name", .text), .required("text", .text),
                .optional("client_id", .clientID),
                .optional("offline", .boolean, "Left on purpose while the chat was paused."),
                party, channel,
                .optional("external_id", .text, "What another system calls it."),
                .optional("attachments", .array(Attachment.schema)),
            ]
        case .system:
            [
                .required("code", .choice(of: EntryBody.SystemLine.Code.self)),
                .required("text", .text, "The line in English."),
                .optional("name", .text, "The agent's, where one acted."),
            ]
        case .assigned:
            [
                .required("staff_id", .personID), .required("staff_name", .text),
                .optional("previous", .personID, "Who had it."),
                .optional("by_id", .personID, "Who handed it over."),
                .optional("by_name", .text), party,
            ]
        case .unassigned:
            [
                .required("staff_id", .personID), .required("by", .personID),
                .optional("by_name", .text), party,
            ]
        case .staffOffline: [.required("staff_id", .personID), .required("staff_name", .text)]
        case .status:
            [
                .required("status", .choice(of: Status.self)),
                .required("was", .choice(of: Status.self)),
                .required("by", .choice(["user", "staff", "clock"])),
                .optional("by_id", .personID), .optional("by_name", .text), party,
            ]
        case .priority:
            [
                .required("priority", .choice(of: Priority.self)),
                .required("was", .choice(of: Priority.self)),
            ] + by
        case .subject: [.required("subject", .text), .required("was", .text)] + by
        case .tags:
            [
                .required("added", .array(.documentID)), .required("removed", .array(.documentID)),
            ] + by
        case .moved:
            [
                .required("inbox", .documentID), .optional("team", .documentID),
                .required("was_inbox", .documentID), .optional("was_team", .documentID),
            ] + by
        case .note:
            [
                .required("author_id", .personID), .required("author_name", .text),
                .required("text", .text), .optional("client_id", .clientID), party,
            ]
        case .rated: [.required("score", .integer(1...5)), .optional("comment", .text)]
        case .followUp: [.required("to", .ticketID), .required("number", .number)]
        case .customer:
            [
                .required("user_id", .personID), .required("user_name", .text),
                .required("was", .personID),
            ]
        case .hidden, .damaged: []
        }
    }
}

extension Attachment {
    package static let schema = Schema.named(
        "Attachment",
        .object([
            .required("id", .documentID), .required("name", .text),
            .required("type", .text, "A media type (RFC 6838)."),
            .required("bytes", .number),
        ]))
}
