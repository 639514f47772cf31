import BeckonAccounts
import BeckonModel
import BeckonRealtime
import BeckonWire
import HTTPTypes
import Hummingbird

/// Agents in and everybody out.
struct LoginRoutes: Resource {
    let accounts: Accounts
    let limits: RateLimits
    let door: SignInDoor

    static let routes: [Route<Self>] = [
        Route(
            .post, "/api/v1/login", "login", "Sign in as an agent", for: .everyone,
            body: .fields(.email, .password), answers: .ok(SignInDoor.signedInOrCodeNeeded),
            errors: [.wrongCredentials], use: login),
        Route(
            .post, "/api/v1/login/code", "login_code",
            "The second step: six digits, or a recovery code", for: .everyone,
            body: .fields(.token, .code), answers: .ok(SignInDoor.signedIn),
            errors: [.wrongCode, .notFound], use: code),
        Route(
            .post, "/api/v1/logout", "logout", "End this session and close its sockets",
            for: .signedIn, answers: .nothing, use: logout),
    ]

    @Sendable private func login(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        let body = context.body
        let email = try body.string("email")
        let password = try body.string("password")
        let visit = try await door.admitAgent(email, request, context)
        let signIn = try await accounts.signIn(email: email, password: password, visit: visit)
        return door.answer(.ok, signIn, context)
    }

    /// Codes are counted by account and, where its owner is known, by device: who has the password cannot use up the owner's tries.
    @Sendable private func code(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        try limits.take(.setup, by: context.client.limitKey)
        let body = context.body
        let token = try body.string("token")
        let code = try body.string("code")
        let staff = try await accounts.codeStep(token)
        let visit = door.visit(request, context)
        let isKnown = try await accounts.knows(device: visit.device, of: staff)
        try limits.take(
            .codes, by: "\(staff)" + (isKnown ? " \(visit.device ?? "")" : ""))
        let signedIn = try await accounts.finishSignIn(token: token, code: code, visit: visit)
        return door.answer(.ok, .done(signedIn), context)
    }

    @Sendable private func logout(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        if let session = context.session { try await accounts.logout(session) }
        var headers = HTTPFields()
        if case .staff = context.identity { headers[.setCookie] = accounts.cookie.clear }
        return Response(status: .noContent, headers: headers)
    }
}
