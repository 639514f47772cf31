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

    package init(_ agent: Agent) {
        role = agent.role.rawValue
        id = agent.id.rawValue
        name = agent.name
        email = agent.email
    }

    package init(_ customer: Customer) {
        role = "user"
        id = customer.id.rawValue
        name = customer.name
        email = customer.email
    }

    package func write(into json: inout JSONWriter) {
        json.field("role", role)
        json.field("id", id)
        json.field("name", name)
        json.field("email", email)
    }
}
