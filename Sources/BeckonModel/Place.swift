/// Where a ticket belongs: what `Scope` looks at.
package struct Place: Hashable, Sendable {
    package var inbox: DocumentID
    package var team: DocumentID?

    package init(inbox: DocumentID = .main, team: DocumentID? = nil) {
        self.inbox = inbox
        self.team = team
    }
}

/// Which tickets somebody of the staff may know of. Everything that shows tickets asks it: reads, lists, counts, search and live frames.
package struct Scope: Hashable, Sendable {
    package enum Reach: Hashable, Sendable {
        case all
        /// Of these teams and of none, and what one has oneself.
        case teams(Set<DocumentID>)
        /// What one has oneself.
        case own
    }

    /// `nil`: every inbox.
    package var inboxes: Set<DocumentID>?
    package var reach: Reach
    /// Whose own tickets are meant.
    package var staff: StaffID?

    package init(
        inboxes: Set<DocumentID>? = nil, reach: Reach = .all, staff: StaffID? = nil
    ) {
        self.inboxes = inboxes
        self.reach = reach
        self.staff = staff
    }

    package static let everything = Scope()

    package var isEverything: Bool { inboxes == nil && reach == .all }

    package func holds(_ standing: Ticket.Standing) -> Bool {
        holds(standing.place, assignee: standing.assignee)
    }

    package func holds(_ place: Place, assignee: StaffID?) -> Bool {
        if let inboxes, !inboxes.contains(place.inbox) { return false }
        switch reach {
        case .all: return true
        case .own: return assignee != nil && assignee == staff
        case .teams(let teams):
            guard let team = place.team else { return true }
            return teams.contains(team) || assignee != nil && assignee == staff
        }
    }

    package func holds(_ ticket: Ticket) -> Bool {
        holds(ticket.place, assignee: ticket.assignee?.id)
    }
}

extension Ticket {
    /// What `Scope` looks at.
    package struct Standing: Hashable, Sendable {
        package let place: Place
        package let assignee: StaffID?

        package init(place: Place, assignee: StaffID?) {
            self.place = place
            self.assignee = assignee
        }
    }

    package var standing: Standing { Standing(place: place, assignee: assignee?.id) }
}
