import BeckonModel
package import BeckonStore
package import BeckonWire

/// Somebody's own view of themselves.
package struct Me: Hashable, Sendable {
    /// `user`, or an agent's role.
    package let role: String
    package let id: String
    package let name: String
    package let email: String?
    /// Of customers: its owner has proven it.
    package let isEmailVerified: Bool?
    /// Of customers: no visitor any more.
    package let isRegistered: Bool?
    /// Of agents.
    package let hasSecondFactor: Bool?

    package init(_ agent: Agent, hasSecondFactor: Bool) {
        role = agent.role.rawValue
        id = agent.id.rawValue
        name = agent.name
        email = agent.email
        isEmailVerified = nil
        isRegistered = nil
        self.hasSecondFactor = hasSecondFactor
    }

    package init(_ customer: Customer) {
        role = "user"
        id = customer.id.rawValue
        name = customer.name
        email = customer.email
        isEmailVerified = customer.email.map { _ in customer.isEmailVerified }
        isRegistered = customer.isRegistered
        hasSecondFactor = nil
    }

    package func write(into json: inout JSONWriter) {
        json.field("role", role)
        json.field("id", id)
        json.field("name", name)
        json.field("email", email)
        if let isEmailVerified { json.field("email_verified", isEmailVerified) }
        if let isRegistered { json.field("registered", isRegistered) }
        if let hasSecondFactor { json.field("second_factor", hasSecondFactor) }
    }
}
