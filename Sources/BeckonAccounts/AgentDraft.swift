package import BeckonModel
package import BeckonWire

/// A new agent whose fields have been checked.
package struct AgentDraft: Sendable {
    package let name: String
    package let email: String
    package let password: String?
    package let role: Role

    /// Without a password the agent cannot sign in until one is set.
    package init(name: String, email: String, password: String?, role: Role) throws(Failure) {
        self.name = try PersonName.check(name)
        self.email = try EmailAddress.check(email)
        if let password { try PasswordRules.check(password, email: self.email) }
        self.password = password
        self.role = role
    }
}
