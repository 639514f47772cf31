package import BeckonModel

/// What must leave the house, until it has (guarantee G15). Any number of nodes may send from it.
///
/// Promises of every implementation (StoreContractTests holds them against it):
/// - A key stands once, whatever became of its message.
/// - A row that was claimed is claimed again only when its lease is over, or after it was finished.
/// - Of a row that was claimed twice only the newer claim can be finished.
package protocol OutboxStore: Sendable {
    /// Puts down the messages whose keys are not there yet; returns how many. A target that has `limit` waiting already gets no more: what is
    /// beyond is given up at once (`dead`, with the problem `too_many_waiting`).
    func enqueue(
        _ messages: [OutboxMessage], at now: Timestamp, limit: Int
    ) async throws(StoreError) -> Int

    /// Takes what is due, the longest due of each target first, and all targets in turn.
    func claim(_ demand: OutboxDemand) async throws(StoreError) -> [OutboxRow]

    /// Writes down what an attempt came to. `false`: somebody else has taken the row meanwhile, and nothing changed.
    @discardableResult
    func finish(
        _ id: Int, claim: Int, _ outcome: OutboxOutcome
    ) async throws(StoreError) -> Bool

    /// Newest first.
    func rows(_ query: OutboxQuery) async throws(StoreError) -> [OutboxRow]

    /// From the beginning of its schedule on, whatever became of it; what waits is due at once. `nil`: that target has no such row.
    func sendAgain(
        _ id: Int, of target: String, _ channel: OutboxChannel, at now: Timestamp
    ) async throws(StoreError) -> OutboxRow?

    /// Forgets what was delivered before, or given up before; at most `limit` rows. Returns how many.
    func sweepOutbox(
        _ channel: OutboxChannel, deliveredBefore: Timestamp, deadBefore: Timestamp,
        limit: Int
    ) async throws(StoreError) -> Int

    func outboxFigures(_ channel: OutboxChannel) async throws(StoreError) -> OutboxFigures

    /// Of this data since it was made or restored: part of the ids of what leaves the house, since a restored log gives the numbers of its
    /// lost entries out again.
    func generation() async throws(StoreError) -> String
}

/// What one node wants to send.
package struct OutboxDemand: Hashable, Sendable {
    package let channel: OutboxChannel
    package let now: Timestamp
    /// Until then nobody else takes it.
    package let leaseEnd: Timestamp
    /// At most so many in all, and of each target; what is under way already (`busy`) counts.
    package let limit: Int
    package let perTarget: Int
    package let busy: [String: Int]

    package init(
        channel: OutboxChannel, now: Timestamp, leaseEnd: Timestamp, limit: Int, perTarget: Int,
        busy: [String: Int] = [:]
    ) {
        self.channel = channel
        self.now = now
        self.leaseEnd = leaseEnd
        self.limit = limit
        self.perTarget = perTarget
        self.busy = busy
    }

    /// How many more of that target.
    package func room(for target: String) -> Int { max(0, perTarget - (busy[target] ?? 0)) }
}

package struct OutboxQuery: Hashable, Sendable {
    package let channel: OutboxChannel
    package let target: String
    package let state: OutboxState?
    /// Only rows with a lower id.
    package let before: Int?
    package let limit: Int

    package init(
        channel: OutboxChannel, target: String, state: OutboxState? = nil, before: Int? = nil,
        limit: Int
    ) {
        self.channel = channel
        self.target = target
        self.state = state
        self.before = before
        self.limit = limit
    }
}

package struct OutboxFigures: Hashable, Sendable {
    package let waiting: Int
    package let dead: Int
    /// When the oldest that waits was put down.
    package let oldest: Timestamp?

    package init(waiting: Int, dead: Int, oldest: Timestamp?) {
        self.waiting = waiting
        self.dead = dead
        self.oldest = oldest
    }
}
