package import BeckonModel
package import BeckonWire

/// Who may use a route: everyone, or who has a right (`Right` says who does).
package enum Permission: Hashable, Sendable {
    case everyone
    /// Customers and staff, as themselves.
    case signedIn
    case right(Right)

    package func check(_ identity: Identity?) throws(Failure) {
        if self == .everyone { return }
        guard let identity else { throw .notAuthenticated }
        let isAllowed =
            switch self {
            case .everyone: true
            case .signedIn: identity.isPerson
            case .right(let right): identity.has(right)
            }
        if !isAllowed { throw .forbidden }
    }
}

extension Identity {
    fileprivate var isPerson: Bool {
        switch self {
        case .customer, .staff: true
        case .api: false
        }
    }
}
