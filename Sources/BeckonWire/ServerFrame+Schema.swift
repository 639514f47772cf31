import BeckonModel

extension ServerFrame {
    /// What the server sends on a socket besides entries.
    package enum FrameType: String, CaseIterable, Sendable {
        case hello, ack, error, pong
        case statusUpdated = "status_updated"
        case ticketPicked = "ticket_picked"
        case newTicket = "new_ticket"
        case ticket, counts, staff
        case userPresence = "user_presence"
        case viewing, synced, gone, resync, typing, marks, queue, availability, settings
        case goingAway = "going_away"
    }

    /// Every message of the server: a frame or an entry.
    package static let schema = Schema.named(
        "ServerFrame", .anyOf(FrameType.allCases.map(\.schema) + [EntryCodec.schema]))
}

extension ServerFrame.FrameType {
    package var schema: Schema {
        .frame(rawValue, fields, suffix: "Frame")
    }

    private var fields: [Schema.Field] {
        switch self {
        case .hello:
            [
                .required("role", .choice(of: Side.self)), .required("id", .personID),
                .required("name", .text), .optional("status", Self.presence, "Of staff."),
                .optional("staff_online", .boolean, "For customers: whether any agent is."),
                .required("at", .time), .optional("demo", .boolean),
            ]
        case .ack: ServerFrame.ackFields
        case .error:
            [.required("code", .choice(of: Failure.Code.self)), .required("message", .text)]
                + [.optional("client_id", .clientID), .optional("ticket_id", .ticketID)]
                + Failure.detailFields
        case .pong: []
        case .statusUpdated: [.required("status", Self.presence)]
        case .ticketPicked:
            [.required("ticket_id", .ticketID), .required("success", .boolean)]
                + [
                    .optional("code", .choice(of: Failure.Code.self)),
                    .optional("message", .text),
                ] + Failure.detailFields
        case .newTicket:
            [
                .required(
                    "ticket",
                    .object([
                        .required("ticket_id", .ticketID), .required("user_id", .personID),
                        .required("status", .constant("waiting")),
                    ])), .required("summary", TicketJSON.schema),
            ]
        case .ticket: [.required("ticket", TicketJSON.schema)]
        case .counts: TicketCounts.schema.fields
        case .staff:
            [
                .required("staff_id", .personID), .required("name", .text),
                .required("online", .boolean),
            ]
        case .userPresence: [.required("user_id", .personID), .required("online", .boolean)]
        case .viewing:
            [
                .required("ticket_id", .ticketID),
                .required("staff", .array(StaffReference.schema)),
            ]
        case .synced:
            [
                .required("ticket_id", .ticketID), .required("seq", .number),
                .required("ticket", TicketJSON.schema),
            ]
        case .gone: [.required("ticket_id", .ticketID)]
        case .resync:
            [
                .required("ticket_id", .ticketID), .required("seq", .number),
                .required("reason", .choice(of: ServerFrame.ResyncReason.self)),
            ]
        case .typing:
            [
                .required("ticket_id", .ticketID), .required("from", .choice(of: Side.self)),
                .required("name", .text),
            ]
        case .marks: [.required("ticket_id", .ticketID), .required("marks", Marks.schema)]
        case .queue:
            [
                .required("ticket_id", .ticketID), .required("position", .number),
                .required("of", .number), .required("estimate_seconds", .nullable(.number)),
                .required("staff_online", .boolean),
            ]
        case .availability: [.required("staff_online", .boolean)]
        case .settings:
            [
                .required("kind", .text), .required("id", .personID),
                .required("revision", .number),
            ]
        case .goingAway: [.required("reconnect_after_ms", .number)]
        }
    }

    private static let presence = Schema.choice(["online", "offline"])
}

extension ServerFrame {
    /// What answers a message that came by HTTP: as `ack`, also without a `client_id`.
    package static let receiptFields = ackFields.map { field in
        field.name == "client_id" ? field.asOptional : field
    }

    static let ackFields: [Schema.Field] = [
        .required("client_id", .clientID), .required("ticket_id", .ticketID),
        .required("seq", .number), .required("at", .time),
    ]
}

extension Schema {
    /// An object with its `type` first, named after it.
    static func frame(_ type: String, _ fields: [Field], suffix: String) -> Schema {
        let name = type.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }
        return .named(
            name.joined() + suffix, .object([.required("type", .constant(type))] + fields))
    }
}
