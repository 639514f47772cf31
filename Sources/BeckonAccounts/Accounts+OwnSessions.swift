package import BeckonModel
package import BeckonStore
import BeckonWire

/// Agents' sessions and passwords, as they look after them themselves.
extension Accounts {
    /// Ends all other sessions. Links and code steps of the old password mean nothing from now on.
    package func changePassword(
        of id: StaffID, from old: String, to new: String, keeping session: SessionID?
    ) async throws {
        let known = try await check(old, of: id)
        try PasswordRules.check(new, email: known.email, field: "new_password")
        let hash = try await passwords.hash(new, share: .known("staff:\(id)"))
        try await administration.enter {
            guard var agent = try await store.agent(id), !agent.isDisabled,
                agent.passwordHash == known.passwordHash
            else { throw Failure.wrongPassword }
            agent.passwordHash = hash
            try await store.update(agent)
        }
        _ = try await endSessions(of: id, except: session)
    }

    package func sessions(of id: StaffID) async throws -> [Session] {
        let now = clock.now()
        return try await store.sessions(of: .staff(id)).filter {
            !SessionLifetimes.isOver($0, at: now)
        }
    }

    /// `notFound` when that agent has no such session.
    package func endSession(_ name: String, of id: StaffID) async throws {
        let found = try await store.sessions(of: .staff(id)).first { $0.id.name == name }
        guard let found else { throw Failure.notFound }
        try await logout(found.id)
    }

    /// Returns how many there were.
    package func endSessions(
        of id: StaffID, except kept: SessionID? = nil
    ) async throws -> Int {
        var ended = 0
        while true {
            let others = try await store.sessions(of: .staff(id)).map(\.id).filter { $0 != kept }
            if others.isEmpty { return ended }
            try await end(others, of: .staff(id)) {
                for session in others { try await store.delete(session) }
            }
            ended += others.count
        }
    }
}

extension SessionID {
    /// What a session is called where people look at it. Nothing can be done with it but end it.
    package var name: String { Tokens.base64URL(Array(hash.prefix(12))) }
}
