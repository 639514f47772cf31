/// A customer as entries name them.
package struct CustomerReference: Hashable, Sendable {
    package let id: UserID
    package let name: String
    package init(id: UserID, name: String) {
        self.id = id
        self.name = name
    }
}

/// An agent as entries name them.
package struct StaffReference: Hashable, Sendable {
    package let id: StaffID
    package let name: String
    package init(id: StaffID, name: String) {
        self.id = id
        self.name = name
    }
}

/// What a member of the staff may do; each role may do what the ones before it may.
package enum Role: String, Sendable, Comparable, CaseIterable {
    case agent, supervisor, admin

    package static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .agent: 0
        case .supervisor: 1
        case .admin: 2
        }
    }
}

/// Which side of the counter something comes from.
package enum Side: String, Sendable, CaseIterable {
    case user, staff

    package var other: Side { self == .user ? .staff : .user }
}

/// Who gives a command. `online` is presence at the moment of the command.
package enum Actor: Hashable, Sendable {
    case customer(CustomerReference)
    case staff(StaffReference, role: Role, online: Bool)
    /// A bot, a rule or an integration.
    case machine(Party)
    case clock

    package var authorID: String {
        switch self {
        case .customer(let customer): customer.id.rawValue
        case .staff(let staff, _, _): staff.id.rawValue
        case .machine(let party): party.id
        case .clock: ""
        }
    }

    package var party: Party {
        switch self {
        case .customer(let customer): .customer(customer)
        case .staff(let staff, _, _): .agent(staff)
        case .machine(let party): party
        case .clock: .clock
        }
    }

    package var side: Side {
        if case .customer = self { .user } else { .staff }
    }
}

/// Somebody who has signed in (or, in the demo, named themselves).
package enum Identity: Hashable, Sendable {
    case customer(CustomerReference)
    case staff(StaffReference, Role)
    /// An integration, by its key.
    case api(KeyReference)

    package var side: Side {
        if case .customer = self { .user } else { .staff }
    }

    package var id: String {
        switch self {
        case .customer(let customer): customer.id.rawValue
        case .staff(let staff, _): staff.id.rawValue
        case .api(let key): key.id.rawValue
        }
    }

    package var name: String {
        switch self {
        case .customer(let customer): customer.name
        case .staff(let staff, _): staff.name
        case .api(let key): key.name
        }
    }

    package var party: Party {
        switch self {
        case .customer(let customer): .customer(customer)
        case .staff(let staff, _): .agent(staff)
        case .api(let key): Party(.api, id: key.id.rawValue, name: key.name)
        }
    }
}

extension Identity {
    /// In logs: `user:u_…`, `staff:dana` or `api:k_…`.
    package var label: String {
        if case .api(let key) = self { "api:\(key.id)" } else { "\(side.rawValue):\(id)" }
    }
}

/// An integration as it is known once its key was checked.
package struct KeyReference: Hashable, Sendable {
    package let id: KeyID
    package let name: String
    package let rights: Set<Right>
    /// `nil`: every inbox.
    package let inboxes: Set<DocumentID>?

    package init(id: KeyID, name: String, rights: Set<Right>, inboxes: Set<DocumentID>? = nil) {
        self.id = id
        self.name = name
        self.rights = rights
        self.inboxes = inboxes
    }
}
