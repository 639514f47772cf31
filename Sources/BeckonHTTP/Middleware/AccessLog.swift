import BeckonModel
package import BeckonRealtime
package import BeckonStore
import HTTPTypes
package import Hummingbird
import Logging

/// One line a request: who, what, result. No bodies, no query, no tokens. Outermost, so that every answer has its request id.
package struct AccessLog: RouterMiddleware {
    package typealias Context = BeckonRequestContext

    private let clock: any WallClock
    private let proxies: TrustedProxies

    package init(clock: any WallClock, proxies: TrustedProxies) {
        self.clock = clock
        self.proxies = proxies
    }

    package func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.client = proxies.client(
            peer: context.peer,
            forwardedFor: request.headers.contains(.forwardedFor)
                ? request.headers[values: .forwardedFor].joined(separator: ",") : nil)
        context.logger[metadataKey: "request_id"] = "\(context.requestID)"
        let began = clock.now()
        var response = try await next(request, context)
        response.headers[.requestID] = context.requestID
        let path = request.uri.path
        context.logger.log(
            level: path.hasPrefix("/health/") ? .debug : .info, "Request",
            metadata: [
                "method": "\(LogText.encode(request.method.rawValue))",
                "path": "\(LogText.encode(path))",
                "status": "\(response.status.code)",
                "duration_ms": "\(clock.now().milliseconds - began.milliseconds)",
                "client": "\(context.client)",
                "who": "\(context.actor.description)",
            ])
        return response
    }
}
