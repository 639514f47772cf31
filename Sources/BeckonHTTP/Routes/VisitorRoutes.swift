import BeckonAccounts
import BeckonRealtime
import BeckonWire
import Hummingbird

/// Anonymous customers.
struct VisitorRoutes: Resource {
    let accounts: Accounts
    let limits: RateLimits

    static let routes: [Route<Self>] = [
        Route(
            .post, "/api/v1/visitors", "make_visitor", "Become an anonymous customer",
            for: .everyone, body: .fields(.personName.asOptional),
            answers: .created(SignedIn.schema),
            use: make)
    ]

    @Sendable private func make(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        try limits.take(.visitors, by: context.client.limitKey)
        let name = try context.body.optionalString("name")
        let signedIn = try await accounts.makeVisitor(name: name)
        return .json(.created) { json in
            json.field("token", signedIn.token)
            json.object("me", signedIn.me.write)
        }
    }
}
