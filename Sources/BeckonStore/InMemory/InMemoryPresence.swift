import Synchronization

/// What nodes in one process say of agents.
package final class InMemoryPresence: PresenceStore {
    private struct Said {
        let presence: NodePresence
        let until: Duration
    }

    private let said = Mutex<[NodeID: Said]>([:])
    /// Time since some moment, on a clock that nobody sets.
    private let now: @Sendable () -> Duration

    package init(now: @escaping @Sendable () -> Duration) { self.now = now }

    package func exchange(
        _ presence: NodePresence, lease: Duration
    ) async throws(StoreError) -> [NodePresence] {
        let now = now()
        return said.withLock { said in
            said = said.filter { $0.value.until > now }
            said[presence.node] = Said(presence: presence, until: now + lease)
            return said.values.map(\.presence).filter { $0.node != presence.node }
                .sorted { $0.node < $1.node }
        }
    }
}
