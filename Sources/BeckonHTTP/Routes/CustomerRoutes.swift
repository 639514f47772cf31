import BeckonAccounts
import BeckonModel
import BeckonRealtime
import BeckonStore
import BeckonWire
import Hummingbird

struct CustomerRoutes: Resource {
    let accounts: Accounts
    let documents: Documents
    let limits: RateLimits
    let door: SignInDoor
    let isOnline: @Sendable (UserID) -> Bool
    let ticketCount: @Sendable (UserID, Scope) async throws -> Int

    static let routes: [Route<Self>] = [
        Route(
            .post, "/api/v1/customers/register", "register_customer",
            "Make an account; a visitor who sends their token keeps id and tickets",
            for: .everyone, body: .fields(.personName, .email, .newPassword("password")),
            answers: .created(SignedIn.schema), errors: [.alreadyRegistered], use: register),
        Route(
            .post, "/api/v1/customers/login", "login_customer",
            "Sign in to an account; the tickets of a visitor who sends their token move to it",
            for: .everyone, body: .fields(.email, .password), answers: .ok(SignedIn.schema),
            errors: [.wrongCredentials], use: login),
        Route(
            .get, "/api/v1/customers/\(.customer)", "read_customer", "A customer",
            for: .right(.readCustomers),
            answers: .ok(
                .required("user_id", .personID), .required("name", .text),
                .optional("email", .text), .optional("email_verified", .boolean),
                .required("registered", .boolean), .required("online", .boolean),
                .required("created_at", .time), .required("tickets", .number)), use: read),
    ]

    @Sendable private func register(_ request: Request, _ context: BeckonRequestContext)
        async throws -> Response
    {
        try limits.take(.register, by: context.client.limitKey)
        // A token that means nobody (any more) is a visitor who has registered already, most likely: no second account by mistake.
        if request.headers[.authorization] != nil, context.identity == nil {
            throw Failure.notAuthenticated
        }
        let body = context.body
        let email = try body.string("email")
        // Who registers with a password and then signs in has tried it: that counts as a login.
        try door.admitRegistration(email, context)
        let signedIn = try await accounts.register(
            name: try body.string("name"), email: email,
            password: try body.string("password"), visitor: Self.customer(context),
            share: .stranger(context.client.limitKey),
            origin: context.origin(of: request))
        return Self.answer(.created, signedIn)
    }

    @Sendable private func login(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        let body = context.body
        let email = try body.string("email")
        let password = try body.string("password")
        let share = try door.admitCustomer(email, context)
        let signedIn = try await accounts.loginCustomer(
            email: email, password: password, visitor: Self.customer(context), share: share,
            origin: context.origin(of: request))
        return Self.answer(.ok, signedIn)
    }

    @Sendable private func read(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        guard let id = UserID(context.text(.customer)),
            let customer = try await accounts.customer(id)
        else { throw Failure.notFound }
        let scope = documents.now.scope(of: try context.requireIdentity()) ?? .everything
        let tickets = try await ticketCount(id, scope)
        // Who may not know of all tickets knows of those customers who have one of theirs.
        guard tickets > 0 || scope.isEverything else { throw Failure.notFound }
        return .json { json in
            json.field("user_id", customer.id.rawValue)
            json.field("name", customer.name)
            json.field("email", customer.email)
            if customer.email != nil { json.field("email_verified", customer.isEmailVerified) }
            json.field("registered", customer.isRegistered)
            json.field("online", isOnline(customer.id))
            json.field("created_at", customer.createdAt)
            json.field("tickets", tickets)
        }
    }

    private static func customer(_ context: BeckonRequestContext) -> UserID? {
        if case .customer(let customer) = context.identity { customer.id } else { nil }
    }

    private static func answer(
        _ status: HTTPResponse.Status, _ signedIn: Accounts.SignedIn
    ) -> Response {
        .json(status) { json in
            json.field("token", signedIn.token)
            json.object("me", signedIn.me.write)
        }
    }
}
