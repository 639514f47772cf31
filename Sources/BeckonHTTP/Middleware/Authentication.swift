package import BeckonAccounts
import BeckonModel
import BeckonWire
import HTTPTypes
package import Hummingbird

/// Finds out who asks: a token in `Authorization`, else the cookie; in the demo a header names anybody. Whether they may is the
/// route's question.
package struct Authentication: RouterMiddleware {
    package typealias Context = BeckonRequestContext

    private let accounts: Accounts
    private let isDemo: Bool

    package init(accounts: Accounts, isDemo: Bool) {
        self.accounts = accounts
        self.isDemo = isDemo
    }

    package func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        let moment = accounts.moment
        if isDemo, let named = request.headers[.demo] {
            context.identity = try await demoIdentity(named)
        } else if let token = Self.bearer(request.headers[.authorization]),
            token.hasPrefix(KeyToken.prefix)
        {
            // A wrong key is no visitor: what is for everyone would answer as if nothing were amiss.
            guard let identity = try await accounts.identity(key: token) else {
                throw Failure.notAuthenticated
            }
            context.identity = identity
        } else if let token = Self.bearer(request.headers[.authorization]) {
            (context.identity, context.session) = Self.split(
                try await accounts.identity(bearer: token))
        } else if let cookies = request.headers[.cookie] {
            (context.identity, context.session) = Self.split(
                try await accounts.identity(cookieHeader: cookies))
        }
        let response = try await next(request, context)
        try await checkAgain(request, context, since: moment)
        return response
    }

    /// What was read for somebody whose rights ended meanwhile stays here: a long poll takes up to 25 s. What was changed is changed.
    private func checkAgain(
        _ request: Request, _ context: Context, since moment: Int
    ) async throws {
        guard request.method == .get, let identity = context.identity,
            let session = context.session, accounts.hasEnded(identity, since: moment)
        else { return }
        guard try await accounts.isCurrent(session, identity, isInUse: false) else {
            throw Failure.notAuthenticated
        }
    }

    /// Nobody else comes through the demo's door (`DemoGuard`).
    private func demoIdentity(_ named: String) async throws -> Identity {
        let parts = named.split(separator: ":", maxSplits: 1)
        if parts.count == 2, parts[0] == "user", let id = UserID(String(parts[1])) {
            return try await accounts.demoIdentity(user: id)
        }
        if parts.count == 2, parts[0] == "staff", let id = StaffID(String(parts[1])) {
            return try await accounts.demoIdentity(staff: id)
        }
        throw Failure.badRequest("X-Beckon-Demo must be user:<id> or staff:<id>.")
    }

    static func bearer(_ header: String?) -> String? {
        guard let header, header.utf8.count > 7, header.prefix(7).lowercased() == "bearer " else {
            return nil
        }
        return String(header.dropFirst(7))
    }

    private static func split<Second>(_ pair: (Identity, Second)?) -> (Identity?, Second?) {
        (pair?.0, pair?.1)
    }
}
