import BeckonAccounts
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
        let moment = accounts.moment
        do {
            let found: (Identity, SessionID)?
            switch lookup {
            case .cookie(let header): found = try await accounts.identity(cookieHeader: header)
            case .token(let token): found = try await accounts.identity(bearer: token)
            case .demo: return try await demoIdentity(target)
            }
            return found.map { Authenticated(identity: $0.0, session: $0.1, moment: moment) }
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

    func hasEnded(_ found: Authenticated) -> Bool {
        found.session != nil && accounts.hasEnded(found.identity, since: found.moment)
    }

    func isCurrent(
        _ session: SessionID, _ identity: Identity, isInUse: Bool
    ) async throws -> Bool {
        try await accounts.isCurrent(session, identity, isInUse: isInUse)
    }
}
