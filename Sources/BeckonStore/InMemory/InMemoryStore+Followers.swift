extension InMemoryStore: FollowerStore {
    package func takeLease(
        _ name: String, for node: NodeID, lasting time: Duration
    ) async throws(StoreError) -> Lease? {
        let now = leaseTime()
        return try access { state in
            if let lease = state.leases.renew(name, for: node, until: now + time) { return lease }
            guard state.leases.isFree(name, at: now) else { return nil }
            let token = (state.leaseTokens[name] ?? 0) + 1
            state.leaseTokens[name] = token
            let lease = Lease(name: name, holder: node, token: token)
            state.leases.hold(lease, until: now + time)
            return lease
        }
    }

    package func release(_ lease: Lease) async throws(StoreError) {
        try access { $0.leases.release(lease) }
    }

    package func cursor(of follower: String) async throws(StoreError) -> LogCursor? {
        try access { $0.cursors[follower] }
    }

    package func save(
        _ cursor: LogCursor, of follower: String, under lease: Lease
    ) async throws(StoreError) -> Bool {
        try access { state in
            guard lease.name == follower, state.leaseTokens[follower] == lease.token else {
                return false
            }
            state.cursors[follower] = cursor
            return true
        }
    }
}
