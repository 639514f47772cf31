package import BeckonEngine
package import BeckonModel
import BeckonStore
package import BeckonWire
import Synchronization

extension Hub: EntryPublisher {
    private struct Receivers {
        var customers: [SocketConnection] = []
        var staff: [SocketConnection] = []
        /// Online agents who must hear that somebody waits.
        var lobby: [SocketConnection] = []
        /// Those who had it open and may not know of it any more.
        var losers: [SocketConnection] = []
    }

    package func publish(_ publication: Publication) {
        let receivers = state.withLock { state in self.receivers(of: publication, &state) }
        for encoded in publication.entries {
            let line = encoded.line
            // Of everything but their own texts the sender hears like everybody.
            let except = encoded.isText ? publication.origin : nil
            let place = EntryPlace(ticket: publication.ticket, seq: line.seq)
            guard line.isInternal else {
                send(
                    line.bytes, of: place, to: receivers.staff, receivers.customers,
                    except: except)
                continue
            }
            send(line.bytes, of: place, to: receivers.staff, except: except)
            if !receivers.customers.isEmpty {
                let hidden = EntryCodec.hidden(
                    ticket: publication.ticket, seq: line.seq, at: line.at)
                send(hidden, of: place, to: receivers.customers)
            }
        }
        if !receivers.losers.isEmpty {
            send(ServerFrame.gone(publication.ticket), to: receivers.losers)
        }
        if !receivers.lobby.isEmpty, let record = publication.record {
            send(ServerFrame.newTicket(record.ticket, marks: record.marks), to: receivers.lobby)
        }
    }

    private func receivers(of publication: Publication, _ state: inout HubState) -> Receivers {
        let ticket = publication.ticket
        var receivers = Receivers()
        receivers.customers = state.customers[publication.customer] ?? []
        receivers.staff = state.staffReceivers(
            of: ticket,
            Ticket.Standing(place: publication.place, assignee: publication.assignee),
            assignee: publication.assignee)
        if let record = publication.record {
            changed(record.ticket, publication, &state, &receivers)
        }
        if !state.watchers.isEmpty { state.markDirty(ticket, publication.previously) }
        if !state.signals.isEmpty {
            for signal in state.signals[ticket]?.values ?? [:].values { signal.yield() }
        }
        return receivers
    }

    /// More than texts: the queue, the counts, and others than those who follow the ticket are concerned.
    private func changed(
        _ ticket: Ticket, _ publication: Publication, _ state: inout HubState,
        _ receivers: inout Receivers
    ) {
        addFormerAgents(of: publication, &state, to: &receivers)
        receivers.losers = state.dropThoseWho(lose: ticket, publication.previously)
        if publication.previousChat != ticket.chat {
            if ticket.chat == .waiting || ticket.chat == .paused {
                for staff in state.onlineStaff where state.settings.scope(of: staff).holds(ticket) {
                    receivers.lobby += state.staff[staff] ?? []
                }
            }
            state.areCountsDirty = true
        }
        if state.queue.update(ticket, previousChat: publication.previousChat) {
            state.isQueueDirty = true
        }
        if publication.entries.contains(where: \.entry.body.isCounted) {
            state.areCountsDirty = true
        }
    }

    /// Whoever loses the ticket by these entries must see that they do.
    private func addFormerAgents(
        of publication: Publication, _ state: inout HubState, to receivers: inout Receivers
    ) {
        for encoded in publication.entries where !encoded.isText {
            let former: StaffID?
            switch encoded.entry.body {
            case .unassigned(let staff, _): former = staff
            case .assigned(_, let previous, _): former = previous
            default: former = nil
            }
            guard let former else { continue }
            for connection in state.staff[former] ?? []
            where !receivers.staff.contains(where: { $0.id == connection.id }) {
                receivers.staff.append(connection)
            }
        }
    }

    package func publish(_ marks: Marks, of ticket: Ticket) {
        let receivers = state.withLock { state in
            if !state.watchers.isEmpty {
                state.markDirty(ticket.id, nil)
            }
            return state.staffReceivers(
                of: ticket.id, ticket.standing, assignee: ticket.assignee?.id)
                + (state.customers[ticket.customer.id] ?? [])
        }
        send(ServerFrame.marks(ticket.id, marks), to: receivers)
    }
}

extension EntryBody {
    /// Whether it may move the ticket from one list to another, or from one agent's to another's.
    fileprivate var isCounted: Bool {
        switch self {
        case .created, .status, .assigned, .unassigned, .staffOffline, .moved: true
        case .message, .system, .priority, .subject, .tags, .note, .rated, .followUp, .customer,
            .hidden, .unknown,
            .damaged:
            false
        }
    }
}
