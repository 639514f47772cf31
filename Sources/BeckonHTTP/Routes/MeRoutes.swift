import BeckonAccounts
import BeckonModel
import BeckonWire
import Hummingbird

struct MeRoutes: Sendable {
    let accounts: Accounts
    let limits: RateLimits

    func addRoutes(to api: some RouterMethods<BeckonRequestContext>) {
        api.get("me", for: .signedIn, use: read)
        api.patch("me", for: .signedIn, use: rename)
        api.put("me/email", for: .customer, use: setEmail)
    }

    @Sendable private func read(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        let me = try await accounts.me(try context.requireIdentity())
        return .json { me.write(into: &$0) }
    }

    /// Who left their address can be written to; whether it is theirs nobody knows.
    @Sendable private func setEmail(_ request: Request, _ context: BeckonRequestContext)
        async throws -> Response
    {
        guard case .customer(let customer) = try context.requireIdentity() else {
            throw Failure.forbidden
        }
        let body = try await JSONBody(request)
        let email = try body.optionalString("email")
        let password = try body.optionalString("password")
        try limits.take(.email, by: customer.id.rawValue)
        let me = try await accounts.setEmail(of: customer.id, to: email, password: password)
        return .json { me.write(into: &$0) }
    }

    @Sendable private func rename(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        let name = try await JSONBody(request).string("name")
        let me = try await accounts.rename(try context.requireIdentity(), to: name)
        return .json { me.write(into: &$0) }
    }
}
