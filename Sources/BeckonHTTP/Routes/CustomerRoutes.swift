import BeckonAccounts
import BeckonModel
import BeckonRealtime
import BeckonStore
import BeckonWire
import Hummingbird

struct CustomerRoutes: Sendable {
    let accounts: Accounts
    let limits: RateLimits
    let door: SignInDoor
    let isOnline: @Sendable (UserID) -> Bool
    let ticketCount: @Sendable (UserID) async throws -> Int

    func addRoutes(to api: some RouterMethods<BeckonRequestContext>) {
        api.post("customers/register", for: .everyone, use: register)
        api.post("customers/login", for: .everyone, use: login)
        api.get("customers/:id", for: .staff, use: read)
    }

    @Sendable private func register(_ request: Request, _ context: BeckonRequestContext)
        async throws -> Response
    {
        try limits.take(.register, by: context.client.limitKey)
        // A token that means nobody (any more) is a visitor who has registered already, most likely: no second account by mistake.
        if request.headers[.authorization] != nil, context.identity == nil {
            throw Failure.notAuthenticated
        }
        let body = try await JSONBody(request)
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
        let body = try await JSONBody(request)
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
        guard let id = context.parameters.get("id").flatMap({ UserID($0) }),
            let customer = try await accounts.customer(id)
        else { throw Failure.notFound }
        let tickets = try await ticketCount(id)
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
