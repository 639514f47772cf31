import BeckonModel
import BeckonWire
import HTTPTypes
import Hummingbird

/// Agents in and everybody out.
struct LoginRoutes: Sendable {
    let accounts: Accounts
    let limits: RateLimits

    func addRoutes(to api: some RouterMethods<BeckonRequestContext>) {
        api.post("login", for: .everyone, use: login)
        api.post("logout", for: .signedIn, use: logout)
    }

    @Sendable private func login(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        try limits.take(.loginByAddress, by: context.client.limitKey)
        let body = try await JSONBody(request)
        let email = try body.string("email")
        let password = try body.string("password")
        try limits.take(.loginByAccount, by: "staff:" + Limits.accountKey(email))
        var former = context.session
        if case .customer = context.identity { former = nil }
        let signedIn = try await accounts.login(email: email, password: password, former: former)
        var response = Response.json { $0.object("me", signedIn.me.write) }
        response.headers[.setCookie] = accounts.cookie.set(signedIn.token)
        return response
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

extension Limits {
    /// An email as a limit's key: any text that anybody sends, so of bounded length.
    static func accountKey(_ email: String) -> String {
        String(decoding: Text.trimmed(email).lowercased().utf8.prefix(254), as: UTF8.self)
    }
}
