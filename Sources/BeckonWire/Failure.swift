package import BeckonModel

/// Every way in which a frame or a request can fail, for whoever sent it. `code` is stable; `message` is for people.
package enum Failure: Error, Hashable, Sendable {
    case badJSON
    case badRequest(String)
    case unknownType(String)
    case notAuthenticated
    case wrongCredentials
    case forbidden
    /// Not here, for everybody alike; says why.
    case refused(String)
    case notFound
    case emailTaken
    case alreadyRegistered
    case secondFactorOn
    case wrongPassword
    case wrongCode
    case tooLarge
    case rateLimited(retryAfterMilliseconds: Int)
    case ticket(TicketError)
    /// Several values at once; at least one.
    case invalidFields([FieldError])
    /// It is another one than the sender has seen; this is it, as JSON.
    case changedMeanwhile(current: [UInt8])
    case storeUnavailable
    case draining
    case `internal`

    package var code: String { kind.rawValue }
    package var status: Int { kind.status }

    package var kind: Code {
        switch self {
        case .badJSON: .badJSON
        case .badRequest: .badRequest
        case .unknownType: .unknownType
        case .notAuthenticated: .notAuthenticated
        case .wrongCredentials: .wrongCredentials
        case .forbidden, .refused: .forbidden
        case .notFound: .notFound
        case .emailTaken: .emailTaken
        case .alreadyRegistered: .alreadyRegistered
        case .secondFactorOn: .secondFactorOn
        case .wrongPassword: .wrongPassword
        case .wrongCode: .wrongCode
        case .tooLarge: .tooLarge
        case .rateLimited: .rateLimited
        case .storeUnavailable: .storeUnavailable
        case .draining: .draining
        case .internal: .internal
        case .invalidFields: .badRequest
        case .changedMeanwhile: .changedMeanwhile
        case .ticket(let error): Self.kind(error)
        }
    }

    private static func kind(_ error: TicketError) -> Code {
        switch error {
        case .invalid: .badRequest
        case .notFound: .notFound
        case .forbidden: .forbidden
        case .chatPaused: .chatPaused
        case .leaveMessageOff: .leaveMessageOff
        case .notAssigned: .notAssigned
        case .mustRepick: .mustRepick
        case .alreadyPicked: .alreadyPicked
        case .staffOffline: .staffOffline
        case .invalidTransition: .invalidTransition
        case .ticketClosed: .ticketClosed
        case .readOnly: .readOnly
        case .newerMessages: .newerMessages
        case .clientIDReused: .clientIDReused
        case .ticketFull: .ticketFull
        }
    }

    package var message: String {
        switch self {
        case .badJSON: "This is not a JSON object."
        case .badRequest(let what), .refused(let what): what
        case .unknownType(let type):
            "There is no frame of type \(Text.clipped(type, characters: 40))."
        case .notAuthenticated: "Sign in first."
        case .wrongCredentials: "Email or password is wrong."
        case .forbidden: "You may not do this."
        case .notFound: "There is no such thing here."
        case .alreadyRegistered: "You have registered already. Sign in instead."
        case .secondFactorOn: "The second factor is on already."
        case .wrongPassword: "This is not your password."
        case .wrongCode: "This code is wrong, or was used already."
        case .emailTaken: "Somebody has registered with this email already."
        case .tooLarge: "This is too large."
        case .rateLimited: "That was too fast. Wait a moment and try again."
        case .storeUnavailable:
            "The data cannot be used just now, and nothing was changed. Please try again in a moment."
        case .draining: "Beckon is restarting. Please try again in a moment."
        case .internal: "Something went wrong on our side."
        case .invalidFields(let errors):
            errors.map { Self.message($0.field, $0.problem) }.joined(separator: " ")
        case .changedMeanwhile: "Somebody has changed this meanwhile. Nothing was saved."
        case .ticket(let error): Self.message(error)
        }
    }

    private static func message(_ error: TicketError) -> String {
        switch error {
        case .invalid(let field, let problem): Self.message(field, problem)
        case .notFound: Failure.notFound.message
        case .forbidden: Failure.forbidden.message
        case .chatPaused: "The chat is paused. Nothing was sent."
        case .leaveMessageOff: "The chat is paused, and messages cannot be left here."
        case .notAssigned: "Pick the ticket first."
        case .mustRepick: "You were offline. Pick the ticket again first."
        case .alreadyPicked(let staff): "\(staff.name) has this ticket."
        case .staffOffline: "Go online first, or choose somebody who is online."
        case .invalidTransition(let status): "A ticket that is \(status.rawValue) cannot do this."
        case .ticketClosed: "This ticket is closed."
        case .readOnly(.damaged):
            "Part of this ticket cannot be read any more, so that nothing can be added to it."
        case .readOnly(.newer):
            "A newer version of Beckon has worked on this ticket. Here it can only be read."
        case .newerMessages(let count):
            count == 1 ? "There is 1 newer message." : "There are \(count) newer messages."
        case .clientIDReused: "This client_id was used for another text already."
        case .ticketFull: "This ticket has reached its limit. Please open a new one."
        }
    }

    private static func message(_ field: String, _ problem: FieldProblem) -> String {
        switch problem {
        case .missing: "\(field) is missing."
        case .wrongType: "\(field) has the wrong type."
        case .empty: "\(field) is empty."
        case .tooLong(let max): "\(field) is longer than \(max)."
        case .tooShort(let min): "\(field) is shorter than \(min)."
        case .tooSmall(let min): "\(field) is less than \(min)."
        case .tooLarge(let max): "\(field) is more than \(max)."
        case .notAllowed: "\(field) has a value that is not allowed."
        case .taken: "\(field) is taken."
        case .unknown: "\(field) is not known here."
        case .privateAddress: "\(field) is an address that not everybody can reach."
        }
    }

    /// Further members of the error object.
    package func writeDetails(into json: inout JSONWriter) {
        switch self {
        case .ticket(.invalid(let field, let problem)):
            Self.write([FieldError(field, problem)], into: &json)
        case .invalidFields(let errors): Self.write(errors, into: &json)
        case .changedMeanwhile(let current): json.raw("current", current)
        case .ticket(.newerMessages(let count)): json.field("count", count)
        case .ticket(.alreadyPicked(let staff)):
            json.object("by") { json in
                json.field("staff_id", staff.id.rawValue)
                json.field("name", staff.name)
            }
        case .rateLimited(let milliseconds): json.field("retry_after_ms", milliseconds)
        default: break
        }
    }

    private static func write(_ errors: [FieldError], into json: inout JSONWriter) {
        json.array("fields", errors) { json, error in
            json.object { json in
                json.field("field", error.field)
                json.field("problem", error.problem.code)
                switch error.problem {
                case .tooLong(let max), .tooLarge(let max): json.field("max", max)
                case .tooShort(let min), .tooSmall(let min): json.field("min", min)
                default: break
                }
            }
        }
    }

    /// One value of a request that is not as it must be.
    package static func invalid(_ field: String, _ problem: FieldProblem) -> Failure {
        .ticket(.invalid(field: field, problem: problem))
    }
}

/// Codes with which the server closes a socket (RFC 6455, section 7.4, and 4000–4999 of our own).
package enum CloseCode: UInt16, Sendable {
    case normal = 1000
    case goingAway = 1001
    case protocolError = 1002
    case unsupportedData = 1003
    case invalidPayload = 1007
    case tooBig = 1009
    case internalError = 1011
    case serviceRestart = 1012
    /// Nobody signed in within the deadline, or signed out.
    case notAuthenticated = 4401
    /// Signed in, but not as the one in the path.
    case wrongIdentity = 4403
    /// The reader fell behind: reconnect and sync; nothing is lost.
    case slowReader = 4408
    case tooMany = 4429
}
