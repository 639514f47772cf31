import BeckonModel

/// Who takes part.
enum People {
    static let customers = ["mia", "tom"].map {
        CustomerReference(id: UserID(unchecked: $0), name: $0)
    }
    static let staff = ["dana", "sam", "kim"].map {
        StaffReference(id: StaffID(unchecked: $0), name: $0)
    }

    static func reference(of staff: StaffID) -> StaffReference? {
        self.staff.first { $0.id == staff }
    }

    /// Kim is a supervisor.
    static func identity(side: Side, id: String) -> Identity? {
        switch side {
        case .user: customers.first { $0.id.rawValue == id }.map(Identity.customer)
        case .staff:
            staff.first { $0.id.rawValue == id }.map {
                .staff($0, id == "kim" ? .supervisor : .agent)
            }
        }
    }
}
