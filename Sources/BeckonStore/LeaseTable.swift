/// Who holds which lease, among nodes that share one process's memory. Tokens are the store's to keep.
package struct LeaseTable: Sendable {
    private struct Holding {
        let lease: Lease
        var until: Duration
    }

    private var holdings: [String: Holding] = [:]

    package init() {}

    /// What nobody else took meanwhile goes on, also when its time was over.
    package mutating func renew(_ name: String, for node: NodeID, until: Duration) -> Lease? {
        guard let lease = holdings[name]?.lease, lease.holder == node else { return nil }
        holdings[name]?.until = until
        return lease
    }

    package func isFree(_ name: String, at now: Duration) -> Bool {
        holdings[name].map { $0.until <= now } ?? true
    }

    /// Of two that were taken at the same moment the later one holds.
    package mutating func hold(_ lease: Lease, until: Duration) {
        if let known = holdings[lease.name]?.lease, known.token > lease.token { return }
        holdings[lease.name] = Holding(lease: lease, until: until)
    }

    package mutating func release(_ lease: Lease) {
        if holdings[lease.name]?.lease == lease { holdings[lease.name] = nil }
    }
}
