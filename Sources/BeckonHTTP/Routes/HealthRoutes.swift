import BeckonWire
import Hummingbird

/// Whether this server can take requests.
package enum Readiness: String, Sendable {
    case ok, starting, draining
    case storeDown = "store_down"
    /// The store has not answered a read for a while.
    case readsStalled = "reads_stalled"
}

/// For load balancers and process managers.
struct HealthRoutes: Sendable {
    let readiness: @Sendable () async -> Readiness

    func addRoutes(to router: some RouterMethods<BeckonRequestContext>) {
        router.get("/health/live", for: .everyone) { _, _ in
            .json { $0.field("status", Readiness.ok.rawValue) }
        }
        router.get("/health/ready", for: .everyone) { _, _ in
            let readiness = await readiness()
            return .json(readiness == .ok ? .ok : .serviceUnavailable) {
                $0.field("status", readiness.rawValue)
            }
        }
    }
}
