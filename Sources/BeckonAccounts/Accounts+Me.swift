package import BeckonModel
import BeckonStore
import BeckonWire

extension Accounts {
    package func me(_ identity: Identity) async throws -> Me {
        switch identity {
        case .staff(let staff, _):
            guard let agent = try await store.agent(staff.id) else {
                throw Failure.notAuthenticated
            }
            return try await me(agent)
        case .customer(let reference):
            guard let customer = try await store.customer(reference.id) else {
                throw Failure.notAuthenticated
            }
            return Me(customer)
        case .api: throw Failure.forbidden
        }
    }

    /// Changes one's own name. Tickets keep the name that they were written with.
    package func rename(_ identity: Identity, to name: String) async throws -> Me {
        let name = try PersonName.check(name)
        switch identity {
        case .staff(let staff, _):
            return try await me(try await changeAgent(staff.id, AgentChange(name: name)))
        case .customer(let reference):
            guard try await store.change(reference.id, .name(name)) else {
                throw Failure.notAuthenticated
            }
            cache.forget(.customer(reference.id))
            return try await me(identity)
        case .api: throw Failure.forbidden
        }
    }

    /// A visitor's or a customer's address, unverified; `nil` clears a visitor's. An account is signed in to with it, so its password is
    /// asked for, and cannot go without an address.
    package func setEmail(
        of id: UserID, to address: String?, password: String?
    ) async throws -> Me {
        let email = try address.map { try EmailAddress.check($0) }
        guard let customer = try await store.customer(id) else { throw Failure.notAuthenticated }
        let change: CustomerChange
        if let former = customer.passwordHash {
            guard let email else {
                throw Failure.badRequest("email is what you sign in with: it can be changed only.")
            }
            guard let password else { throw Failure.invalid("password", .missing) }
            let share = HashShare.known("user:\(id)")
            guard try await passwords.verify(password, against: former, share: share) != .wrong
            else { throw Failure.wrongPassword }
            try PasswordRules.check(password, email: email)
            let hash = try await passwords.hash(
                password, prefix: try await newPrefix(for: email), share: share)
            change = .accountEmail(email, from: former, to: hash)
        } else {
            change = .email(email)
        }
        guard try await store.change(id, change) else { throw Failure.alreadyRegistered }
        return try await me(.customer(customer.reference))
    }
}
