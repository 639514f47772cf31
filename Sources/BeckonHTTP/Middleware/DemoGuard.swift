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
            isProxied: request.headers.contains { DemoDoor.isProxys($0.name.rawName) })
        if let why = door.refusal { throw Failure.refused(why) }
        return try await next(request, context)
    }
}
