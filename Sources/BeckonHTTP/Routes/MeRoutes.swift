import BeckonAccounts
import BeckonModel
import BeckonWire
import Hummingbird

struct MeRoutes: Resource {
    let accounts: Accounts
    let documents: Documents
    let limits: RateLimits

    static let routes: [Route<Self>] = [
        Route(
            .get, "/api/v1/me", "read_me", "Oneself", for: .signedIn, answers: .ok(whole), use: read
        ),
        Route(
            .patch, "/api/v1/me", "rename_me", "Change one's name", for: .signedIn,
            body: .fields(.personName), answers: .ok(Me.schema), use: rename),
        Route(
            .put, "/api/v1/me/email", "set_my_email",
            "Leave an e-mail address, or (a visitor) take it back with null",
            for: .right(.ownCustomerAccount),
            body: .fields(.email.asOptional, .password.asOptional), answers: .ok(Me.schema),
            errors: [.wrongPassword], use: setEmail),
    ]

    private static let whole = Schema.object(
        Me.schema.fields + [
            .optional("preferences", Settings.Item.schema, "Of agents: what they like.")
        ])

    @Sendable private func read(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        let identity = try context.requireIdentity()
        let me = try await accounts.me(identity)
        return .json { json in
            me.write(into: &json)
            if let preferences = preferences(of: identity) {
                json.object("preferences") { DocumentJSON.write(preferences, into: &$0) }
            }
        }
    }

    private func preferences(of identity: Identity) -> Settings.Item? {
        guard case .staff(let staff, _) = identity else { return nil }
        let key = DocumentKey(Preferences.kind, DocumentID(unchecked: staff.id.rawValue))
        return documents.now[key] ?? DocumentKind.named(Preferences.kind)?.unsaved(key)
    }

    /// Who left their address can be written to; whether it is theirs nobody knows.
    @Sendable private func setEmail(_ request: Request, _ context: BeckonRequestContext)
        async throws -> Response
    {
        guard case .customer(let customer) = try context.requireIdentity() else {
            throw Failure.forbidden
        }
        let body = context.body
        let email = try body.optionalString("email")
        let password = try body.optionalString("password")
        try limits.take(.email, by: customer.id.rawValue)
        let me = try await accounts.setEmail(of: customer.id, to: email, password: password)
        return .json { me.write(into: &$0) }
    }

    @Sendable private func rename(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        let name = try context.body.string("name")
        let me = try await accounts.rename(try context.requireIdentity(), to: name)
        return .json { me.write(into: &$0) }
    }
}
