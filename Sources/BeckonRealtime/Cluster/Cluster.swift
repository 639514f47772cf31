package import BeckonStore
import NIOCore
import Synchronization

/// This node among those that share a store: its name, the doorbell, and where all say which agents are with them.
package final class Cluster: Sendable {
    /// Who says nothing for that long is gone, and their agents with them.
    static let lease = Duration.seconds(10)
    /// How often a node says what it knows, news aside.
    static let exchangeRounds = 8

    private struct State {
        var isRung = false
        var answeredAt: NIODeadline?
        /// Since when every exchange was answered in time.
        var steadySince: NIODeadline?
    }

    let node: NodeID
    let bus: any Bus
    let presence: any PresenceStore
    /// One for any number of rings that nobody has followed yet.
    let rings: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation
    private let state = Mutex(State())

    package init(node: NodeID, bus: any Bus, presence: any PresenceStore) {
        self.node = node
        self.bus = bus
        self.presence = presence
        (rings, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// The log may have grown.
    func ringLog() { bell.yield() }

    func ringPresence() { state.withLock { $0.isRung = true } }

    func takeRing() -> Bool {
        state.withLock { state in
            defer { state.isRung = false }
            return state.isRung
        }
    }

    /// Notes that an exchange of presence was answered. `true` when a node that the answer does not name may be taken for gone. It may not when
    /// the store, or this node itself, was away for as long as a lease: then the others could not renew theirs either.
    func answered(at now: NIODeadline) -> Bool {
        let lease = TimeAmount(Self.lease)
        return state.withLock { state in
            let wasAway = state.answeredAt.map { now - $0 >= lease } ?? true
            if wasAway { state.steadySince = now }
            state.answeredAt = now
            return state.steadySince.map { now - $0 >= lease } ?? false
        }
    }
}
