/// What somebody may ask for at all; each route and each frame names one. Whether a ticket is one of those that they may know of is the question
/// of `Scope`, and what may be done with it that of `ActionFacts`.
package enum Right: String, Sendable, CaseIterable {
    /// Tickets, their logs, search, marks, typing.
    case readTickets = "tickets:read"
    /// To write into tickets and to change them.
    case writeTickets = "tickets:write"
    /// To hand tickets to agents.
    case assignTickets = "tickets:assign"
    /// To open a ticket: for oneself, or an integration for a customer.
    case openTickets = "tickets:open"
    /// To be one of those who pick tickets: presence, what all agents are shown.
    case work = "desk:work"
    case readCustomers = "customers:read"
    case readAgents = "agents:read"
    case writeAgents = "agents:write"
    case readSettings = "settings:read"
    case writeSettings = "settings:write"
    /// Who changed what, of all settings.
    case readAudit = "audit:read"
    case manageKeys = "keys:write"
    /// Webhooks, their secrets and what they were sent: who sets one learns of all tickets.
    case manageWebhooks = "webhooks:write"
    case readReports = "reports:read"
    /// One's own account as an agent: password, second factor, sessions, preferences.
    case ownAccount = "account:staff"
    /// One's own account as a customer.
    case ownCustomerAccount = "account:customer"

    /// Who has it.
    package struct Holders: Hashable, Sendable {
        package let customers: Bool
        /// The least role; `nil`: no staff.
        package let staff: Role?
        /// Whether a key can be given it.
        package let keys: Bool
    }

    /// The one table of who may ask for what.
    package var holders: Holders {
        switch self {
        case .readTickets, .writeTickets: Holders(customers: true, staff: .agent, keys: true)
        case .assignTickets: Holders(customers: false, staff: .agent, keys: true)
        case .openTickets: Holders(customers: true, staff: nil, keys: true)
        case .work: Holders(customers: false, staff: .agent, keys: false)
        case .readCustomers, .readAgents, .readSettings:
            Holders(customers: false, staff: .agent, keys: true)
        case .writeSettings, .readAudit: Holders(customers: false, staff: .admin, keys: true)
        case .readReports: Holders(customers: false, staff: .supervisor, keys: true)
        case .writeAgents, .manageKeys, .manageWebhooks:
            Holders(customers: false, staff: .admin, keys: false)
        case .ownAccount: Holders(customers: false, staff: .agent, keys: false)
        case .ownCustomerAccount: Holders(customers: true, staff: nil, keys: false)
        }
    }

    /// Those that a key can be given.
    package static var ofKeys: [Right] { allCases.filter(\.holders.keys) }
}

extension Identity {
    package func has(_ right: Right) -> Bool {
        let holders = right.holders
        return switch self {
        case .customer: holders.customers
        case .staff(_, let role): holders.staff.map { role >= $0 } ?? false
        case .api(let key): holders.keys && key.rights.contains(right)
        }
    }
}
