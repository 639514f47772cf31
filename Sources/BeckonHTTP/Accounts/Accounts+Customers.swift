package import BeckonModel
package import BeckonStore
import BeckonWire

extension Accounts {
    /// A new anonymous customer.
    package func makeVisitor(name: String?) async throws -> SignedIn {
        let id = UserID(unchecked: "u_" + Tokens.base64URL(Tokens.randomBytes(count: 16)))
        let name = try name.map { try PersonName.check($0) } ?? "Visitor"
        let visitor = Customer(id: id, name: name, createdAt: clock.now())
        try await store.insert(visitor)
        return try await start(.customer(id), Me(visitor))
    }

    /// Makes an account. A visitor keeps id and tickets, and gets a new token in place of the anonymous one.
    package func register(
        name: String, email: String, password: String, visitor: UserID?
    ) async throws -> SignedIn {
        let name = try PersonName.check(name)
        let email = try EmailAddress.check(email)
        try PasswordRules.check(password, email: email)
        let known = try await anonymous(visitor)
        if visitor != nil, known == nil {
            throw Failure.badRequest("You have registered already.")
        }
        guard try await store.customer(email: email) == nil else { throw Failure.emailTaken }
        let hash = try await passwords.hash(password)
        do {
            guard let known, var customer = try await anonymous(known.id) else {
                let customer = Customer(
                    id: UserID(unchecked: "u_" + Tokens.base64URL(Tokens.randomBytes(count: 16))),
                    name: name, email: email, passwordHash: hash, createdAt: clock.now())
                try await store.insert(customer)
                return try await start(.customer(customer.id), Me(customer))
            }
            customer.name = name
            customer.email = email
            customer.passwordHash = hash
            try await store.update(customer)
            try await endAll(.customer(customer.id))
            return try await start(.customer(customer.id), Me(customer))
        } catch StoreError.duplicate {
            throw Failure.emailTaken
        }
    }

    /// Signs a customer in. A visitor's tickets move to the account, and the anonymous token ends, so that it never sees the account's.
    package func loginCustomer(
        email: String, password: String, visitor: UserID?
    ) async throws -> SignedIn {
        let customer = try await store.customer(email: email.lowercased())
        let verdict = try await passwords.verify(
            String(password.unicodeScalars.prefix(PasswordRules.characters.upperBound + 1)),
            against: customer?.passwordHash)
        guard case .right(let rehashed) = verdict, var customer else {
            throw Failure.wrongCredentials
        }
        if let rehashed {
            customer.passwordHash = rehashed
            try await store.update(customer)
        }
        if let visitor = try await anonymous(visitor), visitor.id != customer.id {
            try await hooks.onMerge(visitor.id, customer.reference)
            try await endAll(.customer(visitor.id))
        }
        return try await start(.customer(customer.id), Me(customer))
    }

    package func customer(_ id: UserID) async throws -> Customer? { try await store.customer(id) }

    /// The row, if it is that of an anonymous visitor.
    private func anonymous(_ id: UserID?) async throws -> Customer? {
        guard let id, let customer = try await store.customer(id), customer.email == nil
        else { return nil }
        return customer
    }
}
