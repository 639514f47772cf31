import BeckonTelemetry
import BeckonWire
import HTTPTypes
package import Hummingbird
import Logging

/// Turns every error into an answer with its status, stable code and the request's id. Pages get a page.
package struct ErrorResponses: RouterMiddleware {
    package typealias Context = BeckonRequestContext

    private let notFound: NotFoundPage

    package init(assets: WebAssets) { notFound = NotFoundPage(assets: assets) }

    package func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as SlowRequest {
            return error.response(context)
        } catch {
            let failure = Failure(error)
            if failure == .internal, !(error is CancellationError) {
                context.logger.error(
                    "Request failed",
                    metadata: [
                        "request_id": "\(context.requestID)",
                        "error": "\(LogText.encode(String(reflecting: error)))",
                    ])
            }
            if failure == .notFound, Self.wantsPage(request) { return await notFound.response() }
            return Self.response(failure, context)
        }
    }

    static func response(_ failure: Failure, _ context: Context) -> Response {
        metrics.errors.add(1, "http", failure.code)
        var response = Response.json(HTTPResponse.Status(code: failure.status)) { json in
            json.object("error") { json in
                json.field("code", failure.code)
                json.field("message", failure.message)
                json.field("request_id", context.requestID)
                failure.writeDetails(into: &json)
            }
        }
        if case .rateLimited(let milliseconds) = failure {
            response.headers[.retryAfter] = String(max(1, (milliseconds + 999) / 1000))
        }
        if failure == .tooLarge { response.closeAfterwards(context.channel) }
        return response
    }

    private static func wantsPage(_ request: Request) -> Bool {
        !request.uri.path.hasPrefix("/api/") && (request.method == .get || request.method == .head)
    }
}
