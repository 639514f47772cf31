/// What webhooks are told of. An event is an entry of a ticket's log in another's words: this file alone says which.
package enum WebhookEvent: String, Hashable, Sendable, CaseIterable {
    case ticketCreated = "ticket.created"
    case messageCreated = "message.created"
    case statusChanged = "ticket.status_changed"
    /// Picked, transferred, or given back to the queue.
    case assigned = "ticket.assigned"
    /// Its priority, subject, tags, inbox or team, its customer, or the ticket that continues it.
    case updated = "ticket.updated"
    case rated = "ticket.rated"
    /// Internal: told only to those who ask for it by its name.
    case noteCreated = "note.created"

    /// `nil`: nobody is told. Lines for people repeat what other entries say; what this version does not know it cannot name.
    package init?(_ body: EntryBody) {
        switch body {
        case .created: self = .ticketCreated
        case .message: self = .messageCreated
        case .status: self = .statusChanged
        case .assigned, .unassigned: self = .assigned
        case .priority, .subject, .tags, .moved, .customer, .followUp: self = .updated
        case .rated: self = .rated
        case .note: self = .noteCreated
        case .system, .staffOffline, .hidden, .unknown, .damaged: return nil
        }
    }
}
