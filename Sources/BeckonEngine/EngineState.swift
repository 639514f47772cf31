import BeckonModel
import BeckonStore
import BeckonWire

/// What the engine keeps under its lock.
struct EngineState {
    typealias Operation = @Sendable (Result<Void, Failure>) -> Void

    var active: [TicketID: ActiveTicket] = [:]
    /// The ids of `active` in the order of a clock's face, and its hand (`makeRoom`). Ids of tickets that are gone stay until it comes by.
    private var face: [TicketID] = []
    private var hand = 0
    /// Another one in tests.
    var limit = Limits.activeTickets
    /// What waits for a ticket to be loaded.
    var loading: [TicketID: [Operation]] = [:]
    /// What waits for the same creation to be finished.
    var creating: [CreationKey: [Operation]] = [:]
    /// Presence as the rules see it; changed together with the question which chats it pauses.
    var online: Set<StaffID> = []
    /// Live chats as decided, by agent.
    var live: [StaffID: Set<TicketID>] = [:]
    var settings = Settings()
    var isDraining = false
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
        case .person(.api): .machine(source.party)
        }
    }

    /// The command as it is to be decided, if this ticket exists for who gives it and what it names may be chosen.
    func check(
        _ submission: Submission, _ ticket: Ticket
    ) throws(TicketError) -> Command {
        if case .person(let identity) = submission.source, identity.side == .staff {
            guard settings.shows(ticket, to: identity) else { throw .notFound }
        }
        switch submission.command {
        case .setTags:
            try submission.command.check(against: settings)
        case .move(var move):
            try submission.command.check(against: settings)
            if let agent = ticket.assignee?.id {
                move.agentStays = settings.scope(of: agent).holds(
                    move.place(from: ticket.place), assignee: agent)
            }
            return .move(move)
        case .transfer(let agent, _):
            // A ticket never goes to somebody for whom it would not exist.
            guard settings.scope(of: agent.id).holds(ticket.place, assignee: agent.id) else {
                throw .invalid(field: "staff_id", problem: .notAllowed)
            }
        default: break
        }
        return submission.command
    }

    /// The ticket, if it is in memory and nothing is known to be missing there.
    mutating func touch(_ id: TicketID) -> ActiveTicket? {
        guard let ticket = active[id], !ticket.isBehind else { return nil }
        ticket.wasTouched = true
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
        let id = ticket.decided.id
        ticket.wasTouched = true
        if active.updateValue(ticket, forKey: id) == nil { face.append(id) }
        makeRoom()
    }

    /// How many tickets are looked at whenever one comes in. More than one, so that at least as many can be forgotten as come; few, so that the
    /// lock is held for a moment only.
    private static let looks = 64

    /// While there are too many tickets, the hand goes on by a few of them: it forgets whom nobody touched since it last came by. They are folded
    /// again when somebody asks.
    private mutating func makeRoom() {
        var looks = 0
        while active.count > limit, looks < Self.looks, !face.isEmpty {
            looks += 1
            if hand >= face.count { hand = 0 }
            let id = face[hand]
            if let ticket = active[id], ticket.wasTouched || !isIdle(ticket) {
                ticket.wasTouched = false
                hand += 1
            } else {
                active[id] = nil
                behind.remove(id)
                face.swapAt(hand, face.count - 1)
                face.removeLast()
            }
        }
    }

    /// Where the log is read along, only what was met there may be forgotten: else the entries between would be taken for somebody else's news.
    private func isIdle(_ ticket: ActiveTicket) -> Bool {
        !ticket.hasEntriesUnderWay && ticket.deferred.isEmpty
            && (cursor == nil || !ticket.isBehind && ticket.followedSeq >= ticket.committedSeq)
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
