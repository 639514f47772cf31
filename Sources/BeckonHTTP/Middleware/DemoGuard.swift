import BeckonRealtime
import BeckonWire
import HTTPTypes
package import Hummingbird

/// Every request of the demo goes through its door, as the sockets do.
package struct DemoGuard: RouterMiddleware {
    package typealias Context = BeckonRequestContext

    package init() {}

    package func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let door = DemoDoor(
            peer: context.peer, host: request.head.authority,
            isProxied: Self.proxyHeaders.contains { request.headers.contains($0) })
        if let why = door.refusal { throw Failure.refused(why) }
        return try await next(request, context)
    }

    private static let proxyHeaders = DemoDoor.proxyHeaders.compactMap { HTTPField.Name($0) }
}
