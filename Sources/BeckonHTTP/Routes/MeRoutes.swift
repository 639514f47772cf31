import BeckonWire
import Hummingbird

struct MeRoutes: Sendable {
    let accounts: Accounts

    func addRoutes(to api: some RouterMethods<BeckonRequestContext>) {
        api.get("me", for: .signedIn, use: read)
        api.patch("me", for: .signedIn, use: rename)
    }

    @Sendable private func read(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        let me = try await accounts.me(try context.requireIdentity())
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
