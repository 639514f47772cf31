package import BeckonModel
package import BeckonStore

extension Accounts {
    /// Who sends this `Cookie` header. Throws when the store does not answer.
    package func identity(cookieHeader: String?) async throws -> (Identity, SessionID)? {
        guard let token = cookieHeader.flatMap(cookie.token(in:)) else { return nil }
        return try await identity(bearer: token)
    }

    /// Who has this token. Throws when the store does not answer.
    package func identity(bearer token: String) async throws -> (Identity, SessionID)? {
        guard let id = Tokens.session(token) else { return nil }
        let now = clock.now()
        if let identity = cache.identity(of: id, at: now) { return (identity, id) }
        let generation = cache.generation
        guard let session = try await store.session(id) else { return nil }
        if SessionLifetimes.isOver(session, at: now) {
            // Over is over, also while the store cannot write.
            try? await end([id], of: session.person) { try await store.delete(id) }
            return nil
        }
        guard let identity = try await identity(of: session.person) else { return nil }
        if session.lastSeenAt.advanced(by: SessionLifetimes.touchInterval) <= now {
            // Who is signed in can go on reading while the disk is full.
            try? await store.touch(id, at: now)
        }
        cache.remember(identity, of: session, since: generation, at: now)
        return (identity, id)
    }

    /// A moment for `hasEnded`, to be taken before somebody is looked up.
    package var moment: Int { cache.generation }

    /// Whether rights of that person ended since then, so that what a look-up said is to be asked again. Answers at once; what ends
    /// is known here before `onRevoked` is called, so whoever can be reached by that and then hears `false` misses nothing.
    package func hasEnded(_ identity: Identity, since moment: Int) -> Bool {
        Session.Person(identity).map { cache.hasEnded($0, since: moment) } ?? false
    }

    /// Asks the store, past all that is remembered, whether a session still gives these rights. `isInUse`: it is seen now.
    package func isCurrent(
        _ id: SessionID, _ identity: Identity, isInUse: Bool
    ) async throws -> Bool {
        guard let session = try await store.session(id),
            session.person == Session.Person(identity)
        else { return false }
        let now = clock.now()
        if SessionLifetimes.isOver(session, at: now) { return false }
        guard let fresh = try await self.identity(of: session.person) else { return false }
        if case .staff(_, let role) = identity {
            guard case .staff(_, role) = fresh else { return false }
        }
        if isInUse, session.lastSeenAt.advanced(by: SessionLifetimes.touchInterval) <= now {
            try? await store.touch(id, at: now)
        }
        return true
    }

    /// Ends one session, wherever it is in use.
    package func logout(_ id: SessionID) async throws {
        guard let session = try await store.session(id) else { return }
        try await end([id], of: session.person) { try await store.delete(id) }
    }

    /// Deletes sessions that ended by time. To be called now and then; returns how many went.
    package func sweepSessions() async throws -> Int {
        let now = clock.now()
        return try await store.deleteSessions(
            createdBefore: Timestamp(milliseconds: 0),
            orNotSeenSince: now.advanced(by: .zero - SessionLifetimes.customerIdle))
    }

    func start(
        _ person: Session.Person, _ me: Me, _ origin: SessionOrigin = SessionOrigin()
    ) async throws -> SignedIn {
        let token = Tokens.make()
        let id = SessionID(hash: Tokens.hash(token))
        let now = clock.now()
        try await store.insert(
            Session(id: id, person: person, createdAt: now, lastSeenAt: now, origin: origin))
        return SignedIn(token: token, session: id, me: me)
    }

    /// Ends all sessions of a person.
    func endAll(_ person: Session.Person) async throws {
        let sessions = try await store.deleteSessions(of: person)
        cache.forget(person)
        await hooks.onRevoked(sessions, person)
    }

    func end(
        _ sessions: [SessionID], of person: Session.Person,
        _ delete: () async throws -> Void
    ) async throws {
        try await delete()
        cache.forget(sessions, of: person)
        await hooks.onRevoked(sessions, person)
    }

    private func identity(of person: Session.Person) async throws -> Identity? {
        switch person {
        case .staff(let id):
            guard let agent = try await store.agent(id), !agent.isDisabled else { return nil }
            return .staff(agent.reference, agent.role)
        case .customer(let id):
            return try await store.customer(id).map { .customer($0.reference) }
        }
    }
}
