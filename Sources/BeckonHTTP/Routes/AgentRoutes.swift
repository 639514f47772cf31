import BeckonAccounts
import BeckonModel
import BeckonRealtime
import BeckonStore
import BeckonWire
import HTTPTypes
import Hummingbird
import Logging

struct AgentRoutes: Resource {
    let accounts: Accounts
    let isOnline: @Sendable (StaffID) -> Bool
    let isDemo: Bool
    /// Where links lead; `nil`: to where the admin's own page is from.
    let publicURL: PublicURL?

    static let routes: [Route<Self>] = [
        Route(
            .get, "/api/v1/agents", "list_agents", "All agents", for: .right(.readAgents),
            answers: .ok(
                .required("agents", .array(.object(agent.fields + [secondFactor])))), use: list),
        Route(
            .post, "/api/v1/agents", "invite_agent", "Invite an agent", for: .right(.writeAgents),
            body: .fields(
                .email, .personName.asOptional, .optional("role", .choice(of: Role.self))),
            answers: .created(
                .named("InvitedAgent", .object(agent.fields + [.required("link", link)]))),
            errors: [.emailTaken], use: add),
        Route(
            .patch, "/api/v1/agents/\(.agent)", "change_agent", "Change an agent",
            for: .right(.writeAgents),
            body: .fields(
                .personName.asOptional, .optional("role", .choice(of: Role.self)),
                .optional("disabled", .boolean)), answers: .ok(agent), use: change),
        Route(
            .post, "/api/v1/agents/\(.agent)/link", "make_link",
            "A new invitation or a link for a new password; a former one ends",
            for: .right(.writeAgents),
            answers: .created(.required("link", link)), use: makeLink),
        Route(
            .get, "/api/v1/agents/\(.agent)/sessions", "list_sessions", "An agent's sessions",
            for: .right(.writeAgents), answers: .sessions, use: sessions),
        Route(
            .delete, "/api/v1/agents/\(.agent)/sessions", "end_sessions",
            "End all of an agent's sessions", for: .right(.writeAgents), answers: .ended,
            use: endSessions),
        Route(
            .delete, "/api/v1/agents/\(.agent)/sessions/\(.session)", "end_session",
            "End one of an agent's sessions", for: .right(.writeAgents), answers: .nothing,
            use: endSession),
        Route(
            .delete, "/api/v1/agents/\(.agent)/totp", "remove_second_factor",
            "That agent signs in without a code again", for: .right(.writeAgents),
            answers: .nothing,
            use: removeSecondFactor),
    ]

    private static let agent = Schema.named(
        "Agent",
        .object([
            .required("staff_id", .personID), .required("name", .text), .required("email", .text),
            .required("role", .choice(of: Role.self)), .required("online", .boolean),
            .required("disabled", .boolean),
            .required("invited", .boolean, "Has not accepted yet."),
        ]))

    private static let secondFactor = Schema.Field.optional(
        "second_factor", .boolean, "For admins.")

    private static let link = Schema.named(
        "Link",
        .object([
            .required("kind", .choice(["invitation", "password"])), .required("url", .form(.uri)),
            .required("token", .text), .required("expires_at", .time),
        ]))

    @Sendable private func list(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        let agents = try await accounts.agents()
        var proven: Set<StaffID>?
        if case .staff(_, .admin) = context.identity {
            proven = try await accounts.store.staffWithSecondFactor()
        }
        return .json { json in
            json.array("agents", agents) { json, agent in
                json.object { json in
                    write(agent, into: &json)
                    if let proven { json.field("second_factor", proven.contains(agent.id)) }
                }
            }
        }
    }

    @Sendable private func add(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        let body = context.body
        try Self.refusePassword(body)
        let email = try body.string("email")
        let draft = try AgentDraft(
            name: try body.optionalString("name") ?? Self.name(of: email), email: email,
            password: nil, role: try body.optionalRole("role") ?? .agent)
        let (agent, link) = try await accounts.invite(draft)
        audit("Agent invited", agent, context)
        return .json(.created) { json in
            write(agent, into: &json)
            json.object("link") { write(link, request, into: &$0) }
        }
    }

