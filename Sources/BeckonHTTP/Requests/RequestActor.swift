package import BeckonModel
import Synchronization

/// Who a request turned out to be from, for the access log, which began before anybody knew.
package final class RequestActor: Sendable {
    private let identity = Mutex(Identity?.none)

    package init() {}

    package func set(_ identity: Identity?) {
        self.identity.withLock { $0 = identity }
    }

    /// `user:u_…`, `staff:dana`, `api:k_…` or `-`.
    package var description: String {
        identity.withLock { $0.map(\.label) } ?? "-"
    }
}
