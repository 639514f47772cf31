import BeckonModel

extension Failure {
    /// The one table of errors: stable code, HTTP status, what it means.
    package enum Code: String, Hashable, Sendable, CaseIterable {
        case badJSON = "bad_json"
        case badRequest = "bad_request"
        case unknownType = "unknown_type"
        case notAuthenticated = "not_authenticated"
        case wrongCredentials = "wrong_credentials"
        case forbidden
        case wrongPassword = "wrong_password"
        case wrongCode = "wrong_code"
        case notFound = "not_found"
        case timeout
        case chatPaused = "chat_paused"
        case leaveMessageOff = "leave_message_off"
        case notAssigned = "not_assigned"
        case mustRepick = "must_repick"
        case alreadyPicked = "already_picked"
        case staffOffline = "staff_offline"
        case invalidTransition = "invalid_transition"
        case ticketClosed = "ticket_closed"
        case readOnly = "read_only"
        case newerMessages = "newer_messages"
        case clientIDReused = "client_id_reused"
        case ticketFull = "ticket_full"
        case emailTaken = "email_taken"
        case alreadyRegistered = "already_registered"
        case secondFactorOn = "second_factor_on"
        case changedMeanwhile = "changed_meanwhile"
        case tooLarge = "too_large"
        case rateLimited = "rate_limited"
        case `internal`
        case storeUnavailable = "store_unavailable"
        case draining

        package var status: Int {
            switch self {
            case .badJSON, .badRequest, .unknownType: 400
            case .notAuthenticated, .wrongCredentials: 401
            case .forbidden, .wrongPassword, .wrongCode: 403
            case .notFound: 404
            case .timeout: 408
            case .chatPaused, .leaveMessageOff, .notAssigned, .mustRepick, .alreadyPicked,
                .staffOffline, .invalidTransition, .ticketClosed, .readOnly, .newerMessages,
                .clientIDReused, .ticketFull, .emailTaken, .alreadyRegistered, .secondFactorOn,
                .changedMeanwhile:
                409
            case .tooLarge: 413
            case .rateLimited: 429
            case .internal: 500
            case .storeUnavailable, .draining: 503
            }
        }

        /// Those that a ticket's rules give.
        package static let ofTickets: [Code] = [
            .chatPaused, .leaveMessageOff, .notAssigned, .mustRepick, .alreadyPicked,
            .staffOffline, .invalidTransition, .ticketClosed, .readOnly, .newerMessages,
            .clientIDReused, .ticketFull,
        ]
    }
}

extension Failure {
    /// What `writeDetails` adds to `code` and `message`.
    static let detailFields: [Schema.Field] = [
        .optional("count", .number, "Of `newer_messages`."),
        .optional("by", StaffReference.schema, "Of `already_picked`."),
        .optional("retry_after_ms", .number, "Of `rate_limited`."),
        .optional("fields", .array(FieldError.schema), "Of `bad_request`, where it is a value."),
        .optional("current", Settings.Item.schema, "Of `changed_meanwhile`."),
    ]

    /// The body of every answer that is an error; only malformed requests get one without a `request_id`.
    package static let schema = Schema.named(
        "Error",
        .object([
            .required(
                "error",
                .object(
                    [
                        .required("code", .choice(of: Code.self)), .required("message", .text),
                        .optional("request_id", .text, "To ask about; also in the server's log."),
                    ] + detailFields))
        ]))
}
