import BeckonAccounts
import BeckonModel
import BeckonStore
import BeckonWire
import Hummingbird
import Logging

/// What agents look after themselves: password, sessions, second factor. What asks for the password or a code counts the tries.
struct OwnAccountRoutes: Sendable {
    let accounts: Accounts
    let limits: RateLimits

    func addRoutes(to api: some RouterMethods<BeckonRequestContext>) {
        api.post("me/password", for: .staff, use: changePassword)
        api.get("me/sessions", for: .staff, use: sessions)
        api.delete("me/sessions", for: .staff, use: endOthers)
        api.delete("me/sessions/:session", for: .staff, use: end)
        api.get("me/totp", for: .staff, use: secondFactor)
        api.post("me/totp", for: .staff, use: begin)
        api.post("me/totp/confirm", for: .staff, use: confirm)
        api.post("me/totp/recovery-codes", for: .staff, use: renewCodes)
        api.post("me/totp/disable", for: .staff, use: disable)
    }

    // MARK: Password and sessions

    @Sendable private func changePassword(_ request: Request, _ context: BeckonRequestContext)
        async throws -> Response
    {
        let staff = try context.requireStaff()
        let body = try await JSONBody(request)
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
            context.parameters.get("session") ?? "", of: try context.requireStaff())
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
        let password = try await JSONBody(request).string("password")
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
        let code = try await JSONBody(request).string("code")
        try limits.take(.codes, by: "\(staff) own")
        let codes = try await accounts.confirmSecondFactor(of: staff, code: code)
        audit("Second factor turned on", context)
        return Self.answer(codes)
    }

    @Sendable private func renewCodes(_ request: Request, _ context: BeckonRequestContext)
        async throws -> Response
    {
        let staff = try context.requireStaff()
        let body = try await JSONBody(request)
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
        let body = try await JSONBody(request)
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
