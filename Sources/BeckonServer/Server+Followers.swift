import BeckonAccounts
import BeckonEngine
import BeckonJobs
import BeckonModel
import BeckonSQLite
import BeckonStore

/// What reacts to what happened, beside the way of a message.
extension Server {
    func followers(
        _ deadlines: Deadlines, _ webhooks: WebhookParts, _ store: SQLiteStore, _ engine: Engine
    ) async throws -> FollowerRunner {
        let followers: [any Follower] = [
            deadlines, HistoryFollower(store: store, history: store),
            try await webhooks.follower(),
        ]
        let log = FollowedLog(
            store: store, bell: engine.logBell, limit: Limits.followedLines)
        // Another one after each start.
        let node = NodeID(String(UInt64.random(in: .min ... .max), radix: 16))
        return FollowerRunner(
            followers,
            FollowerSurroundings(
                node: node, store: store, log: log, clock: engine.clock, logger: logger))
    }

    /// By the settings of now, or as a test says.
    func deadlines(_ engine: Engine, _ documents: Documents) -> Deadlines {
        let overrides: [Deadline: Duration] = settings.autoClose.map { [.closing: $0] } ?? [:]
        return Deadlines(engine: engine) { DeadlineRules(documents.now, overrides: overrides) }
    }
}
