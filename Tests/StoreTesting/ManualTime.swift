package import BeckonStore
import Synchronization

/// A clock that nobody sets, and that stands still until a test moves it.
package final class ManualTime: Sendable {
    private let passed = Mutex(Duration.zero)

    package init() {}

    package var time: SteadyTime { { self.passed.withLock { $0 } } }

    package func pass(_ duration: Duration) { passed.withLock { $0 += duration } }
}
