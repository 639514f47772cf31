import BeckonEngine
package import BeckonModel
import BeckonStore
import BeckonWire
import Synchronization

/// What is told not at once but soon, many changes in one: desks' lists, counts, places in the queue.
extension Hub {
    /// A waiting ticket of the last process.
    package func enqueue(_ ticket: Ticket) {
        state.withLock { state in
            _ = state.queue.update(ticket, previousChat: nil)
            state.isQueueDirty = true
        }
    }

    /// Shows desks the newest state of what has changed; `record` reads it.
    func showTickets(_ record: (TicketID) async -> TicketRecord?) async {
        for (ticket, former) in takeDirtyTickets() {
            guard let record = await record(ticket) else { continue }
            let (readers, losers) = watchers(of: record.ticket, former)
            send(ServerFrame.ticket(record.ticket, marks: record.marks), to: readers)
            if !losers.isEmpty { send(ServerFrame.gone(ticket), to: losers) }
        }
    }

    private func takeDirtyTickets() -> [(TicketID, Set<Ticket.Standing>)] {
        state.withLock { state in
            guard !state.dirtyTickets.isEmpty else { return [] }
            let round = state.dirtyTickets.prefix(Limits.ticketsPerRound).sorted()
            state.dirtyTickets.subtract(round)
            return round.map { ($0, state.formerStandings.removeValue(forKey: $0) ?? []) }
        }
    }

    /// Who watches and may know of the ticket, and who could until now.
    private func watchers(
        of ticket: Ticket, _ former: Set<Ticket.Standing>
    ) -> ([SocketConnection], [SocketConnection]) {
        state.withLock { state in
            guard state.settings.hasScopes else { return (Array(state.watchers.values), []) }
            var (readers, losers): ([SocketConnection], [SocketConnection]) = ([], [])
            for (id, connection) in state.watchers {
                guard case .staff(let staff, _)? = state.members[id]?.identity else { continue }
                let scope = state.settings.scope(of: staff.id)
                if scope.holds(ticket) {
                    readers.append(connection)
                } else if former.contains(where: scope.holds) {
                    losers.append(connection)
                }
            }
            return (readers, losers)
        }
    }

    /// Watching connections by agent, when counts have changed since the last call.
    func takeDirtyCounts() -> [StaffID: [SocketConnection]] {
        state.withLock { state in
            guard state.areCountsDirty else { return [:] }
            state.areCountsDirty = false
            var byStaff: [StaffID: [SocketConnection]] = [:]
            for (id, connection) in state.watchers {
                if case .staff(let staff, _)? = state.members[id]?.identity {
                    byStaff[staff.id, default: []].append(connection)
                }
            }
            return byStaff
        }
    }

    /// Somebody was not told: once more in the next round.
    func countsAreUntold() {
        state.withLock { $0.areCountsDirty = true }
    }

    private struct PlaceNews {
        var places: [(WaitingQueue.Place, [SocketConnection])] = []
        var staffOnline = false
        /// All customers, when the first agent has come or the last one gone.
        var customers: [SocketConnection] = []
    }

    /// Tells each connected customer who waits their place in the queue, when it is another than they were told last. Tells all of them whether
    /// an agent is online, when that has changed.
    func tellPlaces(at now: Timestamp) {
        let news = state.withLock { state in Self.takePlaceNews(&state, at: now) }
        guard let news else { return }
        if !news.customers.isEmpty {
            send(ServerFrame.availability(staffOnline: news.staffOnline), to: news.customers)
        }
        for (place, connections) in news.places {
            send(Self.frame(place, news.staffOnline), to: connections)
        }
    }

    private static func takePlaceNews(_ state: inout HubState, at now: Timestamp) -> PlaceNews? {
        guard state.isQueueDirty else { return nil }
        state.isQueueDirty = false
        var news = PlaceNews()
        news.staffOnline = !state.onlineStaff.isEmpty
        let isSameStaff = news.staffOnline == state.toldStaffOnline
        state.toldStaffOnline = news.staffOnline
        if !isSameStaff { news.customers = state.customers.values.flatMap { $0 } }
        var told: [TicketID: WaitingQueue.Place] = [:]
        for place in state.queue.places(at: now) {
            guard let connections = state.customers[place.customer] else { continue }
            told[place.ticket] = place
            if isSameStaff, state.told[place.ticket] == place { continue }
            news.places.append((place, connections))
        }
        state.told = told
        return news
    }

    /// Somebody has just come who does not know the ticket's place: tell it in the next round.
    func forgetPlace(of ticket: TicketID) {
        state.withLock { state in
            state.told[ticket] = nil
            state.isQueueDirty = true
        }
    }

    private static func frame(_ place: WaitingQueue.Place, _ staffOnline: Bool) -> [UInt8] {
        ServerFrame.queue(
            place.ticket, position: place.position, of: place.count,
            estimateSeconds: place.estimateSeconds, staffOnline: staffOnline)
    }
}
