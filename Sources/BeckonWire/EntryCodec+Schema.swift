import BeckonModel

extension EntryCodec {
    /// The types of entries, each with what it means.
    package enum EntryType: String, CaseIterable, Sendable {
        case ticketCreated = "ticket_created"
        case message, system, assigned, unassigned
        case staffOffline = "staff_offline"
        case status, priority, note, rated
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
        .frame(rawValue, EntryCodec.head + fields, suffix: "Entry")
    }

    private var fields: [Schema.Field] {
        switch self {
        case .ticketCreated:
            [
                .required("number", .number), .required("user_id", .personID),
                .required("user_name", .text), .required("subject", .text),
                .required("priority", .choice(of: Priority.self)),
                .optional("follows", .ticketID), .optional("client_id", .clientID),
            ]
        case .message:
            [
                .required("from", .choice(of: Side.self)), .required("author_id", .personID),
                .required("author_name", .text), .required("text", .text),
                .optional("client_id", .clientID),
                .optional("offline", .boolean, "Left on purpose while the chat was paused."),
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
            ]
        case .unassigned: [.required("staff_id", .personID), .required("by", .personID)]
        case .staffOffline: [.required("staff_id", .personID), .required("staff_name", .text)]
        case .status:
            [
                .required("status", .choice(of: Status.self)),
                .required("was", .choice(of: Status.self)),
                .required("by", .choice(["user", "staff", "clock"])),
                .optional("by_id", .personID), .optional("by_name", .text),
            ]
        case .priority:
            [
                .required("priority", .choice(of: Priority.self)),
                .required("was", .choice(of: Priority.self)),
                .required("by_id", .personID), .required("by_name", .text),
            ]
        case .note:
            [
                .required("author_id", .personID), .required("author_name", .text),
                .required("text", .text), .optional("client_id", .clientID),
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
