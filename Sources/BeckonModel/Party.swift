/// Who acts, as entries name them.
package struct Party: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case customer
        /// A member of the staff, of whatever role.
        case agent
        /// Answers by itself.
        case bot
        /// What an administrator has automated.
        case rule
        /// An integration, by its key.
        case api
        /// The passing of time.
        case clock

        /// What the base vocabulary calls it: `from`.
        package var side: Side { self == .customer ? .user : .staff }

        /// Whom a reader takes for granted where an entry names the side alone.
        package static func usual(of side: Side) -> Kind { side == .user ? .customer : .agent }
    }

    package let kind: Kind
    /// Among those of its kind; empty for the clock.
    package let id: String
    package let name: String

    package init(_ kind: Kind, id: String, name: String) {
        self.kind = kind
        self.id = id
        self.name = name
    }

    package static let clock = Party(.clock, id: "", name: "")

    package static func customer(_ customer: CustomerReference) -> Party {
        Party(.customer, id: customer.id.rawValue, name: customer.name)
    }

    package static func agent(_ staff: StaffReference) -> Party {
        Party(.agent, id: staff.id.rawValue, name: staff.name)
    }

    /// The name for a line that says who of the staff's side acted.
    var staffName: String? {
        switch kind {
        case .customer, .clock: nil
        case .agent, .bot, .rule, .api: name
        }
    }
}

/// How a message came or went. Presence is of the chat alone.
package enum MessageChannel: String, Sendable, CaseIterable {
    case chat, mail, api

    /// Asked of every message: by the case, where `==` would compare texts.
    package var isChat: Bool { if case .chat = self { true } else { false } }
}
