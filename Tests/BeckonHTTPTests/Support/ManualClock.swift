import BeckonModel
import BeckonStore
import Synchronization

/// A clock that stands until it is moved.
final class ManualClock: WallClock {
    private let time = Mutex(Timestamp(milliseconds: 1_795_222_800_000))

    func now() -> Timestamp { time.withLock { $0 } }

    func advance(by duration: Duration) {
        time.withLock { $0 = $0.advanced(by: duration) }
    }
}
