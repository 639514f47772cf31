package import BeckonModel
package import BeckonStore
import BeckonTelemetry
import Logging

/// Whose socket a path asks for, and how to find out whether it is theirs.
package struct SocketTarget: Sendable {
    package enum Lookup: Sendable {
        case cookie(String)
        case token(String)
        /// `beckon demo`: as the path says.
        case demo
    }

    package let side: Side
    package let id: String
    /// What the upgrade request brought along; `nil`: an `auth` frame must follow.
    package let lookup: Lookup?
    /// Where it comes from, as limits count it.
    var address = ""
    /// The request that asked for the socket.
    var request: RequestTrace?

    /// Reads `/ws/user/{id}` or `/ws/staff/{id}`; a query is ignored.
    package init?(path: String, cookie: String?, isDemo: Bool) {
        let path = path.prefix { $0 != "?" }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].isEmpty, parts[1] == "ws",
            let side = Side(rawValue: String(parts[2])), UserID(String(parts[3])) != nil
        else { return nil }
        self.side = side
        id = String(parts[3])
        if isDemo {
            lookup = .demo
        } else {
            lookup = side == .staff ? cookie.map(Lookup.cookie) : nil
        }
    }
}

/// Somebody who was recognised, and by which session; `nil` in the demo.
package struct Authenticated: Sendable {
    package let identity: Identity
    package let session: SessionID?
    /// When the look-up began, as its authenticator counts.
    package let moment: Int

    package init(identity: Identity, session: SessionID?, moment: Int = 0) {
        self.identity = identity
        self.session = session
        self.moment = moment
    }
}

/// Finds out who somebody is. `nil` means that they are not known, whatever the reason. An error means that nobody can be looked up at the
/// moment; then the page must try again later and must not believe that it was signed out.
package protocol SocketAuthenticator: Sendable {
    func identity(
        _ lookup: SocketTarget.Lookup, _ target: SocketTarget
    ) async throws -> Authenticated?

    /// Whether rights of that person ended since they were looked up, so that they must be looked up again. Asked under the hub's lock:
    /// answers at once. What ends later is told by `Hub.disconnect`.
    func hasEnded(_ found: Authenticated) -> Bool

    /// Whether a session still gives these rights, asked where it is kept. Throws when that cannot be known just now.
    func isCurrent(
        _ session: SessionID, _ identity: Identity, isInUse: Bool
    ) async throws -> Bool
}

/// Where nobody's rights end: the demo, and tests about something else.
extension SocketAuthenticator {
    package func hasEnded(_ found: Authenticated) -> Bool { false }

    package func isCurrent(
        _ session: SessionID, _ identity: Identity, isInUse: Bool
    ) async throws -> Bool { true }
}

extension SocketTarget {
    /// For the log: which request became whose socket.
    func metadata(_ identity: Identity) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["who": "\(identity.side.rawValue):\(identity.id)"]
        if let request {
            metadata["request_id"] = "\(request.requestID)"
            metadata["trace_id"] = "\(request.context.traceID)"
        }
        return metadata
    }
}
