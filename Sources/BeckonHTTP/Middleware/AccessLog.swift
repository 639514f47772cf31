import BeckonModel
package import BeckonRealtime
import BeckonTelemetry
import HTTPTypes
package import Hummingbird
import Logging
import Tracing

/// One line a request: who, what, result. No bodies, no query, no tokens. Outermost, so that every answer has its request id.
package struct AccessLog: RouterMiddleware {
    package typealias Context = BeckonRequestContext

    private let proxies: TrustedProxies

    package init(proxies: TrustedProxies) { self.proxies = proxies }

    package func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.client = proxies.client(
            peer: context.peer,
            forwardedFor: request.headers.contains(.forwardedFor)
                ? request.headers[values: .forwardedFor].joined(separator: ",") : nil)
        let span = begin(request, &context)
        defer { span.end() }
        context.logger[metadataKey: "request_id"] = "\(context.requestID)"
        context.logger[metadataKey: "trace_id"] = "\(span.trace.traceID)"
        let began = ContinuousClock.now
        var response = try await InstrumentationContext.$current.withValue(span.context) {
            [context] in try await next(request, context)
        }
        response.headers[.requestID] = context.requestID
        response.headers[.traceResponse] = span.trace.header
        let time = ContinuousClock.now - began
        count(request, context, response, time)
        span.operationName = "\(Self.method(request)) \(Self.route(context))"
        if response.status.kind == .serverError { span.setStatus(SpanStatus(code: .error)) }
        log(request, context, response, time)
        return response
    }

    /// The span of the request, in the trace that its headers name. What the request sets off goes on from there.
    private func begin(_ request: Request, _ context: inout Context) -> TraceSpan {
        context.request = context.request.following(
            traceparent: request.headers[values: .traceParent],
            tracestate: request.headers[values: .traceState])
        return BeckonTracer.shared.startSpan("HTTP", of: context.request)
    }

    private func count(
        _ request: Request, _ context: Context, _ response: Response, _ time: Duration
    ) {
        let (route, method) = (Self.route(context), Self.method(request))
        metrics.httpRequests.add(
            1, LabelValues(route, method, String(response.status.code)))
        // A long poll is as long as it was asked to be.
        let isPoll = request.uri.query?.contains("wait=") ?? false
        if !isPoll { metrics.httpDuration.record(time, LabelValues(route, method)) }
    }

    /// As it was declared, with the names of its parameters, not their values.
    private static func route(_ context: Context) -> String {
        // Hummingbird's name for none.
        guard let path = context.endpointPath, path != "NotFound" else { return "none" }
        return path
    }

    /// Anything else is a client's own word.
    private static func method(_ request: Request) -> String {
        switch request.method {
        case .get, .head, .post, .put, .patch, .delete, .options: request.method.rawValue
        default: "other"
        }
    }

    private func log(
        _ request: Request, _ context: Context, _ response: Response, _ time: Duration
    ) {
        let path = request.uri.path
        let isRoutine = path.hasPrefix("/health/") || path == "/metrics"
        context.logger.log(
            level: isRoutine ? .debug : .info, "Request",
            metadata: [
                "method": "\(LogText.encode(request.method.rawValue))",
                "path": "\(LogText.encode(path))",
                "status": "\(response.status.code)",
                "duration_ms": "\(Int64(time / .milliseconds(1)))",
                "client": "\(context.client)",
                "who": "\(context.actor.description)",
            ])
    }
}
