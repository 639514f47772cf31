import BeckonEngine
import BeckonModel
import BeckonStore
import BeckonWire
import NIOCore
import Synchronization

/// The connections of one event loop. What other threads deliver to them is collected and written in one turn of the loop, and each connection
/// is flushed once. Deadlines are checked for all connections once a second, so that an idle connection needs no timer of its own.
package final class LoopRoom: Sendable {
    /// What a connection is to do next.
    enum Delivery {
        case frame(ByteBuffer)
        /// The answer to a command; it may be empty.
        case reply([ByteBuffer])
        /// A part of one; the closure hears when the socket has taken it, or with `false` that there is none any more.
        case part([ByteBuffer], then: @Sendable (_ isTaken: Bool) -> Void)
        case close(CloseCode)
        /// Beckon stops: say so, finish what was accepted, close.
        case drain
    }

    private struct Inbox {
        var deliveries: [(SocketConnection, Delivery)] = []
        var isScheduled = false
        var holds = EntryHolds()

        /// Returns whether a turn of the event loop has to be asked for.
        mutating func append(_ delivery: Delivery, to connection: SocketConnection) -> Bool {
            deliveries.append((connection, delivery))
            defer { isScheduled = true }
            return !isScheduled
        }
    }

    /// What only the event loop touches.
    private struct Confined {
        var handlers: [ConnectionID: SocketHandler] = [:]
        /// Emptied deliveries, kept for their capacity.
        var spare: [(SocketConnection, Delivery)] = []
        var isInTurn = false
    }

    let eventLoop: any EventLoop
    private let store: any TicketStore
    private let inbox = Mutex(Inbox())
    private let confined: NIOLoopBoundBox<Confined>

    /// Deliveries beyond these are rare; their memory is given back.
    private static let spareCapacity = 4096

    init(eventLoop: any EventLoop, store: any TicketStore) {
        self.eventLoop = eventLoop
        self.store = store
        confined = .makeBoxSendingValue(Confined(), eventLoop: eventLoop)
    }

    func add(_ handler: SocketHandler) { confined.value.handlers[handler.connection.id] = handler }

    func remove(_ id: ConnectionID) {
        confined.value.handlers[id] = nil
        inbox.withLock { $0.holds.forget(id) }
    }

    /// A command is about to be submitted on this event loop: all that this turn of it brings goes to the store together.
    func beginTurn() {
        if confined.value.isInTurn { return }
        confined.value.isInTurn = true
        store.cork()
        eventLoop.execute {
            self.confined.value.isInTurn = false
            self.store.uncork()
        }
    }

    /// From any thread; never blocks.
    func deliver(_ delivery: Delivery, to connection: SocketConnection) {
        if inbox.withLock({ $0.append(delivery, to: connection) }) { schedule() }
    }

    /// The same for an entry, which may have to wait behind the answer to a `sync`.
    func deliver(_ frame: ByteBuffer, of entry: EntryPlace, to connection: SocketConnection) {
        let mustSchedule = inbox.withLock { inbox in
            if !inbox.holds.isEmpty, inbox.holds.keep(frame, entry, for: connection.id) {
                return false
            }
            return inbox.append(.frame(frame), to: connection)
        }
        if mustSchedule { schedule() }
    }

    /// From now on the connection's entries of that ticket wait, until `release`.
    func hold(_ ticket: TicketID, for connection: SocketConnection) -> EntryHolds.ID {
        inbox.withLock { $0.holds.begin(ticket, for: connection.id) }
    }

    /// Answers, and lets go of what came meanwhile and is beyond `seq`. Answers `otherwise` where more came than may wait.
    func release(
        _ hold: EntryHolds.ID, for connection: SocketConnection, after seq: Seq,
        answer: [ByteBuffer], otherwise: [ByteBuffer]
    ) {
        let mustSchedule = inbox.withLock { inbox in
            let held = inbox.holds.end(hold, for: connection.id, after: seq)
            let isScheduled = inbox.isScheduled
            _ = inbox.append(.reply(held == nil ? otherwise : answer), to: connection)
            for frame in held ?? [] { _ = inbox.append(.frame(frame), to: connection) }
            return !isScheduled
        }
        if mustSchedule { schedule() }
    }

    private func schedule() { eventLoop.execute { self.deliverAll() } }

    private func deliverAll() {
        var deliveries = confined.value.spare
        confined.value.spare = []
        inbox.withLock { inbox in
            inbox.isScheduled = false
            swap(&inbox.deliveries, &deliveries)
        }
        var written: [SocketHandler] = []
        for (connection, delivery) in deliveries {
            guard let handler = connection.handler.value else {
                if case .part(_, let then) = delivery { then(false) }
                continue
            }
            if handler.receive(delivery) { written.append(handler) }
        }
        for handler in written { handler.flushOnce() }
        if deliveries.capacity <= Self.spareCapacity {
            deliveries.removeAll(keepingCapacity: true)
            confined.value.spare = deliveries
        }
    }

    /// Sweeps once; the hub asks for it each second.
    func sweep(at now: NIODeadline) {
        eventLoop.execute {
            for handler in Array(self.confined.value.handlers.values) { handler.tick(now) }
        }
    }
}
