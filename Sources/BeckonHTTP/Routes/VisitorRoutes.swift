import BeckonAccounts
import BeckonRealtime
import BeckonWire
import Hummingbird

/// Anonymous customers.
struct VisitorRoutes: Sendable {
    let accounts: Accounts
    let limits: RateLimits

    func addRoutes(to api: some RouterMethods<BeckonRequestContext>) {
        api.post("visitors", for: .everyone, use: make)
    }

    @Sendable private func make(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        try limits.take(.visitors, by: context.client.limitKey)
        let name = try await JSONBody(request).optionalString("name")
        let signedIn = try await accounts.makeVisitor(name: name)
        return .json(.created) { json in
            json.field("token", signedIn.token)
            json.object("me", signedIn.me.write)
        }
    }
}
