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
            return Me(agent)
        case .customer(let reference):
            guard let customer = try await store.customer(reference.id) else {
                throw Failure.notAuthenticated
            }
            return Me(customer)
        }
    }

    /// Changes one's own name. Tickets keep the name that they were written with.
    package func rename(_ identity: Identity, to name: String) async throws -> Me {
        let name = try PersonName.check(name)
        switch identity {
        case .staff(let staff, _):
            return Me(try await changeAgent(staff.id, AgentChange(name: name)))
        case .customer(let reference):
            guard var customer = try await store.customer(reference.id) else {
                throw Failure.notAuthenticated
            }
            customer.name = name
            try await store.update(customer)
            cache.forget(.customer(customer.id))
            return Me(customer)
        }
    }
}
