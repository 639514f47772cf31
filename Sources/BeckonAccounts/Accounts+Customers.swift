package import BeckonModel
package import BeckonStore
import BeckonWire
import Crypto

extension Accounts {
    /// A new anonymous customer.
    package func makeVisitor(name: String?) async throws -> SignedIn {
        let id = Self.newCustomerID()
        let name = try name.map { try PersonName.check($0) } ?? "Visitor"
        let visitor = Customer(id: id, name: name, createdAt: clock.now())
        try await store.insert(visitor)
        return try await start(.customer(id), Me(visitor))
    }

    /// Makes an account. A visitor keeps id and tickets, and gets a new token in place of the anonymous one. An email that is known makes
    /// no difference: it is unverified here, and stands once only where it is verified.
    package func register(
        name: String, email: String, password: String, visitor: UserID?,
        share: HashShare = .known(""), origin: SessionOrigin = SessionOrigin()
    ) async throws -> SignedIn {
        let name = try PersonName.check(name)
        let email = try EmailAddress.check(email)
        try PasswordRules.check(password, email: email)
        if let visitor, try await store.customer(visitor)?.isRegistered != false {
            throw Failure.alreadyRegistered
        }
        let hash = try await passwords.hash(
            password, prefix: try await newPrefix(for: email), share: share)
        let id = visitor ?? Self.newCustomerID()
        if let visitor {
            // Of many at once one finds no password there yet.
            let change = CustomerChange.register(name: name, email: email, passwordHash: hash)
            guard try await store.change(visitor, change) else { throw Failure.alreadyRegistered }
            try await endAll(.customer(visitor))
        } else {
            try await store.insert(
                Customer(
                    id: id, name: name, email: email, passwordHash: hash, createdAt: clock.now()))
        }
        guard let customer = try await store.customer(id) else { throw Failure.internal }
        return try await start(.customer(id), Me(customer), origin)
    }

    /// Signs a customer in, to the account of that email that has this password. A visitor's tickets move to the account, and the
    /// anonymous token ends, so that it never sees the account's.
    package func loginCustomer(
        email: String, password: String, visitor: UserID?, share: HashShare = .known(""),
        origin: SessionOrigin = SessionOrigin()
    ) async throws -> SignedIn {
        guard let customer = try await account(email.lowercased(), password, share) else {
            throw Failure.wrongCredentials
        }
        if let visitor = try await anonymous(visitor), visitor.id != customer.id {
            try await hooks.onMerge(visitor.id, customer.reference)
            try await endAll(.customer(visitor.id))
        }
        return try await start(.customer(customer.id), Me(customer), origin)
    }

    /// All accounts of an email are hashed with one salt: so one hash finds the right one among any number, and takes the same work when
    /// there is none (docs/decisions/0014).
    private func account(
        _ email: String, _ password: String, _ share: HashShare
    ) async throws -> Customer? {
        let password = PasswordRules.clipped(password)
        let prefixes = try await prefixes(of: email)
        for prefix in prefixes {
            let hash = try await passwords.hash(password, prefix: prefix, share: share)
            guard let found = try await store.registered(email: email, passwordHash: hash) else {
                continue
            }
            if let today = prefixes.last, prefix != today {
                let renewed = try await passwords.hash(password, prefix: today, share: share)
                _ = try await store.change(
                    found.id, .accountEmail(email, from: hash, to: renewed))
            }
            return found
        }
        return nil
    }

    /// How the hashes of this email's accounts begin: one, but for a while two after the parameters have changed.
    private func prefixes(of email: String) async throws -> [String] {
        let key = SymmetricKey(data: try await store.ownSecret("customer-salt"))
        let code = HMAC<SHA256>.authenticationCode(for: Array(email.utf8), using: key)
        let own = passwords.prefix(salt: Array(code.prefix(16)))
        let kept = try await store.registered(email: email).compactMap(\.passwordHash)
            .map(PasswordRecipe.prefix(of:))
        // An account from before has a salt of its own, which the others of its email then share.
        guard let other = kept.first(where: { $0 != own }) else { return [own] }
        return other.hasPrefix(passwords.parameters.prefix) ? [other] : [other, own]
    }

    func newPrefix(for email: String) async throws -> String {
        try await prefixes(of: email).last ?? ""
    }

    static func newCustomerID() -> UserID {
        UserID(unchecked: "u_" + Tokens.base64URL(Tokens.randomBytes(count: 16)))
    }

    package func customer(_ id: UserID) async throws -> Customer? { try await store.customer(id) }

    /// The row, if it is that of an anonymous visitor.
    private func anonymous(_ id: UserID?) async throws -> Customer? {
        guard let id, let customer = try await store.customer(id), !customer.isRegistered
        else { return nil }
        return customer
    }
}
