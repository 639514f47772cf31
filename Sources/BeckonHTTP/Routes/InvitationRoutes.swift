import BeckonAccounts
import BeckonRealtime
import BeckonWire
import Hummingbird

/// What the holder of a link does with it: a new agent, or one who needs a new password.
struct InvitationRoutes: Resource {
    let accounts: Accounts
    let limits: RateLimits
    let door: SignInDoor

    static let routes: [Route<Self>] = [
        Route(
            .post, "/api/v1/invitations/read", "read_invitation", "What a link is good for",
            for: .everyone, body: .fields(.token),
            answers: .ok(
                .required("kind", .choice(["invitation", "password"])), .required("name", .text),
                .required("email", .text), .required("expires_at", .time)),
            errors: [.notFound], use: read),
        Route(
            .post, "/api/v1/invitations/accept", "accept_invitation",
            "Choose a password by a link; all former sessions end", for: .everyone,
            body: .fields(.token, .newPassword("password"), .personName.asOptional),
            answers: .created(SignInDoor.signedIn), .ok(SignInDoor.codeNeeded),
            errors: [.notFound], use: accept),
    ]

    @Sendable private func read(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        try limits.take(.setup, by: context.client.limitKey)
        let invited = try await accounts.readLink(
            try context.body.string("token"))
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
        let body = context.body
        let signIn = try await accounts.accept(
            try body.string("token"), name: try body.optionalString("name"),
            password: try body.string("password"), visit: door.visit(request, context))
        return door.answer(.created, signIn, context)
    }
}
