package import Synchronization

/// A queue into a thread of its own: anybody puts, one thread takes all that is there.
///
/// Nothing is awaited, and the bell rings only when the taker sleeps: putting costs a short lock. Inlinable, so that whoever uses it has it made
/// for their items.
package final class Mailbox<Item: Sendable>: Sendable {
    @usableFromInline struct State {
        @usableFromInline var items: [Item] = []
        @usableFromInline var isRung = false
        @usableFromInline var isAsleep = false
        @usableFromInline var isClosed = false
        @usableFromInline var corks = 0

        @inlinable init() {}

        @inlinable mutating func wakes() -> Bool {
            defer { isAsleep = false }
            return isAsleep
        }

        @inlinable mutating func fallsAsleep() -> Bool {
            isAsleep = items.isEmpty && !isRung && !isClosed
            return isAsleep
        }

        @inlinable mutating func take(atMost limit: Int) -> [Item] {
            guard items.count > limit else {
                let taken = items
                items = []
                // The next ones are about as many.
                items.reserveCapacity(taken.count)
                return taken
            }
            let taken = Array(items.prefix(limit))
            items.removeFirst(limit)
            return taken
        }
    }

    package struct Batch {
        package let items: [Item]
        /// Nothing will come any more.
        package let isLast: Bool

        @inlinable init(items: [Item], isLast: Bool) {
            self.items = items
            self.isLast = isLast
        }
    }

    @usableFromInline let state = Mutex(State())
    @usableFromInline let bell = Bell()

    package init() {}

    /// `false` when it is closed: the item was not taken.
    @inlinable package func put(_ item: Item) -> Bool {
        let (isTaken, wakes) = state.withLock { state in
            if state.isClosed { return (false, false) }
            state.items.append(item)
            return (true, state.corks == 0 && state.wakes())
        }
        if wakes { bell.ring() }
        return isTaken
    }

    /// Until `uncork` items do not wake the taker, so that it finds all of them together. For moments only; calls nest.
    package func cork() { state.withLock { $0.corks += 1 } }

    package func uncork() {
        let wakes = state.withLock { state in
            state.corks -= 1
            return state.corks == 0 && !state.items.isEmpty && state.wakes()
        }
        if wakes { bell.ring() }
    }

    /// Wakes the taker without an item.
    package func ring() {
        let wakes = state.withLock { state in
            state.isRung = true
            return state.wakes()
        }
        if wakes { bell.ring() }
    }

    /// Takes no more items; what was put before is still taken.
    package func close() {
        let wakes = state.withLock { state in
            state.isClosed = true
            return state.wakes()
        }
        if wakes { bell.ring() }
    }

    package var count: Int { state.withLock { $0.items.count } }

    package var isEmpty: Bool { state.withLock { $0.items.isEmpty } }

    /// Blocks the calling thread until there is something, somebody rang, or the deadline has come. Only for a thread of its own.
    @inlinable package func take(
        atMost limit: Int, before deadline: ContinuousClock.Instant? = nil
    ) -> Batch {
        if state.withLock({ $0.fallsAsleep() }) {
            bell.wait(until: deadline)
        }
        return state.withLock { state in
            state.isAsleep = false
            state.isRung = false
            let items = state.take(atMost: limit)
            return Batch(items: items, isLast: state.isClosed && state.items.isEmpty)
        }
    }
}
