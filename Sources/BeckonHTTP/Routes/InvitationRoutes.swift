import BeckonAccounts
import BeckonRealtime
import BeckonWire
import Hummingbird

/// What the holder of a link does with it: a new agent, or one who needs a new password.
struct InvitationRoutes: Sendable {
    let accounts: Accounts
    let limits: RateLimits
    let door: SignInDoor

    func addRoutes(to api: some RouterMethods<BeckonRequestContext>) {
        api.post("invitations/read", for: .everyone, use: read)
        api.post("invitations/accept", for: .everyone, use: accept)
    }

    @Sendable private func read(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        try limits.take(.setup, by: context.client.limitKey)
        let invited = try await accounts.readLink(
            try await JSONBody(request).string("token"))
        return .json { json in
            json.field("kind", invited.kind.rawValue)
            json.field("name", invited.name)
            json.field("email", invited.email)
            json.field("expires_at", invited.expires)
        }
    }

    @Sendable private func accept(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        try limits.take(.setup, by: context.client.limitKey)
        let body = try await JSONBody(request)
        let signIn = try await accounts.accept(
            try body.string("token"), name: try body.optionalString("name"),
            password: try body.string("password"), visit: door.visit(request, context))
        return door.answer(.created, signIn, context)
    }
}
