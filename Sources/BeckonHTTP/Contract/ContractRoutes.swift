import BeckonWire
import Hummingbird

/// The document of the API itself.
struct ContractRoutes: Resource {
    static let routes: [Route<Self>] = [
        Route(
            .get, "/api/v1/openapi.json", "read_openapi", "This document", for: .everyone,
            answers: .ok(.object([])), use: read)
    ]

    private static let bytes = Array(OpenAPIDocument.text.utf8)

    @Sendable private func read(_ request: Request, _ context: BeckonRequestContext) async throws
        -> Response
    {
        .json(bytes: Self.bytes)
    }
}
