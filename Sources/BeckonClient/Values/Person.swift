package import BeckonModel

/// Somebody, as the server names them.
public struct Person: Hashable, Sendable {
    /// 1–64 characters out of `A–Z a–z 0–9 _ . -`.
    public let id: String
    public let name: String

    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }

    package init(_ party: Party) { self.init(id: party.id, name: party.name) }

    package init(_ staff: StaffReference) { self.init(id: staff.id.rawValue, name: staff.name) }

    package init(_ customer: CustomerReference) {
        self.init(id: customer.id.rawValue, name: customer.name)
    }
}

/// Which side of the counter somebody stands on.
public enum ChatSide: String, Hashable, Sendable, CaseIterable, Codable {
    case customer = "user"
    case staff

    package init(_ side: Side) { self = side == .user ? .customer : .staff }

    package var side: Side { self == .customer ? .user : .staff }
}

/// What a member of the staff may do; each may do what the ones before it may. docs/api.md, `GET /api/v1/me`.
public enum StaffRole: String, Hashable, Sendable, CaseIterable {
    case agent, supervisor, admin

    package var role: Role {
        switch self {
        case .agent: .agent
        case .supervisor: .supervisor
        case .admin: .admin
        }
    }
}
