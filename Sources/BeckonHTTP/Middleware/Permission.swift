package import BeckonModel
package import BeckonWire

/// Who may use a route.
package enum Permission: Hashable, Sendable {
    case everyone
    /// Customers and staff.
    case signedIn
    case customer
    /// Agents of every role.
    case staff
    /// Agents of this role or above.
    case role(Role)

    package static var admin: Permission { .role(.admin) }

    package func check(_ identity: Identity?) throws(Failure) {
        if self == .everyone { return }
        guard let identity else { throw .notAuthenticated }
        let isAllowed =
            switch (self, identity) {
            case (.everyone, _), (.signedIn, _), (.customer, .customer), (.staff, .staff): true
            case (.role(let least), .staff(_, let role)): role >= least
            default: false
            }
        if !isAllowed { throw .forbidden }
    }
}
