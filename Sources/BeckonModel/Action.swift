/// What people may do with a ticket, by the names under which pages look it up. docs/api.md says which frame each is.
package enum Action: String, Sendable, CaseIterable {
    /// To write into the chat; of a customer on a resolved ticket it also reopens it.
    case message
    /// To leave a message on purpose while the agent is away.
    case leaveMessage = "leave_message"
    /// To write on a closed ticket: it opens another that continues it.
    case followUp = "follow_up"
    /// To open a new ticket, whatever becomes of this one.
    case askNew = "ask_new"
    case note
    case pick
    case release
    case transfer
    /// From pending back to open.
    case open
    /// From resolved back to open.
    case reopen
    case pending
    case resolve
    case close
    case setPriority = "set_priority"
    case setSubject = "set_subject"
    case setTags = "set_tags"
    /// To another inbox or team.
    case move
    case rate
}

extension Command {
    /// Which action this command is in the circumstances; `nil` for those that only the clock gives.
    func action(given facts: ActionFacts) -> Action? {
        switch self {
        case .message(let new):
            guard case .customer = facts.asker else { return .message }
            switch facts.chat {
            case .closed: return .followUp
            case .paused: return new.isOffline ? .leaveMessage : .message
            case .waiting, .live, .ended: return .message
            }
        case .note: return .note
        case .pick: return .pick
        case .release: return .release
        case .transfer: return .transfer
        case .setStatus(.open): return facts.status == .resolved ? .reopen : .open
        case .setStatus(.pending): return .pending
        case .setStatus(.resolved): return .resolve
        case .setStatus(.closed): return .close
        case .setPriority: return .setPriority
        case .setSubject: return .setSubject
        case .setTags: return .setTags
        case .move: return .move
        case .rate: return .rate
        case .staffWentOffline, .closeResolved, .linkFollowUp, .moveCustomer: return nil
        }
    }
}
