import BeckonModel

extension ClientFrame {
    /// What clients send on a socket.
    package enum FrameType: String, CaseIterable, Sendable {
        case auth, ping
        case createTicket = "create_ticket"
        case message, note
        case pickTicket = "pick_ticket"
        case release, transfer
        case setStatus = "set_status"
        case setPriority = "set_priority"
        case setSubject = "set_subject"
        case setTags = "set_tags"
        case move
        case rate, status, watch, leave, sync, typing, delivered, seen
    }

    package static let schema = Schema.named(
        "ClientFrame", .anyOf(FrameType.allCases.map(\.schema)))

    /// Those that are also taken by `POST /api/v1/commands`.
    package static let commandSchema = Schema.named(
        "CommandFrame", .anyOf(FrameType.allCases.filter { !$0.isForSockets }.map(\.schema)))
}

extension ClientFrame.FrameType {
    /// Makes no sense without a socket.
    package var isForSockets: Bool {
        switch self {
        case .auth, .sync, .watch, .leave: true
        default: false
        }
    }

    package var schema: Schema {
        .frame(rawValue, fields + [.optional("client_id", .clientID)], suffix: "Command")
            .asReceived
    }

    private var fields: [Schema.Field] {
        let ticket = Schema.Field.required("ticket_id", .ticketID)
        let text = Schema.Field.required("text", .text(max: Limits.textCharacters))
        switch self {
        case .auth: return [.required("token", .text)]
        case .ping: return []
        case .createTicket:
            return [
                text.asOptional, .optional("subject", .text(max: Limits.subjectCharacters)),
                .optional("inbox", .documentID, "`main` when absent."),
            ]
        case .message:
            return [
                ticket, text,
                .optional("offline", .boolean, "Of customers: leaves it while the chat is paused."),
                .optional("seen_seq", .number, "Of staff: what they had seen when they wrote."),
            ]
        case .note: return [ticket, text]
        case .pickTicket, .release, .leave, .typing: return [ticket]
        case .transfer: return [ticket, .required("staff_id", .personID)]
        case .setStatus: return [ticket, .required("status", .choice(of: Status.self))]
        case .setPriority: return [ticket, .required("priority", .choice(of: Priority.self))]
        case .setSubject:
            return [ticket, .required("subject", .text(max: Limits.subjectCharacters))]
        case .setTags:
            return [
                ticket, .optional("add", .array(.documentID, max: Limits.ticketTags)),
                .optional("remove", .array(.documentID, max: Limits.ticketTags)),
            ]
        case .move:
            return [
                ticket, .optional("inbox", .documentID, "Stays when absent."),
                .optional(
                    "team", .anyOf([.choice([""]), .documentID]),
                    "Stays when absent; empty: none."),
            ]
        case .rate:
            return [
                ticket, .required("score", .integer(1...5)),
                .optional("comment", .text(0...Limits.commentCharacters)),
            ]
        case .status: return [.required("status", .choice(["online", "offline"]))]
        case .watch: return [.optional("on", .boolean, "True when absent.")]
        case .sync: return [ticket, .required("after", .number)]
        case .delivered, .seen: return [ticket, .required("seq", .number)]
        }
    }
}
