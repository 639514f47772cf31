import BeckonEngine
import BeckonWire
import NIOCore
import Synchronization

/// The connections of one event loop. Deliveries from any thread are collected and written in one turn of the loop, with one flush
/// per connection; a sweep each second looks after deadlines, so that an idle connection costs no timer.
package final class LoopRoom: Sendable {
    /// What a connection is to do next.
    enum Delivery {
        case frame(ByteBuffer)
        /// The answer to a command; it may be empty.
        case reply([ByteBuffer])
        case close(CloseCode)
        /// Beckon stops: say so, finish what was accepted, close.
        case drain
    }

    private struct Inbox {
        var deliveries: [(ConnectionID, Delivery)] = []
        var isScheduled = false
    }

    let eventLoop: any EventLoop
    private let inbox = Mutex(Inbox())
    private let handlers: NIOLoopBoundBox<[ConnectionID: SocketHandler]>

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        handlers = .makeBoxSendingValue([:], eventLoop: eventLoop)
    }

    func add(_ handler: SocketHandler) { handlers.value[handler.connection.id] = handler }

    func remove(_ id: ConnectionID) { handlers.value[id] = nil }

    /// From any thread; never blocks.
    func deliver(_ delivery: Delivery, to id: ConnectionID) {
        let mustSchedule = inbox.withLock { inbox in
            inbox.deliveries.append((id, delivery))
            defer { inbox.isScheduled = true }
            return !inbox.isScheduled
        }
        if mustSchedule { eventLoop.execute { self.deliverAll() } }
    }

    private func deliverAll() {
        let deliveries = inbox.withLock { inbox in
            inbox.isScheduled = false
            return exchange(&inbox.deliveries, with: [])
        }
        var touched: [ConnectionID: SocketHandler] = [:]
        for (id, delivery) in deliveries {
            guard let handler = handlers.value[id] else { continue }
            handler.receive(delivery)
            touched[id] = handler
        }
        for handler in touched.values { handler.flush() }
    }

    /// Sweeps once; the hub asks for it each second.
    func sweep(at now: NIODeadline) {
        eventLoop.execute {
            for handler in Array(self.handlers.value.values) { handler.tick(now) }
        }
    }
}

private func exchange<Value>(_ place: inout Value, with new: Value) -> Value {
    let old = place
    place = new
    return old
}
