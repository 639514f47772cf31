package import BeckonModel
import BeckonRealtime
import BeckonStore
package import BeckonWire
import HTTPTypes
package import Hummingbird

/// A route says on its line who may use it: `api.patch("agents/:id", for: .admin, use: change)`.
extension RouterMethods where Context == BeckonRequestContext {
    package typealias Handler = @Sendable (Request, BeckonRequestContext) async throws -> Response

    @discardableResult
    package func get(_ path: RouterPath, for permission: Permission, use handler: @escaping Handler)
        -> Self
    {
        route(.get, path, permission, handler)
    }

    @discardableResult
    package func post(
        _ path: RouterPath, for permission: Permission, use handler: @escaping Handler
    ) -> Self {
        route(.post, path, permission, handler)
    }

    @discardableResult
    package func patch(
        _ path: RouterPath, for permission: Permission, use handler: @escaping Handler
    ) -> Self {
        route(.patch, path, permission, handler)
    }

    @discardableResult
    package func put(
        _ path: RouterPath, for permission: Permission, use handler: @escaping Handler
    ) -> Self {
        route(.put, path, permission, handler)
    }

    @discardableResult
    package func delete(
        _ path: RouterPath, for permission: Permission, use handler: @escaping Handler
    ) -> Self {
        route(.delete, path, permission, handler)
    }

    private func route(
        _ method: HTTPRequest.Method, _ path: RouterPath, _ permission: Permission,
        _ handler: @escaping Handler
    ) -> Self {
        on(path, method: method) { request, context in
            try permission.check(context.identity)
            return try await handler(request, context)
        }
    }
}

extension BeckonRequestContext {
    /// Who asks, on a route that is not for everyone.
    package func requireIdentity() throws(Failure) -> Identity {
        guard let identity else { throw .notAuthenticated }
        return identity
    }

    /// The agent, on a route for staff.
    func requireStaff() throws(Failure) -> StaffID {
        guard case .staff(let staff, _) = identity else { throw .forbidden }
        return staff.id
    }

    /// The agent that the path names.
    func requireAgentInPath() throws(Failure) -> StaffID {
        guard let id = parameters.get("id").flatMap({ StaffID($0) }) else { throw .notFound }
        return id
    }

    /// Where the request comes from, as sessions keep it.
    func origin(of request: Request) -> SessionOrigin {
        SessionOrigin(
            address: client == .unknown ? nil : client.description,
            agent: request.headers[.userAgent].map { LogText.encode($0) })
    }
}
