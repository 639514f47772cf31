import BeckonAccounts
import BeckonModel
import BeckonStore
import BeckonWire
import Hummingbird
import Logging

/// What agents look after themselves: password, sessions, second factor. What asks for the password or a code counts the tries.
struct OwnAccountRoutes: Resource {
    let accounts: Accounts
    let limits: RateLimits

    static let routes: [Route<Self>] = [
        Route(
            .post, "/api/v1/me/password", "change_my_password",
            "Change one's password; all other sessions end", for: .right(.ownAccount),
            body: .fields(.required("old_password", .text), .newPassword("new_password")),
            answers: .nothing, errors: [.wrongPassword], use: changePassword),
        Route(
            .get, "/api/v1/me/sessions", "list_my_sessions", "One's sessions, newest first",
            for: .right(.ownAccount), answers: .sessions, use: sessions),
        Route(
            .delete, "/api/v1/me/sessions", "end_my_other_sessions", "End all but this session",
            for: .right(.ownAccount), answers: .ended, use: endOthers),
        Route(
            .delete, "/api/v1/me/sessions/\(.session)", "end_my_session",
            "End one of one's sessions", for: .right(.ownAccount), answers: .nothing, use: end),
        Route(
            .get, "/api/v1/me/totp", "read_my_second_factor", "Whether sign-in asks for a code",
            for: .right(.ownAccount),
            answers: .ok(
                .required("on", .boolean), .optional("since", .time),
                .required("recovery_codes_left", .number)), use: secondFactor),
        Route(
            .post, "/api/v1/me/totp", "begin_second_factor",
            "Begin with a second factor; nothing is asked for before it is confirmed",
            for: .right(.ownAccount),
            body: .fields(.password),
            answers: .created(.required("secret", .text), .required("uri", .form(.uri))),
            errors: [.wrongPassword, .secondFactorOn], use: begin),
        Route(
            .post, "/api/v1/me/totp/confirm", "confirm_second_factor", "Turn it on",
            for: .right(.ownAccount),
            body: .fields(.code), answers: .recoveryCodes,
            errors: [.wrongCode, .secondFactorOn, .notFound], use: confirm),
        Route(
            .post, "/api/v1/me/totp/recovery-codes", "renew_recovery_codes",
            "New recovery codes; the former ones end", for: .right(.ownAccount),
            body: .fields(.password, .code), answers: .recoveryCodes,
            errors: [.wrongPassword, .wrongCode, .notFound], use: renewCodes),
        Route(
            .post, "/api/v1/me/totp/disable", "end_second_factor", "Sign in without a code again",
            for: .right(.ownAccount), body: .fields(.password, .code), answers: .nothing,
            errors: [.wrongPassword, .wrongCode, .notFound], use: disable),
    ]

    // MARK: Password and sessions

    @Sendable private func changePassword(_ request: Request, _ context: BeckonRequestContext)
        async throws -> Response
    {
        let staff = try context.requireStaff()
        let body = context.body
        let (old, new) = (try body.string("old_password"), try body.string("new_password"))
        try limits.take(.ownPassword, by: staff.rawValue)
        try await accounts.changePassword(
            of: staff, from: old, to: new, keeping: context.session)
        audit("Password changed", context)
        return Response(status: .noContent)
    }

    @Sendable private func sessions(_ request: Request, _ context: BeckonRequestContext)
        async throws -> Response
    {
        let sessions = try await accounts.sessions(of: try context.requireStaff())
        return .sessions(sessions, current: context.session)
    }

    @Sendable private func end(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        try await accounts.endSession(
            context.text(.session), of: try context.requireStaff())
        return Response(status: .noContent)
    }

    @Sendable private func endOthers(_ request: Request, _ context: BeckonRequestContext)
        async throws -> Response
    {
        let ended = try await accounts.endSessions(
            of: try context.requireStaff(), except: context.session)
        return .json { $0.field("ended", ended) }
    }

    // MARK: Second factor

    @Sendable private func secondFactor(_ request: Request, _ context: BeckonRequestContext)
        async throws -> Response
    {
        let state = try await accounts.secondFactor(of: try context.requireStaff())
        return .json { json in
            json.field("on", state.since != nil)
            if let since = state.since { json.field("since", since) }
            json.field("recovery_codes_left", state.recoveryCodesLeft)
        }
    }

    @Sendable private func begin(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        let staff = try context.requireStaff()
        let password = try context.body.string("password")
        try limits.take(.ownPassword, by: staff.rawValue)
        let (secret, uri) = try await accounts.beginSecondFactor(of: staff, password: password)
        return .json(.created) { json in
            json.field("secret", secret)
            json.field("uri", uri)
        }
    }

    @Sendable private func confirm(_ request: Request, _ context: BeckonRequestContext)
        async throws -> Response
    {
        let staff = try context.requireStaff()
        let code = try context.body.string("code")
        try limits.take(.codes, by: "\(staff) own")
        let codes = try await accounts.confirmSecondFactor(of: staff, code: code)
        audit("Second factor turned on", context)
        return Self.answer(codes)
    }

    @Sendable private func renewCodes(_ request: Request, _ context: BeckonRequestContext)
        async throws -> Response
    {
        let staff = try context.requireStaff()
        let body = context.body
        let (password, code) = (try body.string("password"), try body.string("code"))
        try limits.take(.ownPassword, by: staff.rawValue)
        let codes = try await accounts.renewRecoveryCodes(
            of: staff, password: password, code: code)
        audit("Recovery codes renewed", context)
        return Self.answer(codes)
    }

    @Sendable private func disable(_ request: Request, _ context: BeckonRequestContext)
        async throws -> Response
    {
        let staff = try context.requireStaff()
        let body = context.body
        let (password, code) = (try body.string("password"), try body.string("code"))
        try limits.take(.ownPassword, by: staff.rawValue)
        try await accounts.endSecondFactor(of: staff, password: password, code: code)
        audit("Second factor turned off", context)
        return Response(status: .noContent)
    }

    private static func answer(_ codes: [String]) -> Response {
        .json { json in json.array("recovery_codes", codes) { $0.string($1) } }
    }

    private func audit(_ what: String, _ context: BeckonRequestContext) {
        context.logger.notice("\(what)", metadata: ["by": "\(context.actor.description)"])
    }
}

extension Operation.Answer {
    static let sessions = Operation.Answer.ok(
        .required(
            "sessions",
            .array(
                .named(
                    "Session",
                    .object([
                        .required("session_id", .text), .required("created_at", .time),
                        .required("last_seen_at", .time), .optional("address", .text),
                        .optional("agent", .text, "The browser's words."),
                        .required("current", .boolean),
                    ])))))
    static let ended = Operation.Answer.ok(.required("ended", .number, "How many."))
    fileprivate static let recoveryCodes = Operation.Answer.ok(
        .required("recovery_codes", .array(.text)), about: "They are shown this once.")
}

extension Response {
    static func sessions(_ sessions: [Session], current: SessionID?) -> Response {
        .json { json in
            json.array("sessions", sessions) { json, session in
                json.object { json in
                    json.field("session_id", session.id.name)
                    json.field("created_at", session.createdAt)
                    json.field("last_seen_at", session.lastSeenAt)
                    json.field("address", session.origin.address)
                    json.field("agent", session.origin.agent)
                    json.field("current", session.id == current)
                }
            }
        }
    }
}
