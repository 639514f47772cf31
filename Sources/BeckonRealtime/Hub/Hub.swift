import BeckonEngine
package import BeckonModel
package import BeckonStore
import BeckonTelemetry
import BeckonWire
import NIOCore
import Synchronization

/// Who follows what. Encodes what is published once and hands the same bytes to every connection that gets it.
package final class Hub: Sendable {
    let state = Mutex(HubState())

    package init() {}

    // MARK: Coming and going

    enum Arrival {
        case refused
        /// What was found out about that person may have ended meanwhile: ask again, then come again.
        case outdated
        /// `isFirst`: no other connection of that person was there.
        case joined(isFirst: Bool)
    }

    func add(
        _ connection: SocketConnection, _ found: Authenticated, limit: Int,
        hasEnded: (Authenticated) -> Bool = { _ in false }
    ) -> Arrival {
        state.withLock { state in
            // Under the lock that `disconnect` takes: what ends after this question finds the connection here.
            if hasEnded(found) { return .outdated }
            let others = state.connections(of: found.identity).count
            guard others < limit else { return .refused }
            state.add(
                .init(connection: connection, identity: found.identity, session: found.session))
            return .joined(isFirst: others == 0)
        }
    }

    /// Returns the tickets that the connection had open.
    func remove(_ connection: SocketConnection) -> Set<TicketID> {
        state.withLock { $0.remove(connection.id)?.followed ?? [] }
    }

    package func isConnected(_ user: UserID) -> Bool {
        state.withLock { $0.customers[user] != nil }
    }

    /// Whether any agent is online, on whichever node.
    package var isStaffOnline: Bool { state.withLock { !$0.onlineStaff.isEmpty } }

    func setOnline(_ staff: StaffID, _ online: Bool) {
        state.withLock { state in
            if online { state.onlineStaff.insert(staff) } else { state.onlineStaff.remove(staff) }
            state.isQueueDirty = true
        }
    }

    /// Logout, a disabled agent, a lost role: their sockets close (promise G10). Without `sessions`: all of that person's.
    package func disconnect(_ person: Session.Person, sessions: Set<SessionID>? = nil) {
        let connections = state.withLock { state -> [SocketConnection] in
            let all: [SocketConnection] =
                switch person {
                case .staff(let staff): state.staff[staff] ?? []
                case .customer(let user): state.customers[user] ?? []
                }
            guard let sessions else { return all }
            return all.filter { connection in
                state.members[connection.id]?.session.map(sessions.contains) ?? false
            }
        }
        for connection in connections { connection.close(.notAuthenticated) }
    }

    func drain() {
        let connections = state.withLock { $0.members.values.map(\.connection) }
        for connection in connections { connection.drain() }
    }

    package struct Figures: Sendable {
        package let customerSockets: Int
        package let staffSockets: Int
        package let agentsOnline: Int
        package let customersWaiting: Int
    }

    /// For metrics.
    package var figures: Figures {
        state.withLock { state in
            let staff = state.staff.values.reduce(0) { $0 + $1.count }
            return Figures(
                customerSockets: state.members.count - staff, staffSockets: staff,
                agentsOnline: state.onlineStaff.count, customersWaiting: state.queue.count)
        }
    }

    // MARK: Following

    /// A staff connection opens a ticket; its entries arrive from now on.
    func follow(_ ticket: TicketID, by connection: SocketConnection) {
        if state.withLock({ $0.follow(ticket, by: connection.id) }) { announceViewers(of: ticket) }
    }

    func leave(_ ticket: TicketID, by connection: SocketConnection) {
        if state.withLock({ $0.leave(ticket, by: connection.id) }) { announceViewers(of: ticket) }
    }

    func announceViewers(of ticket: TicketID) {
        let (viewers, followers) = state.withLock {
            ($0.viewers(of: ticket), $0.followers[ticket] ?? [])
        }
        send(ServerFrame.viewing(ticket, viewers), to: followers)
    }

    func watch(_ on: Bool, by connection: SocketConnection) {
        state.withLock { state in
            state.members[connection.id]?.isWatching = on
            state.watchers[connection.id] = on ? connection : nil
            state.areCountsDirty = true
        }
    }

    // MARK: Sending

    /// Encoded once, and only when anybody gets it.
    func send(
        _ frame: [UInt8], of entry: EntryPlace? = nil, to connections: [SocketConnection],
        _ more: [SocketConnection] = [], except: ConnectionID? = nil
    ) {
        var encoded: ByteBuffer?
        var count = 0
        for list in [connections, more] {
            for connection in list where connection.id != except {
                let bytes = encoded ?? WebSocketEncoding.text(frame)
                encoded = bytes
                count += 1
                if let entry {
                    connection.send(encoded: bytes, of: entry)
                } else {
                    connection.send(encoded: bytes)
                }
            }
        }
        if count > 0 { metrics.framesSent.add(count, typeOf: frame) }
    }

    func send(_ frame: [UInt8], toStaff staff: StaffID) {
        send(frame, to: state.withLock { $0.staff[staff] ?? [] })
    }

    func sendToWatchers(_ frame: [UInt8]) {
        send(frame, to: state.withLock { Array($0.watchers.values) })
    }

    /// Never stored: to the other side, and to other agents who have the ticket open.
    func typing(on ticket: Ticket, from side: Side, name: String, except: ConnectionID? = nil) {
        let frame = ServerFrame.typing(ticket.id, from: side, name: name)
        let receivers = state.withLock { state in
            let staff = state.staffReceivers(
                of: ticket.id, ticket.standing, assignee: ticket.assignee?.id)
            guard side == .staff else { return staff }
            return staff + (state.customers[ticket.customer.id] ?? [])
        }
        send(frame, to: receivers, except: except)
    }

    // MARK: Long polling

    /// Fires when the ticket gets entries. Ask for it first, then look at the log, then wait; give it back with `drop`.
    package func signal(for ticket: TicketID) -> (id: UInt64, stream: AsyncStream<Void>) {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            state.nextSignal += 1
            state.signals[ticket, default: [:]][state.nextSignal] = continuation
            return state.nextSignal
        }
        return (id, stream)
    }

    package func drop(signal id: UInt64, for ticket: TicketID) {
        state.withLock { state in
            state.signals[ticket]?[id]?.finish()
            state.signals[ticket]?[id] = nil
            if state.signals[ticket]?.isEmpty == true { state.signals[ticket] = nil }
        }
    }
}
