package import BeckonModel
package import BeckonStore

/// What the rest of Beckon does when people change. Wired in the composition root.
package struct AccountHooks: Sendable {
    /// These sessions have ended: close their sockets. Called after the store has forgotten them.
    package var onRevoked:
        @Sendable (_ sessions: [SessionID], _ person: Session.Person) async -> Void
    /// A visitor signed in to an account: their tickets become the account's. When it throws, nobody is signed in.
    package var onMerge: @Sendable (_ from: UserID, _ to: CustomerReference) async throws -> Void

    package init(
        onRevoked:
            @escaping @Sendable (_ sessions: [SessionID], _ person: Session.Person) async -> Void =
            { _, _ in },
        onMerge:
            @escaping @Sendable (_ from: UserID, _ to: CustomerReference) async throws -> Void =
            { _, _ in }
    ) {
        self.onRevoked = onRevoked
        self.onMerge = onMerge
    }
}
