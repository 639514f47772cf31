import BeckonModel
package import BeckonStore
import BeckonTelemetry
import Logging

/// One follower on one node: gets it its lease and its batches, saves its cursor, and lets it try again when it failed.
///
/// `round` is called again and again, by one task at a time; `keep` in between, however long a batch takes.
package actor FollowerLoop {
    /// A lease, and how far its holder came under it.
    private struct Holding {
        let lease: Lease
        var cursor: LogCursor
        /// `nil`: unknown, or not ours to save.
        var saved: LogCursor?
    }

    package nonisolated let follower: any Follower
    private let around: FollowerSurroundings
    private var holding: Holding?
    private var renewAt = Duration.zero
    private var saveAt = Duration.zero
    private var retryAt = Duration.zero
    private var failures = 0
    private var actedAt: Timestamp?

    package init(_ follower: any Follower, _ around: FollowerSurroundings) {
        self.follower = follower
        self.around = around
    }

    /// Takes in what there is, one batch at most. Returns how many entries that were; after 0 there is nothing to do until the bell rings.
    package func round() async -> Int {
        if around.time() < retryAt { return 0 }
        do {
            guard try await isHolder() else { return 0 }
            let count = try await takeIn()
            try await act()
            try await save()
            failures = 0
            return count
        } catch {
            failed(error)
            return 0
        }
    }

    /// Renews the lease in good time, also while a batch takes long.
    package func keep() async {
        guard holding != nil, around.time() >= renewAt else { return }
        do { _ = try await isHolder() } catch { failed(error) }
    }

    /// How far it is behind, for those who watch. 0 where another node has it.
    package func measure(end: LogCursor) async {
        let (name, cursor) = (follower.name, holding?.cursor)
        let entries = cursor.map { max(end.position - $0.position, 0) } ?? 0
        var age = Duration.zero
        if let cursor, entries > 0 {
            guard let first = try? await around.log.entries(after: cursor).first else { return }
            age = .milliseconds(
                around.clock.now().milliseconds - first.entry.at.milliseconds)
        }
        metrics.followerLag.set(Int(entries), name)
        metrics.followerLagTime.set(max(age / .seconds(1), 0), name)
    }

    /// Saves how far it came, and lets another node go on at once.
    package func end() async {
        guard let lease = holding?.lease else { return }
        saveAt = .zero
        try? await save()
        holding = nil
        try? await around.store.release(lease)
    }

    // MARK: The lease

    private func isHolder() async throws -> Bool {
        if around.time() < renewAt { return holding != nil }
        let lease = try await around.store.takeLease(
            follower.name, for: around.node, lasting: around.leaseTime)
        guard let lease else {
            holding = nil
            renewAt = around.time() + around.leaseTime / 30
            return false
        }
        renewAt = around.time() + around.leaseTime / 3
        if lease != holding?.lease { holding = try await start(under: lease) }
        return true
    }

    private func start(under lease: Lease) async throws -> Holding {
        let end = try await around.log.end()
        var holding = Holding(lease: lease, cursor: .beginning)
        if let projecting = follower as? any ProjectingFollower {
            holding.cursor = try await projecting.cursor()
        } else if let saved = try await around.store.cursor(of: follower.name) {
            (holding.cursor, holding.saved) = (saved, saved)
        } else if follower.beginning == .next {
            holding.cursor = end
        }
        // Of a log that has lost its end what comes now is new.
        holding.cursor = min(holding.cursor, end)
        (follower as? any TimedFollower)?.begin()
        return holding
    }

    // MARK: Entries

    private func takeIn() async throws -> Int {
        guard let before = holding else { return 0 }
        let batch = try await around.log.entries(after: before.cursor)
        guard let last = batch.last else { return 0 }
        try await follower.handle(batch)
        // Another node may have it by now, and comes to where we are by itself.
        guard holding?.lease == before.lease else { return 0 }
        holding?.cursor = last.cursor
        return batch.count
    }

    private func act() async throws {
        guard holding != nil, let timed = follower as? any TimedFollower, let due = timed.due
        else { return }
        let now = around.clock.now()
        // Somebody set the clock back: what was reckoned on it may be far too late.
        if let last = actedAt, now < last { timed.begin() }
        actedAt = now
        if due <= now { try await timed.act(at: now) }
    }

    private func save() async throws {
        guard let holding, holding.cursor != holding.saved, around.time() >= saveAt,
            !(follower is any ProjectingFollower)
        else { return }
        saveAt = around.time() + around.savePause
        let isSaved = try await around.store.save(
            holding.cursor, of: follower.name, under: holding.lease)
        if self.holding?.lease != holding.lease { return }
        if isSaved { self.holding?.saved = holding.cursor } else { self.holding = nil }
    }

    // MARK: Failures

    private func failed(_ error: any Error) {
        if Task.isCancelled { return }
        failures += 1
        // What is known of the lease may be wrong, too, and what was made of the log may have been thrown away.
        renewAt = .zero
        if follower is any ProjectingFollower { holding = nil }
        let delay = around.backoff.delay(after: failures, chance: around.chance())
        retryAt = around.time() + delay
        metrics.followerFailures.add(1, follower.name)
        around.logger.warning(
            "A follower of the log failed; it will try again",
            metadata: [
                "follower": "\(follower.name)", "why": "\(error)", "failures": "\(failures)",
                "pause": "\(delay)",
            ])
    }
}
