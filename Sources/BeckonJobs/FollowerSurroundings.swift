package import BeckonStore
package import Logging

/// What followers of a node need of the world; in tests time and chance are theirs.
package struct FollowerSurroundings: Sendable {
    package let node: NodeID
    package let store: any FollowerStore
    package let log: FollowedLog
    package let clock: any WallClock
    package let logger: Logger
    /// On a clock that nobody sets.
    package var time = SteadyClock.now
    /// From 0 to 1.
    package var chance: @Sendable () -> Double = { Double.random(in: 0...1) }
    package var backoff = Backoff()
    /// For how long a lease holds that is not renewed; it is renewed when a third of it is over.
    package var leaseTime = Duration.seconds(30)
    /// A cursor is saved at most so often. What was done since is done again after a crash.
    package var savePause = Duration.seconds(1)

    package init(
        node: NodeID, store: any FollowerStore, log: FollowedLog, clock: any WallClock,
        logger: Logger
    ) {
        self.node = node
        self.store = store
        self.log = log
        self.clock = clock
        self.logger = logger
    }
}
