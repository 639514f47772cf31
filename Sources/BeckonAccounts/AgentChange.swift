package import BeckonModel

/// What an admin changes about an agent; `nil`: nothing.
package struct AgentChange: Sendable {
    package var name: String?
    package var role: Role?
    package var isDisabled: Bool?
    package var password: String?

    package init(
        name: String? = nil, role: Role? = nil, isDisabled: Bool? = nil, password: String? = nil
    ) {
        self.name = name
        self.role = role
        self.isDisabled = isDisabled
        self.password = password
    }
}