    /// Until they say it themselves.
    private static func name(of email: String) -> String {
        String(email.prefix { $0 != "@" }.prefix(Limits.nameCharacters))
    }

    private static func refusePassword(_ body: JSONBody) throws(Failure) {
        guard body.has("password") else { return }
        throw .badRequest(
            "password is chosen by the agent: leave it out, and hand on the link instead.")
    }

    @Sendable private func makeLink(_ request: Request, _ context: BeckonRequestContext)
        async throws -> Response
    {
        let id = try context.requireAgentInPath()
        let link = try await accounts.makeLink(for: id)
        audit("Link made: \(link.kind.rawValue)", id, context)
        return .json(.created) { json in
            json.object("link") { write(link, request, into: &$0) }
        }
    }

    private func write(
        _ link: Accounts.Link, _ request: Request, into json: inout JSONWriter
    ) {
        // A request that changes something is from an own origin, or from no page at all.
        let base =
            publicURL?.origin ?? request.headers[.origin]
            ?? "http://\(request.head.authority ?? "")"
        json.field("kind", link.kind.rawValue)
        json.field("url", "\(base)/invite#token=\(link.token)")
        json.field("token", link.token)
        json.field("expires_at", link.expires)
    }

    @Sendable private func sessions(_ request: Request, _ context: BeckonRequestContext)
        async throws -> Response
    {
        let sessions = try await accounts.sessions(of: try context.requireAgentInPath())
        return .sessions(sessions, current: context.session)
    }

    @Sendable private func endSessions(_ request: Request, _ context: BeckonRequestContext)
        async throws -> Response
    {
        let id = try context.requireAgentInPath()
        let ended = try await accounts.endSessions(of: id)
        audit("Sessions ended", id, context)
        return .json { $0.field("ended", ended) }
    }

    @Sendable private func endSession(_ request: Request, _ context: BeckonRequestContext)
        async throws -> Response
    {
        let id = try context.requireAgentInPath()
        try await accounts.endSession(context.text(.session), of: id)
        audit("Session ended", id, context)
        return Response(status: .noContent)
    }

    @Sendable private func removeSecondFactor(_ request: Request, _ context: BeckonRequestContext)
        async throws -> Response
    {
        let id = try context.requireAgentInPath()
        guard try await accounts.removeSecondFactor(of: id) else { throw Failure.notFound }
        audit("Second factor removed", id, context)
        return Response(status: .noContent)
    }

    @Sendable private func change(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        let id = try context.requireAgentInPath()
        let body = context.body
        try Self.refusePassword(body)
        let agent = try await accounts.changeAgent(
            id,
            AgentChange(
                name: try body.optionalString("name"), role: try body.optionalRole("role"),
                isDisabled: try body.optionalBool("disabled")))
        audit("Agent changed", agent, context)
        return .json { write(agent, into: &$0) }
    }

    private func write(_ agent: Agent, into json: inout JSONWriter) {
        json.field("staff_id", agent.id.rawValue)
        json.field("name", agent.name)
        json.field("email", agent.email)
        json.field("role", agent.role.rawValue)
        json.field("online", isOnline(agent.id))
        json.field("disabled", agent.isDisabled)
        json.field("invited", agent.passwordHash == nil && !isDemo)
    }

    private func audit(_ what: String, _ agent: StaffID, _ context: BeckonRequestContext) {
        context.logger.notice(
            "\(what)",
            metadata: ["agent": "\(agent)", "by": "\(context.actor.description)"])
    }

    private func audit(_ what: String, _ agent: Agent, _ context: BeckonRequestContext) {
        context.logger.notice(
            "\(what)",
            metadata: [
                "agent": "\(agent.id)", "role": "\(agent.role.rawValue)",
                "disabled": "\(agent.isDisabled)", "by": "\(context.actor.description)",
            ])
    }
}
