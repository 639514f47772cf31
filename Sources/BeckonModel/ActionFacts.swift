/// Everything that decides whether an action is allowed. `decide` looks at nothing else for that, so the table that is made by trying all
/// values of these facts tells a page exactly what the server will say.
///
/// What depends on more than this (a text's length, whether the other agent is online, a full log) is answered with an error at the field
/// concerned.
package struct ActionFacts: Hashable, Sendable {
    /// Who has the ticket, as seen by the agent who asks.
    package enum Whose: String, Sendable, CaseIterable {
        case mine, colleague, nobody
    }

    package enum Asker: Hashable, Sendable {
        /// Whose own ticket it is: others' do not exist for them.
        case customer
        case staff(Role, has: Whose, online: Bool)
        /// A bot, a rule or an integration; `isTaken`: an agent has the ticket.
        case machine(isTaken: Bool)
    }

    package var status: Status
    package var chat: Chat
    package var asker: Asker
    /// Its log has something that these rules cannot take into account.
    package var isReadOnly: Bool
    /// The inbox's switch.
    package var allowsLeaveMessage: Bool

    package init(
        status: Status, chat: Chat, asker: Asker, isReadOnly: Bool = false, allowsLeaveMessage: Bool
    ) {
        self.status = status
        self.chat = chat
        self.asker = asker
        self.isReadOnly = isReadOnly
        self.allowsLeaveMessage = allowsLeaveMessage
    }
}

extension Ticket {
    /// `nil` for the clock, which asks for nothing that people do.
    func facts(for actor: Actor, _ rules: InboxRules) -> ActionFacts? {
        let asker: ActionFacts.Asker
        switch actor {
        case .customer: asker = .customer
        case .staff(let staff, let role, let online):
            let whose: ActionFacts.Whose =
                switch assignee {
                case nil: .nobody
                case .some(let assignee): assignee.id == staff.id ? .mine : .colleague
                }
            asker = .staff(role, has: whose, online: online)
        case .machine: asker = .machine(isTaken: assignee != nil)
        case .clock: return nil
        }
        return ActionFacts(
            status: status, chat: chat, asker: asker, isReadOnly: readOnly != nil,
            allowsLeaveMessage: rules.allowsLeaveMessage)
    }
}

/// Whether an action may be done.
package enum Permission: Hashable, Sendable {
    case granted
    /// It is so already: nothing to do, and no error.
    case already
    case refused(Refusal)

    package enum Refusal: Hashable, Sendable {
        case forbidden, chatPaused, leaveMessageOff, notAssigned, mustRepick, alreadyPicked
        case staffOffline, invalidTransition, ticketClosed, readOnly
    }
}
