package import BeckonAccounts
package import BeckonRealtime
import BeckonWire
import HTTPTypes
package import Hummingbird
import Logging

/// Requests that change something must be ours: exactly JSON, which a foreign page cannot send without asking first, and from an
/// own origin where the browser sends a session along (OWASP's CSRF prevention cheat sheet).
package struct CrossSiteDefence: RouterMiddleware {
    package typealias Context = BeckonRequestContext

    private let own: OriginPolicy
    private let cookie: SessionCookie

    package init(own: OriginPolicy, cookie: SessionCookie) {
        self.own = own
        self.cookie = cookie
    }

    package func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        switch request.method {
        case .get, .head, .options: break
        default: try check(request, context)
        }
        return try await next(request, context)
    }

    private func check(_ request: Request, _ context: Context) throws(Failure) {
        // No page sends DELETE elsewhere without asking first, and it has no body (Fetch, section 4.8: it is preflighted).
        let isEmptyDelete =
            request.method == .delete && request.headers[.contentLength] ?? "0" == "0"
            && request.headers[.transferEncoding] == nil
        guard isEmptyDelete || Self.isJSON(request.headers[.contentType]) else {
            throw .badRequest("Content-Type must be application/json.")
        }
        let hasCookie = request.headers[values: .cookie].contains { cookie.token(in: $0) != nil }
        let origins = request.headers[values: .origin]
        if let origin = origins.first {
            guard own.isOwn(origins, host: request.head.authority) else {
                context.logger.warning(
                    "Refused a request from another origin; behind TLS, --public-url names the own one",
                    metadata: [
                        "request_id": "\(context.requestID)", "origin": "\(LogText.encode(origin))",
                    ])
                throw .forbidden
            }
        } else if hasCookie, request.headers[.secFetchSite] != "same-origin" {
            throw .forbidden
        }
    }

    /// `application/json`, with no parameter but `charset=utf-8`.
    static func isJSON(_ contentType: String?) -> Bool {
        guard let contentType else { return false }
        let parts = contentType.lowercased().split(separator: ";", omittingEmptySubsequences: false)
            .map { $0.filter { $0 != " " } }
        return parts == ["application/json"] || parts == ["application/json", "charset=utf-8"]
    }
}

extension HTTPField.Name {
    static var secFetchSite: HTTPField.Name { HTTPField.Name(parsed: "sec-fetch-site") }
    static var forwardedFor: HTTPField.Name { HTTPField.Name(parsed: "x-forwarded-for") }
    static var requestID: HTTPField.Name { HTTPField.Name(parsed: "x-request-id") }
    static var traceParent: HTTPField.Name { HTTPField.Name(parsed: "traceparent") }
    static var traceState: HTTPField.Name { HTTPField.Name(parsed: "tracestate") }
    static var traceResponse: HTTPField.Name { HTTPField.Name(parsed: "traceresponse") }
    static var socketVersion: HTTPField.Name { HTTPField.Name(parsed: "sec-websocket-version") }
    static var demo: HTTPField.Name { HTTPField.Name(parsed: "x-beckon-demo") }
    static var openerPolicy: HTTPField.Name { HTTPField.Name(parsed: "cross-origin-opener-policy") }
    static var resourcePolicy: HTTPField.Name {
        HTTPField.Name(parsed: "cross-origin-resource-policy")
    }
    static var referrerPolicy: HTTPField.Name { HTTPField.Name(parsed: "referrer-policy") }
    static var permissionsPolicy: HTTPField.Name { HTTPField.Name(parsed: "permissions-policy") }
    static var frameOptions: HTTPField.Name { HTTPField.Name(parsed: "x-frame-options") }

    /// For the literals above, all of which are tokens.
    private init(parsed name: StaticString) {
        guard let field = HTTPField.Name(name.description) else {
            preconditionFailure("not a token: \(name)")
        }
        self = field
    }
}
