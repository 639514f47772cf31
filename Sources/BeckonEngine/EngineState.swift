import BeckonModel
import BeckonStore
import BeckonWire

/// What the engine keeps under its lock.
struct EngineState {
    typealias Operation = @Sendable (Result<Void, Failure>) -> Void

    var active: [TicketID: ActiveTicket] = [:]
    /// What waits for a ticket to be loaded.
    var loading: [TicketID: [Operation]] = [:]
    /// What waits for the same creation to be finished.
    var creating: [CreationKey: [Operation]] = [:]
    /// Presence as the rules see it; changed together with the question which chats it pauses.
    var online: Set<StaffID> = []
    /// Live chats as decided, by agent.
    var live: [StaffID: Set<TicketID>] = [:]
    var rules = InboxRules()
    var isDraining = false
    var ticks: UInt64 = 0
    /// The position up to which this node has read what is appended; `nil` when nobody else appends.
    var cursor: Int64?
    /// Tickets in memory of which the log may have more, whether or not anybody asks for them.
    var behind: Set<TicketID> = []
    /// For how many rounds in a row a chat was live with an agent who was not there.
    var abandoned: [TicketID: Int] = [:]

    struct CreationKey: Hashable {
        let customer: UserID
        let clientID: ClientID
    }

    func actor(_ source: Submission.Source) -> Actor {
        switch source {
        case .clock: .clock
        case .person(.customer(let customer)): .customer(customer)
        case .person(.staff(let staff, let role)):
            .staff(staff, role: role, online: online.contains(staff.id))
        }
    }

    /// The ticket, if it is in memory and nothing is known to be missing there.
    mutating func touch(_ id: TicketID) -> ActiveTicket? {
        guard let ticket = active[id], !ticket.isBehind else { return nil }
        ticks += 1
        ticket.touched = ticks
        return ticket
    }

    /// Queues an operation until the ticket is loaded; `true` when it is the first, who must load it.
    mutating func wait(for id: TicketID, _ operation: @escaping Operation) -> Bool {
        let isFirst = loading[id] == nil
        loading[id, default: []].append(operation)
        return isFirst
    }

    mutating func markBehind(_ ticket: ActiveTicket) {
        ticket.isBehind = true
        behind.insert(ticket.decided.id)
    }

    mutating func insert(_ ticket: ActiveTicket) {
        ticks += 1
        ticket.touched = ticks
        active[ticket.decided.id] = ticket
        if active.count > Limits.activeTickets { evict() }
    }

    /// Forgets the tenth that was untouched for longest; they are folded again when somebody asks. Where the log is read along, only what was
    /// met there: else the entries between would be taken for somebody else's news.
    private mutating func evict() {
        let idle = active.values.filter {
            !$0.hasEntriesUnderWay && $0.deferred.isEmpty
                && (cursor == nil || !$0.isBehind && $0.followedSeq >= $0.committedSeq)
        }
        for ticket in idle.sorted(by: { $0.touched < $1.touched })
            .prefix(Limits.activeTickets / 10)
        {
            active[ticket.decided.id] = nil
            behind.remove(ticket.decided.id)
        }
    }

    /// Keeps `live` in step with a ticket whose live chat went from one agent to another, or to or from nobody.
    mutating func index(_ id: TicketID, from old: StaffID?, to new: StaffID?) {
        guard old != new else { return }
        if let old {
            live[old]?.remove(id)
            if live[old]?.isEmpty == true { live[old] = nil }
        }
        if let new { live[new, default: []].insert(id) }
    }
}

extension Ticket {
    /// With whom the chat is live.
    var liveWith: StaffID? { chat == .live ? assignee?.id : nil }
}
