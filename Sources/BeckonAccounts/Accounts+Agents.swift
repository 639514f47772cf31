package import BeckonModel
package import BeckonStore
import BeckonWire

extension Accounts {
    package func agents() async throws -> [Agent] { try await store.agents() }

    package func addAgent(_ draft: AgentDraft) async throws -> Agent {
        var hash: String?
        if let password = draft.password {
            hash = try await passwords.hash(password)
        }
        return try await administration.enter { [hash] in
            try await insert(draft, passwordHash: hash)
        }
    }

    /// Changes an agent. Being disabled, a lower role and a new password end all their sessions. The last enabled admin stays.
    package func changeAgent(_ id: StaffID, _ change: AgentChange) async throws -> Agent {
        guard let known = try await store.agent(id) else { throw Failure.notFound }
        let name = try change.name.map { try PersonName.check($0) }
        var hash: String?
        if let password = change.password {
            try PasswordRules.check(password, email: known.email)
            hash = try await passwords.hash(password)
        }
        return try await administration.enter { [hash] in
            guard let before = try await store.agent(id) else { throw Failure.notFound }
            var agent = before
            if let name { agent.name = name }
            if let role = change.role { agent.role = role }
            if let isDisabled = change.isDisabled { agent.isDisabled = isDisabled }
            if let hash { agent.passwordHash = hash }
            if agent == before { return agent }
            try await checkAdminRemains(before, agent)
            try await store.update(agent)
            if agent.isDisabled { try await store.dropSecret(purpose: Self.linkPurpose(id)) }
            if agent.isDisabled || agent.role < before.role || hash != nil {
                try await endAll(.staff(id))
            } else {
                cache.forget(.staff(id))
            }
            return agent
        }
    }

    /// Must run inside `administration`.
    func insert(_ draft: AgentDraft, passwordHash: String?) async throws -> Agent {
        let agents = try await store.agents()
        guard !agents.contains(where: { $0.email == draft.email }) else { throw Failure.emailTaken }
        let agent = Agent(
            id: Self.freeID(for: draft.name, taken: Set(agents.map(\.id))), name: draft.name,
            email: draft.email, role: draft.role, passwordHash: passwordHash,
            createdAt: clock.now())
        do {
            try await store.insert(agent)
        } catch .duplicate {
            throw Failure.emailTaken
        }
        return agent
    }

    private func checkAdminRemains(_ before: Agent, _ after: Agent) async throws {
        let wasAdmin = before.role == .admin && !before.isDisabled
        let isAdmin = after.role == .admin && !after.isDisabled
        guard wasAdmin, !isAdmin else { return }
        let others = try await store.agents().filter {
            $0.id != after.id && $0.role == .admin && !$0.isDisabled
        }
        if others.isEmpty {
            throw Failure.badRequest("This is the last admin. Make somebody else an admin first.")
        }
    }

    /// Another node or a moment may have changed the row since: only the hash is ours to change.
    func keep(_ rehashed: String, of agent: Agent) async throws {
        try await administration.enter {
            guard var fresh = try await store.agent(agent.id),
                fresh.passwordHash == agent.passwordHash
            else { return }
            fresh.passwordHash = rehashed
            try await store.update(fresh)
        }
    }

    /// `dana`, `dana-2`, `dana-3`, …
    private static func freeID(for name: String, taken: Set<StaffID>) -> StaffID {
        let slug = PersonName.slug(name)
        let base = slug.isEmpty ? "agent" : slug
        let first = StaffID(unchecked: base)
        if !taken.contains(first) { return first }
        var number = 2
        while taken.contains(StaffID(unchecked: "\(base)-\(number)")) { number += 1 }
        return StaffID(unchecked: "\(base)-\(number)")
    }
}
