import BeckonAccounts
import BeckonRealtime
import BeckonWire
import Hummingbird

/// The first admin, once, by the link of the log.
struct SetupRoutes: Sendable {
    let accounts: Accounts
    let limits: RateLimits
    let door: SignInDoor

    func addRoutes(to api: some RouterMethods<BeckonRequestContext>) {
        api.get("setup", for: .everyone, use: read)
        api.post("setup", for: .everyone, use: setUp)
    }

    @Sendable private func read(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        let isNeeded = try await accounts.needsSetup()
        return .json { $0.field("needed", isNeeded) }
    }

    @Sendable private func setUp(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        try limits.take(.setup, by: context.client.limitKey)
        let body = try await JSONBody(request)
        let signedIn = try await accounts.setUp(
            token: try body.string("token"), name: try body.string("name"),
            email: try body.string("email"), password: try body.string("password"),
            visit: door.visit(request, context))
        return door.answer(.created, .done(signedIn), context)
    }
}
