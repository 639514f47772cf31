import Synchronization

/// Connects nodes of one process: what one rings, all others hear at once.
package final class InMemoryBus: Sendable {
    package typealias Listener = @Sendable (Ring) -> Void

    private struct State {
        var listeners: [Int: Listener] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// A node's end of it.
    package func join() -> any Bus {
        Line(
            bus: self,
            index: state.withLock { state in
                defer { state.next += 1 }
                return state.next
            })
    }

    private final class Line: Bus {
        let bus: InMemoryBus
        let index: Int

        init(bus: InMemoryBus, index: Int) {
            self.bus = bus
            self.index = index
        }

        func ring(_ ring: Ring) {
            let others = bus.state.withLock { state in
                state.listeners.filter { $0.key != index }.sorted { $0.key < $1.key }
            }
            for (_, listener) in others { listener(ring) }
        }

        func listen(_ listener: @escaping Listener) {
            bus.state.withLock { $0.listeners[index] = listener }
        }
    }
}
