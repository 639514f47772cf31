import Synchronization

/// The time that passes in a schedule, for all nodes the same.
final class SimulatedTime: Sendable {
    private let time = Mutex(Duration.zero)

    var now: Duration { time.withLock { $0 } }

    func advance(by duration: Duration) { time.withLock { $0 += duration } }
}
