import HTTPTypes
package import Hummingbird

/// What every answer says; pages say more (`PageHeaders`).
package struct SecurityHeaders: RouterMiddleware {
    package typealias Context = BeckonRequestContext

    private let isSecure: Bool

    /// `isSecure`: the public URL is https.
    package init(isSecure: Bool) { self.isSecure = isSecure }

    package func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "no-referrer"
        response.headers.setIfAbsent(.resourcePolicy, "same-origin")
        response.headers.setIfAbsent(
            .contentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'")
        if isSecure {
            response.headers[.strictTransportSecurity] = "max-age=31536000"
        }
        return response
    }
}

extension HTTPFields {
    mutating func setIfAbsent(_ name: HTTPField.Name, _ value: String) {
        if !contains(name) { self[name] = value }
    }
}
