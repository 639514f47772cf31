package import BeckonModel
import Synchronization

/// A clock that stands still until a test moves it.
package final class ManualClock: WallClock {
    private let time: Mutex<Timestamp>

    /// Starts at 2026-01-01T00:00:00Z unless told otherwise.
    package init(_ start: Timestamp = Timestamp(milliseconds: 1_767_225_600_000)) {
        time = Mutex(start)
    }

    package func now() -> Timestamp { time.withLock { $0 } }

    package func advance(by duration: Duration) {
        time.withLock { $0 = $0.advanced(by: duration) }
    }

    package func set(_ now: Timestamp) { time.withLock { $0 = now } }
}
