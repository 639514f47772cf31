package import BeckonModel
package import BeckonStore
package import BeckonTelemetry
import BeckonWire
import Synchronization

extension Engine {
    /// An agent came or went. Going pauses their live chats, also those whose pick is still on its way to the disk.
    package func setPresence(of staff: StaffID, online: Bool) {
        let paused = state.withLock { state -> Set<TicketID> in
            if online {
                state.online.insert(staff)
                return []
            }
            state.online.remove(staff)
            return state.live[staff] ?? []
        }
        pause(paused, of: staff)
    }

    /// Pauses chats that are still live although their agent is gone. That happens when the pause could not be stored at the moment they went,
    /// or when another node died with them before this one had heard of them. Called once a second.
    package func pauseAbandonedChats() {
        let abandoned = state.withLock { state -> [(StaffID, Set<TicketID>)] in
            let suspects = state.live.filter { !state.online.contains($0.key) }
            var rounds: [TicketID: Int] = [:]
            for ticket in suspects.values.joined() {
                rounds[ticket] = state.abandoned[ticket, default: 0] + 1
            }
            state.abandoned = rounds
            // Another node's agent may have picked before this node hears that they are there.
            let patience = state.cursor == nil ? 1 : Limits.abandonedRounds
            return suspects.map { staff, tickets in
                (staff, tickets.filter { rounds[$0, default: 0] >= patience })
            }
        }
        for (staff, tickets) in abandoned.sorted(by: { $0.0.rawValue < $1.0.rawValue }) {
            pause(tickets, of: staff)
        }
    }

    private func pause(_ tickets: Set<TicketID>, of staff: StaffID) {
        for ticket in tickets.sorted() {
            submit(Submission(.staffWentOffline(staff), on: ticket, by: .clock) { _ in })
        }
    }

    package func isOnline(_ staff: StaffID) -> Bool {
        state.withLock { $0.online.contains(staff) }
    }

    /// Agents that have live chats: after a start, those whose return is awaited.
    package func staffWithLiveChats() -> [StaffID] {
        state.withLock { Array($0.live.keys) }
    }

    /// Reads which chats were live when the last process ended.
    package func loadLiveChats() async throws(StoreError) {
        var query = TicketQuery()
        query.chats = [.live]
        query.limit = Limits.listRows
        while true {
            let page = try await store.tickets(query)
            state.withLock { state in
                for record in page.records where state.active[record.ticket.id] == nil {
                    state.index(record.ticket.id, from: nil, to: record.ticket.liveWith)
                }
            }
            guard let next = page.next else { return }
            query.cursor = next
        }
    }

    /// Hands a ticket to another agent, who must be online at that moment.
    package func transfer(
        _ ticket: TicketID, to staff: StaffReference, by source: Submission.Source,
        clientID: ClientID? = nil, origin: ConnectionID?, request: RequestTrace? = nil,
        reply: @escaping Submission.Reply
    ) {
        let command = Command.transfer(to: staff, isOnline: isOnline(staff.id))
        let isOnline = isOnline
        submit(
            Submission(
                command, on: ticket, by: source, clientID: clientID, origin: origin,
                request: request
            ) { result in
                reply(result)
                // Gone between the question and the append: the chat pauses as if they had gone after it.
                if case .success = result, !isOnline(staff.id) {
                    self.setPresence(of: staff.id, online: false)
                }
            })
    }
}
