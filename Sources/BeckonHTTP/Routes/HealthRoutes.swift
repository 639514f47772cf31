import BeckonWire
import Hummingbird

/// Whether this server can take requests.
package enum Readiness: String, Sendable, CaseIterable {
    case ok, starting, draining
    case storeDown = "store_down"
    /// The store has not answered a read for a while.
    case readsStalled = "reads_stalled"
}

/// For load balancers and process managers.
struct HealthRoutes: Resource {
    let readiness: @Sendable () async -> Readiness

    static let routes: [Route<Self>] = [
        Route(
            .get, "/health/live", "read_liveness", "Whether the process answers", for: .everyone,
            answers: .ok(.required("status", .constant(Readiness.ok.rawValue))), use: live),
        Route(
            .get, "/health/ready", "read_readiness", "Whether it can take requests",
            for: .everyone, answers: .ok(.required("status", .constant(Readiness.ok.rawValue))),
            .init(
                503, .object([.required("status", .choice(of: Readiness.self))]),
                "Not now."), use: ready),
    ]

    @Sendable private func live(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        .json { $0.field("status", Readiness.ok.rawValue) }
    }

    @Sendable private func ready(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        let readiness = await readiness()
        return .json(readiness == .ok ? .ok : .serviceUnavailable) {
            $0.field("status", readiness.rawValue)
        }
    }
}
