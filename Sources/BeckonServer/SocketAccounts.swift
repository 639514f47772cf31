import BeckonHTTP
import BeckonModel
import BeckonRealtime
import BeckonStore
import Logging

/// The accounts, as sockets ask for them.
struct SocketAccounts: SocketAuthenticator {
    let accounts: Accounts
    let isDemo: Bool
    let logger: Logger

    func identity(
        _ lookup: SocketTarget.Lookup, _ target: SocketTarget
    ) async throws -> Authenticated? {
        do {
            switch lookup {
            case .cookie(let header):
                return try await accounts.identity(cookieHeader: header).map(Self.authenticated)
            case .token(let token):
                return try await accounts.identity(bearer: token).map(Self.authenticated)
            case .demo: return try await demoIdentity(target)
            }
        } catch {
            logger.warning("Nobody can be recognised just now", metadata: ["why": "\(error)"])
            throw error
        }
    }

    private func demoIdentity(_ target: SocketTarget) async throws -> Authenticated? {
        guard isDemo else { return nil }
        let identity =
            switch target.side {
            case .user: try await accounts.demoIdentity(user: UserID(unchecked: target.id))
            case .staff: try await accounts.demoIdentity(staff: StaffID(unchecked: target.id))
            }
        return Authenticated(identity: identity, session: nil)
    }

    private static func authenticated(_ found: (Identity, SessionID)) -> Authenticated {
        Authenticated(identity: found.0, session: found.1)
    }
}
