import BeckonModel
import BeckonRealtime
import BeckonStore
import BeckonWire
import Hummingbird

extension BeckonRequestContext {
    /// Who asks, on a route that is not for everyone.
    func requireIdentity() throws(Failure) -> Identity {
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
        guard let id = StaffID(text(.agent)) else { throw .notFound }
        return id
    }

    /// Where the request comes from, as sessions keep it.
    func origin(of request: Request) -> SessionOrigin {
        SessionOrigin(
            address: client == .unknown ? nil : client.description,
            agent: request.headers[.userAgent].map { LogText.encode($0) })
    }
}
