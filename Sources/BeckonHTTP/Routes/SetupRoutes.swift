import BeckonAccounts
import BeckonRealtime
import BeckonWire
import Hummingbird

/// The first admin, once, by the link of the log.
struct SetupRoutes: Resource {
    let accounts: Accounts
    let limits: RateLimits
    let door: SignInDoor

    static let routes: [Route<Self>] = [
        Route(
            .get, "/api/v1/setup", "read_setup", "Whether there is no admin yet", for: .everyone,
            answers: .ok(.required("needed", .boolean)), use: read),
        Route(
            .post, "/api/v1/setup", "set_up", "Make the first admin by the link of the log",
            for: .everyone, body: .fields(.token, .personName, .email, .newPassword("password")),
            answers: .created(SignInDoor.signedIn), errors: [.notFound], use: setUp),
    ]

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
        let body = context.body
        let signedIn = try await accounts.setUp(
            token: try body.string("token"), name: try body.string("name"),
            email: try body.string("email"), password: try body.string("password"),
            visit: door.visit(request, context))
        return door.answer(.created, .done(signedIn), context)
    }
}
