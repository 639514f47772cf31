/// Which tickets an agent may know of; its id is the agent's. Who has none knows of all.
package struct Access: Document {
    /// Ids of inboxes; empty: every one.
    package var inboxes: [String] = []
    package var tickets = Tickets.all.rawValue

    package enum Tickets: String, CaseIterable, Sendable {
        /// Of those inboxes.
        case all
        /// Of one's own teams, and of none.
        case team
        /// What one has oneself.
        case own
    }

    package init() {}

    package static let kind = "access"
    package static let access = DocumentAccess.administration
    package static let title: String? = nil
    package static let fields: [DocumentField<Self>] = [
        .list(
            "inboxes", \.inboxes, of: .reference(kind: Inbox.kind), max: Limits.documentsPerKind),
        .choice("tickets", \.tickets, Tickets.allCases.map(\.rawValue)),
    ]

    /// `teams`: of which they are a member.
    func scope(of staff: StaffID, teams: Set<DocumentID>) -> Scope {
        let reach: Scope.Reach =
            switch Tickets(rawValue: tickets) ?? .own {
            case .all: .all
            case .team: .teams(teams)
            case .own: .own
            }
        return Scope(
            inboxes: inboxes.isEmpty ? nil : Set(inboxes.map(DocumentID.init(unchecked:))),
            reach: reach, staff: staff)
    }
}
