import BeckonStore

/// Runs the followers of a node beside each other until it is cancelled.
package struct FollowerRunner: Sendable {
    /// What is committed within this time after a ring is taken in together.
    private static let gathering = Duration.milliseconds(50)
    /// How often they look without being rung for, keep their leases and are measured.
    private static let tick = Duration.seconds(1)

    package let loops: [FollowerLoop]
    private let log: FollowedLog

    package init(_ followers: [any Follower], _ around: FollowerSurroundings) {
        loops = followers.map { FollowerLoop($0, around) }
        log = around.log
    }

    /// Returns when it was cancelled and each follower has said how far it came.
    package func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await keepTime() }
            for loop in loops {
                // Behind those who carry messages.
                group.addTask(priority: .utility) {
                    await follow(loop)
                    await loop.end()
                }
            }
        }
    }

    private func follow(_ loop: FollowerLoop) async {
        while !Task.isCancelled {
            let rings = log.bell.rings
            let count = await loop.round()
            if count == 0 { await log.bell.wait(after: rings) }
            if count < log.limit / 2 { try? await Task.sleep(for: Self.gathering) }
        }
    }

    private func keepTime() async {
        while true {
            do { try await Task.sleep(for: Self.tick) } catch { return }
            await beat()
        }
    }

    /// Once a second.
    package func beat() async {
        log.bell.ring()
        for loop in loops { await loop.keep() }
        guard let end = try? await log.end() else { return }
        for loop in loops { await loop.measure(end: end) }
    }
}
