import BeckonModel
import BeckonStore
import Foundation
import Synchronization

/// The machine's clock. `behind` sets it back, so that the demo's samples have a past.
final class SystemClock: WallClock {
    private let behind = Mutex(Duration.zero)

    func now() -> Timestamp {
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        return now.advanced(by: .zero - behind.withLock { $0 })
    }

    func set(behind duration: Duration) { behind.withLock { $0 = duration } }
}
