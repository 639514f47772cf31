/// Something that becomes due for a ticket by time alone. From when it counts stands in the ticket's entries; how long it takes stands in the
/// settings, and those of now hold; whether it then still holds is for `decide` to say.
package enum Deadline: String, Sendable, CaseIterable {
    /// Resolved tickets are closed.
    case closing

    /// From when it counts for this ticket; `nil` while nothing is due.
    package func start(of ticket: Ticket) -> Timestamp? {
        switch self {
        case .closing: ticket.status == .resolved ? ticket.resolvedAt : nil
        }
    }

    /// From when it counts because of this entry, where that is known without its ticket.
    package func start(setBy entry: Entry) -> Timestamp? {
        switch self {
        case .closing:
            if case .status(let change) = entry.body, change.status == .resolved {
                entry.at
            } else {
                nil
            }
        }
    }

    /// In which tickets with a start stand, the earliest start first.
    package var order: TicketOrder {
        switch self {
        case .closing: .resolvedAt
        }
    }

    /// How long after its start it is due.
    package func time(in inbox: Inbox) -> Duration {
        switch self {
        case .closing: .seconds(inbox.autoCloseDays * 86_400)
        }
    }

    /// What the clock then asks for, of a ticket whose start is `start` or before.
    package func command(startedBy start: Timestamp) -> Command {
        switch self {
        case .closing: .closeResolved(before: start)
        }
    }
}

/// When deadlines are due, as it is set now.
package struct DeadlineRules: Sendable {
    private let settings: Settings
    private let overrides: [Deadline: Duration]

    /// `overrides`: instead of what is set, for tests.
    package init(_ settings: Settings, overrides: [Deadline: Duration] = [:]) {
        self.settings = settings
        self.overrides = overrides
    }

    /// In each of them tickets are due by a time of its own.
    package var inboxes: [DocumentID] { settings.items(of: Inbox.kind).map(\.key.id) }

    /// For tickets of that inbox.
    package func time(of deadline: Deadline, in inbox: DocumentID) -> Duration {
        overrides[deadline] ?? deadline.time(in: settings.inbox(inbox))
    }
}
