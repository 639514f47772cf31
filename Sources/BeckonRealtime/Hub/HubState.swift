import BeckonEngine
import BeckonModel
import BeckonStore
import BeckonWire

/// Who is connected and what they follow; kept under the hub's lock.
struct HubState {
    struct Member {
        let connection: SocketConnection
        let identity: Identity
        let session: SessionID?
        var followed: Set<TicketID> = []
        var isWatching = false
    }

    var members: [ConnectionID: Member] = [:]
    /// Connections by session, for looking at sessions again: a share of them at a time, by the first byte of their ids, which is random.
    var sessions = Array(repeating: [SessionID: Set<ConnectionID>](), count: Hub.sessionSlices)
    var customers: [UserID: [SocketConnection]] = [:]
    var staff: [StaffID: [SocketConnection]] = [:]
    /// Staff connections that have a ticket open.
    var followers: [TicketID: [SocketConnection]] = [:]
    var watchers: [ConnectionID: SocketConnection] = [:]
    var onlineStaff: Set<StaffID> = []
    /// Long polls that wait for a ticket's next entry.
    var signals: [TicketID: [UInt64: AsyncStream<Void>.Continuation]] = [:]
    var nextSignal: UInt64 = 0

    var queue = WaitingQueue()
    var isQueueDirty = false
    /// What each waiting customer was told last.
    var told: [TicketID: WaitingQueue.Place] = [:]
    var toldStaffOnline = false
    /// Revisions of the documents that are an agent's own, once they were saved.
    var ownDocuments: [StaffID: [DocumentKey: Int]] = [:]
    /// Tickets whose newest state desks have not been shown yet.
    var dirtyTickets: Set<TicketID> = []
    /// Whose some of those were when desks were shown them last, if somebody may have lost one.
    var formerStandings: [TicketID: Set<Ticket.Standing>] = [:]
    /// What people have set: who may know of what.
    var settings = Settings()
    var areCountsDirty = false

    mutating func markDirty(_ ticket: TicketID, _ previously: Ticket.Standing?) {
        dirtyTickets.insert(ticket)
        if let previously, settings.hasScopes {
            formerStandings[ticket, default: []].insert(previously)
        }
    }

    /// Connections that have the ticket open although it does not exist for them any more; they follow it no longer.
    mutating func dropThoseWho(
        lose ticket: Ticket, _ previously: Ticket.Standing?
    ) -> [SocketConnection] {
        guard settings.hasScopes, let previously, previously != ticket.standing else { return [] }
        var losers: [SocketConnection] = []
        for connection in followers[ticket.id] ?? [] {
            guard case .staff(let staff, _)? = members[connection.id]?.identity,
                !settings.scope(of: staff.id).holds(ticket)
            else { continue }
            losers.append(connection)
        }
        for connection in losers { _ = leave(ticket.id, by: connection.id) }
        return losers
    }

    func connections(of identity: Identity) -> [SocketConnection] {
        switch identity {
        case .customer(let customer): customers[customer.id] ?? []
        case .staff(let staff, _): self.staff[staff.id] ?? []
        // Keys have no sockets.
        case .api: []
        }
    }

    mutating func add(_ member: Member) {
        members[member.connection.id] = member
        if let session = member.session {
            sessions[Hub.slice(of: session)][session, default: []].insert(member.connection.id)
        }
        switch member.identity {
        case .customer(let customer): customers[customer.id, default: []].append(member.connection)
        case .staff(let staff, _): self.staff[staff.id, default: []].append(member.connection)
        case .api: break
        }
    }

    /// Returns who it was; `nil` when it was not here.
    mutating func remove(_ id: ConnectionID) -> Member? {
        guard let member = members.removeValue(forKey: id) else { return nil }
        watchers[id] = nil
        if let session = member.session {
            let slice = Hub.slice(of: session)
            sessions[slice][session]?.remove(id)
            if sessions[slice][session]?.isEmpty == true { sessions[slice][session] = nil }
        }
        switch member.identity {
        case .customer(let customer): Self.drop(id, from: &customers, customer.id)
        case .staff(let staff, _): Self.drop(id, from: &self.staff, staff.id)
        case .api: break
        }
        for ticket in member.followed { Self.drop(id, from: &followers, ticket) }
        return member
    }

    private static func drop<Key: Hashable>(
        _ id: ConnectionID, from table: inout [Key: [SocketConnection]], _ key: Key
    ) {
        table[key]?.removeAll { $0.id == id }
        if table[key]?.isEmpty == true { table[key] = nil }
    }

    /// `true` when it was not followed before.
    mutating func follow(_ ticket: TicketID, by id: ConnectionID) -> Bool {
        guard let member = members[id], members[id]?.followed.insert(ticket).inserted == true else {
            return false
        }
        followers[ticket, default: []].append(member.connection)
        return true
    }

    mutating func leave(_ ticket: TicketID, by id: ConnectionID) -> Bool {
        guard members[id]?.followed.remove(ticket) != nil else { return false }
        Self.drop(id, from: &followers, ticket)
        return true
    }

    /// Staff connections that get a ticket's entries: those who have it open, and its agent's.
    /// An agent who has it and may not know of it any more gets nothing.
    func staffReceivers(
        of ticket: TicketID, _ standing: @autoclosure () -> Ticket.Standing, assignee: StaffID?
    ) -> [SocketConnection] {
        let following = followers[ticket] ?? []
        guard let assignee, let own = staff[assignee] else { return following }
        if settings.hasScopes, !settings.scope(of: assignee).holds(standing()) { return following }
        if following.isEmpty { return own }
        return own + following.filter { one in !own.contains { $0.id == one.id } }
    }

    /// Agents who have the ticket open, each once.
    func viewers(of ticket: TicketID) -> [StaffReference] {
        var seen: Set<StaffID> = []
        return (followers[ticket] ?? []).compactMap { connection in
            guard case .staff(let staff, _)? = members[connection.id]?.identity,
                seen.insert(staff.id).inserted
            else { return nil }
            return staff
        }
    }
}
