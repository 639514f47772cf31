import BeckonEngine
import BeckonStore
import BeckonWire
import Logging

extension Realtime {
    /// Before anything is read of the store.
    func joinCluster() async throws(StoreError) {
        guard let cluster else { return }
        try await engine.startFollowing()
        cluster.bus.listen { self.heard($0) }
        try await exchangePresence(cluster)
    }

    private func heard(_ ring: Ring) {
        switch ring {
        case .log: cluster?.ringLog()
        case .presence: cluster?.ringPresence()
        case .typing(let id, let side, let name):
            if let ticket = engine.activeTicket(id) {
                hub.typing(on: ticket, from: side, name: name)
            }
        case .marks(let id, let marks): engine.heard(marks, of: id)
        }
    }

    // MARK: The log

    func followOnRings() async {
        guard let cluster else { return }
        for await _ in cluster.rings { await follow() }
    }

    /// Takes in what other nodes have appended. One call at a time.
    package func follow() async {
        do throws(StoreError) {
            try await engine.followLog()
        } catch {
            logger.warning("the log cannot be followed", metadata: ["why": "\(error)"])
        }
    }

    // MARK: Presence

    func stayInCluster(round: Int) async {
        guard let cluster else { return }
        // A doorbell may fail: once a second somebody looks.
        if round.isMultiple(of: 4) { cluster.ringLog() }
        let isRung = cluster.takeRing()
        guard isRung || board.hasNews || round.isMultiple(of: Cluster.exchangeRounds) else {
            return
        }
        do throws(StoreError) {
            try await exchangePresence(cluster)
        } catch {
            logger.warning("presence cannot be exchanged", metadata: ["why": "\(error)"])
        }
    }

    private func exchangePresence(_ cluster: Cluster) async throws(StoreError) {
        let hasNews = board.hasNews
        let claims = NodePresence(node: cluster.node, agents: board.takeClaims())
        let others = try await cluster.presence.exchange(claims, lease: Cluster.lease)
        board.merge(others, isComplete: cluster.answered(at: now))
        if hasNews { cluster.bus.ring(.presence) }
    }
}
