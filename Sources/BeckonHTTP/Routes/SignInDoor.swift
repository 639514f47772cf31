import BeckonAccounts
import BeckonModel
import BeckonRealtime
import BeckonStore
import BeckonWire
import HTTPTypes
import Hummingbird

/// The limits that are asked before a password is checked. There is one set for strangers, by address and by account, and another for people
/// who have signed in from this device or address before. So strangers who try many passwords on an account slow down each other, but not its
/// owner (docs/decisions/0013).
struct SignInDoor: Sendable {
    let accounts: Accounts
    let limits: RateLimits

    private var device: DeviceCookie { DeviceCookie(isSecure: accounts.cookie.isSecure) }

    /// For an agent's password. Throws `rateLimited`.
    func admitAgent(
        _ email: String, _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Visit {
        let account = "staff:" + Limits.accountKey(email)
        let address = context.client.limitKey
        var visit = visit(request, context)
        var known: String?
        if try await accounts.knows(device: visit.device, of: Limits.accountKey(email)) {
            known = visit.device
        } else if accounts.addresses.knows(account, at: address) {
            known = address
        }
        visit.share = try admit(account, address, known)
        return visit
    }

    /// For a customer's password. Anybody may have an account of any email, so nobody is known by having signed in with it.
    func admitCustomer(
        _ email: String, _ context: BeckonRequestContext
    ) throws(Failure) -> HashShare {
        try admit("user:" + Limits.accountKey(email), context.client.limitKey, nil)
    }

    /// For a customer's new account, whose address may be another's: counted as that account's logins are.
    func admitRegistration(_ email: String, _ context: BeckonRequestContext) throws(Failure) {
        try limits.takeTurn(
            .loginByAccount, by: "user:" + Limits.accountKey(email),
            asker: context.client.limitKey)
    }

    private func admit(
        _ account: String, _ address: String, _ known: String?
    ) throws(Failure) -> HashShare {
        if let known {
            try limits.take(.loginKnown, by: account + " " + known)
            return .known(account)
        }
        try limits.take(.loginByAddress, by: address)
        try limits.takeTurn(.loginByAccount, by: account, asker: address)
        return .stranger(address)
    }

    /// For what was let in by a link or a code: the work of it is a stranger's.
    func visit(_ request: Request, _ context: BeckonRequestContext) -> Visit {
        var visit = Visit(
            origin: context.origin(of: request),
            device: request.headers[values: .cookie].lazy.compactMap { device.token(in: $0) }
                .first,
            share: .stranger(context.client.limitKey))
        if case .staff = context.identity { visit.former = context.session }
        return visit
    }

    /// Whoever signed in is known here from now on.
    private func noteAgent(_ me: Me, _ context: BeckonRequestContext) {
        // This machine itself: behind a proxy that was not named everybody comes from there.
        guard let email = me.email, !context.client.isLoopback, context.client != .unknown else {
            return
        }
        accounts.addresses.note(
            "staff:" + Limits.accountKey(email), at: context.client.limitKey)
    }

    func answer(
        _ status: HTTPResponse.Status, _ signIn: Accounts.SignIn, _ context: BeckonRequestContext
    ) -> Response {
        switch signIn {
        case .codeNeeded(let token, let expires):
            return .json { json in
                json.object("code_needed") { json in
                    json.field("token", token)
                    json.field("expires_at", expires)
                }
            }
        case .done(let signedIn):
            noteAgent(signedIn.me, context)
            var response = Response.json(status) { $0.object("me", signedIn.me.write) }
            response.headers.append(
                HTTPField(name: .setCookie, value: accounts.cookie.set(signedIn.token)))
            if let made = signedIn.device {
                response.headers.append(HTTPField(name: .setCookie, value: device.set(made)))
            }
            return response
        }
    }
}

extension SignInDoor {
    static let signedIn = Schema.object([.required("me", Me.schema)])
    static let codeNeeded = Schema.object([
        .required(
            "code_needed",
            .object([.required("token", .text), .required("expires_at", .time)]),
            "The second factor is asked for; there is no cookie yet.")
    ])
    static let signedInOrCodeNeeded = Schema.anyOf([signedIn, codeNeeded])
}

extension Limits {
    /// An email as a limit's key: any text that anybody sends, so of bounded length.
    static func accountKey(_ email: String) -> String {
        String(decoding: Text.trimmed(email).lowercased().utf8.prefix(254), as: UTF8.self)
    }
}
