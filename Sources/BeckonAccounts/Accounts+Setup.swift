import BeckonModel
import BeckonStore
import BeckonWire

/// The first start: a link that makes the first admin, once.
extension Accounts {
    private static var setupPurpose: String { "setup" }

    package func needsSetup() async throws -> Bool {
        try await store.agents().isEmpty
    }

    /// The token of a link for the log, good for 24 hours and one use; `nil` when there is an agent already. A former link ends.
    package func makeSetupLink() async throws -> String? {
        guard try await needsSetup() else { return nil }
        let token = Tokens.make()
        try await store.putSecret(
            Tokens.hash(token), purpose: Self.setupPurpose,
            expires: clock.now().advanced(by: .seconds(86_400)))
        return token
    }

    /// Makes the first admin and signs them in. A token that is wrong, used or expired is `notFound`.
    package func setUp(
        token: String, name: String, email: String, password: String, visit: Visit = Visit()
    ) async throws -> SignedIn {
        guard Tokens.session(token) != nil, try await needsSetup() else { throw Failure.notFound }
        let draft = try AgentDraft(name: name, email: email, password: password, role: .admin)
        let hash = try await passwords.hash(password, share: visit.share)
        let agent = try await administration.enter {
            guard try await needsSetup(),
                try await store.takeSecret(
                    Tokens.hash(token), purpose: Self.setupPurpose, at: clock.now())
            else { throw Failure.notFound }
            return try await insert(draft, passwordHash: hash)
        }
        return try await letIn(agent, visit)
    }
}
