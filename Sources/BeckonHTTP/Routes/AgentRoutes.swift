import BeckonModel
import BeckonStore
import BeckonWire
import Hummingbird
import Logging

struct AgentRoutes: Sendable {
    let accounts: Accounts
    let isOnline: @Sendable (StaffID) -> Bool

    func addRoutes(to api: some RouterMethods<BeckonRequestContext>) {
        api.get("agents", for: .staff, use: list)
        api.post("agents", for: .admin, use: add)
        api.patch("agents/:id", for: .admin, use: change)
    }

    @Sendable private func list(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        let agents = try await accounts.agents()
        return .json { json in
            json.array("agents", agents) { json, agent in
                json.object { write(agent, into: &$0) }
            }
        }
    }

    @Sendable private func add(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        let body = try await JSONBody(request)
        let draft = try AgentDraft(
            name: try body.string("name"), email: try body.string("email"),
            password: try body.string("password"),
            role: try body.optionalRole("role") ?? .agent)
        let agent = try await accounts.addAgent(draft)
        audit("Agent added", agent, context)
        return .json(.created) { write(agent, into: &$0) }
    }

    @Sendable private func change(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        guard let id = context.parameters.get("id").flatMap({ StaffID($0) }) else {
            throw Failure.notFound
        }
        let body = try await JSONBody(request)
        let agent = try await accounts.changeAgent(
            id,
            AgentChange(
                name: try body.optionalString("name"), role: try body.optionalRole("role"),
                isDisabled: try body.optionalBool("disabled"),
                password: try body.optionalString("password")))
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
