package import BeckonModel
import BeckonStore

/// `beckon demo` accepts any id without a login; who is new is made on the way. Never to be called otherwise.
extension Accounts {
    package func demoIdentity(staff id: StaffID) async throws -> Identity {
        if let agent = try await store.agent(id) { return .staff(agent.reference, agent.role) }
        // Ids differ by case, emails do not: the random part keeps them apart.
        let mark = Tokens.base64URL(Tokens.randomBytes(count: 6)).lowercased()
        let agent = Agent(
            id: id, name: id.rawValue, email: "\(mark)@demo.invalid", role: .agent,
            passwordHash: nil, createdAt: clock.now())
        do {
            try await store.insert(agent)
        } catch .duplicate {
            guard let other = try await store.agent(id) else { throw StoreError.duplicate }
            return .staff(other.reference, other.role)
        }
        return .staff(agent.reference, agent.role)
    }

    package func demoIdentity(user id: UserID) async throws -> Identity {
        if let customer = try await store.customer(id) { return .customer(customer.reference) }
        let customer = Customer(id: id, name: id.rawValue, createdAt: clock.now())
        do {
            try await store.insert(customer)
        } catch .duplicate {
            guard let other = try await store.customer(id) else { throw StoreError.duplicate }
            return .customer(other.reference)
        }
        return .customer(customer.reference)
    }
}
