package import BeckonWire
package import HTTPTypes
package import Hummingbird

/// A way into `Owner`: what it says of itself, and what answers. A route cannot be made without its description.
///
/// ```swift
/// Route(
///     .patch, "/api/v1/agents/\(.agent)", "change_agent", "Change an agent", for: .admin,
///     body: .fields(.optional("name", .name)), answers: .ok(agent), use: change)
/// ```
package struct Route<Owner: Sendable>: Sendable {
    package typealias Handler =
        @Sendable (Owner) -> @Sendable (Request, BeckonRequestContext) async throws -> Response

    package let operation: Operation
    private let handler: Handler

    package init(
        _ method: HTTPRequest.Method, _ path: PathTemplate, _ id: String, _ summary: String,
        for permission: Permission, query: [any QueryDeclaration] = [],
        headers: [HeaderParameter] = [], body: Operation.Body = .none,
        answers: Operation.Answer..., errors: [Failure.Code] = [],
        use handler: @escaping Handler
    ) {
        operation = Operation(
            method: method, path: path, id: id, summary: summary, permission: permission,
            query: query, headers: headers, body: body, answers: answers, ownErrors: errors)
        self.handler = handler
    }

    fileprivate func add(
        to router: some RouterMethods<BeckonRequestContext>, of owner: Owner
    ) {
        let (operation, handle) = (operation, handler(owner))
        router.on(operation.path.routerPath, method: operation.method) { request, context in
            try operation.permission.check(context.identity)
            var context = context
            context.query = try QueryParameters(request, declared: operation.query)
            context.body = try await JSONBody(request, operation.body)
            return try await handle(request, context)
        }
    }
}

/// Routes that belong together. `OpenAPIDocument.resources` names every one.
package protocol Resource: Sendable {
    static var routes: [Route<Self>] { get }
}

extension Resource {
    static var operations: [Operation] { routes.map(\.operation) }

    package func addRoutes(to router: some RouterMethods<BeckonRequestContext>) {
        for route in Self.routes { route.add(to: router, of: self) }
    }
}
