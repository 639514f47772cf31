package import BeckonModel
package import BeckonStore
import BeckonWire

/// Nobody sets another's password: an admin hands on a link, and the agent chooses one.
extension Accounts {
    /// By hand it takes a while until somebody reads it (docs/decisions/0015).
    private static let invitationLifetime = Duration.seconds(72 * 3_600)
    private static let passwordLinkLifetime = Duration.seconds(3_600)

    package struct Link: Sendable {
        package enum Kind: String, Sendable {
            /// The agent has no password yet.
            case invitation
            case password
        }

        package let kind: Kind
        package let token: String
        package let expires: Timestamp
    }

    /// What a link says to whom holds it.
    package struct Invited: Sendable {
        package let kind: Link.Kind
        package let name: String
        package let email: String
        package let expires: Timestamp
    }

    package func invite(_ draft: AgentDraft) async throws -> (Agent, Link) {
        let agent = try await addAgent(draft)
        return (agent, try await makeLink(for: agent.id))
    }

    /// A former link of that agent ends, and so does this one when the password changes otherwise.
    package func makeLink(for id: StaffID) async throws -> Link {
        guard let agent = try await store.agent(id) else { throw Failure.notFound }
        if agent.isDisabled {
            throw Failure.badRequest("This agent is disabled. Enable them first.")
        }
        let kind: Link.Kind = agent.passwordHash == nil ? .invitation : .password
        let lifetime =
            kind == .invitation ? Self.invitationLifetime : Self.passwordLinkLifetime
        let token = LinkToken(staff: id)
        let expires = clock.now().advanced(by: lifetime)
        try await store.putSecret(
            token.hash(bound: agent.passwordHash), purpose: Self.linkPurpose(id),
            expires: expires)
        return Link(kind: kind, token: token.text, expires: expires)
    }

    /// `notFound` for a link that is wrong, used, replaced or expired, or whose agent is disabled.
    package func readLink(_ token: String) async throws -> Invited {
        let (agent, _, expires) = try await find(token)
        return Invited(
            kind: agent.passwordHash == nil ? .invitation : .password, name: agent.name,
            email: agent.email, expires: expires)
    }

    /// Sets the password, ends the link and all sessions, and signs in.
    package func accept(
        _ token: String, name: String?, password: String, visit: Visit = Visit()
    ) async throws -> SignIn {
        let (known, _, _) = try await find(token)
        let name = try name.map { try PersonName.check($0) }
        try PasswordRules.check(password, email: known.email)
        let hash = try await passwords.hash(password, share: visit.share)
        let agent = try await administration.enter {
            // Only now: somebody else may have been faster.
            let found = try await find(token)
            var agent = found.agent
            let isFirst = try await store.takeSecret(
                found.hash, purpose: Self.linkPurpose(agent.id), at: clock.now())
            guard isFirst else { throw Failure.notFound }
            if let name { agent.name = name }
            agent.passwordHash = hash
            try await store.update(agent)
            try await endAll(.staff(agent.id))
            // Whoever had the old password may have used it somewhere.
            try await store.dropDevices(of: agent.id)
            return agent
        }
        return try await proceed(agent, visit)
    }

    private func find(
        _ token: String
    ) async throws -> (agent: Agent, hash: [UInt8], expires: Timestamp) {
        guard let link = LinkToken(token), link.slot == nil,
            let agent = try await store.agent(link.staff), !agent.isDisabled
        else { throw Failure.notFound }
        let hash = link.hash(bound: agent.passwordHash)
        let expires = try await store.expiry(
            ofSecret: hash, purpose: Self.linkPurpose(agent.id), at: clock.now())
        guard let expires else { throw Failure.notFound }
        return (agent, hash, expires)
    }

    static func linkPurpose(_ staff: StaffID) -> String { "link:\(staff)" }
}
