package import BeckonModel
import BeckonStore
import BeckonWire

/// Agents sign in by a password and, where it is on, a second factor.
extension Accounts {
    private static let codeStep = Duration.seconds(5 * 60)
    /// Code steps of one agent at a time; a further one replaces one of them.
    private static let codeSteps = 16

    /// An unknown email, a wrong password and a disabled agent get the same answer after the same work.
    package func signIn(
        email: String, password: String, visit: Visit = Visit()
    ) async throws -> SignIn {
        let found = try await store.agent(email: email.lowercased())
        let agent = found.flatMap { $0.isDisabled ? nil : $0 }
        let verdict = try await passwords.verify(
            password, against: agent?.passwordHash, share: visit.share)
        guard case .right(let rehashed) = verdict, var agent else {
            throw Failure.wrongCredentials
        }
        if let rehashed {
            try await keep(rehashed, of: agent)
            agent = try await store.agent(agent.id) ?? agent
        }
        return try await proceed(agent, visit)
    }

    /// After the password: to the code, or in.
    func proceed(_ agent: Agent, _ visit: Visit) async throws -> SignIn {
        if try await store.secondFactor(of: agent.id)?.isOn == true {
            let (token, expires) = try await makeCodeStep(agent)
            return .codeNeeded(token: token, expires: expires)
        }
        return .done(try await letIn(agent, visit))
    }

    // MARK: The second step

    /// Whose code a token asks for; `notFound` when it is wrong, used or expired.
    package func codeStep(_ token: String) async throws -> StaffID {
        let step = try await readCodeStep(token)
        return step.agent.id
    }

    /// Six digits, or a recovery code. The token ends with its use; a wrong code is `wrongCode`, and may be tried again.
    package func finishSignIn(
        token: String, code: String, visit: Visit = Visit()
    ) async throws -> SignedIn {
        let step = try await readCodeStep(token)
        guard try await useCode(code, of: step.agent.id) else { throw Failure.wrongCode }
        let isFirst = try await store.takeSecret(
            step.hash, purpose: step.purpose, at: clock.now())
        guard isFirst else { throw Failure.notFound }
        return try await letIn(step.agent, visit)
    }

    private func makeCodeStep(_ agent: Agent) async throws -> (String, Timestamp) {
        let slot = Int.random(in: 0..<Self.codeSteps)
        let link = LinkToken(staff: agent.id, slot: slot)
        let expires = clock.now().advanced(by: Self.codeStep)
        try await store.putSecret(
            link.hash(bound: agent.passwordHash), purpose: Self.codePurpose(agent.id, slot),
            expires: expires)
        return (link.text, expires)
    }

    private func readCodeStep(
        _ token: String
    ) async throws -> (agent: Agent, hash: [UInt8], purpose: String) {
        guard let link = LinkToken(token), let slot = link.slot,
            let agent = try await store.agent(link.staff), !agent.isDisabled
        else { throw Failure.notFound }
        let hash = link.hash(bound: agent.passwordHash)
        let purpose = Self.codePurpose(agent.id, slot)
        guard try await store.expiry(ofSecret: hash, purpose: purpose, at: clock.now()) != nil
        else { throw Failure.notFound }
        return (agent, hash, purpose)
    }

    private static func codePurpose(_ staff: StaffID, _ slot: Int) -> String {
        "code:\(staff):\(slot)"
    }

    // MARK: In

    /// Begins a session, and remembers the browser.
    func letIn(_ agent: Agent, _ visit: Visit) async throws -> SignedIn {
        if let former = visit.former { try await logout(former) }
        let me = try await me(agent)
        var signedIn = try await start(.staff(agent.id), me, visit.origin)
        try await lookAgain(agent, signedIn)
        signedIn.device = try await rememberDevice(visit.device, of: agent.id)
        return signedIn
    }

    /// While the password was being checked the agent may have been disabled, or the password changed, and all sessions ended: not this
    /// one, which was not there yet. Whoever ends rights writes the agent first and deletes sessions then, so one of the two is seen.
    private func lookAgain(_ agent: Agent, _ signedIn: SignedIn) async throws {
        if let fresh = try await store.agent(agent.id), !fresh.isDisabled,
            fresh.passwordHash == agent.passwordHash
        {
            return
        }
        try await logout(signedIn.session)
        throw Failure.wrongCredentials
    }

    func me(_ agent: Agent) async throws -> Me {
        Me(agent, hasSecondFactor: try await store.secondFactor(of: agent.id)?.isOn == true)
    }

    // MARK: Devices

    /// Whether the owner of that email has signed in with this browser before. The same reads whoever it is.
    package func knows(device token: String?, of email: String) async throws -> Bool {
        guard let token, Tokens.session(token) != nil else { return false }
        let agent = try await store.agent(email: email)
        let staff = agent?.id ?? StaffID(unchecked: "-")
        return try await store.isDevice(Tokens.hash(token), of: staff)
    }

    package func knows(device token: String?, of staff: StaffID) async throws -> Bool {
        guard let token, Tokens.session(token) != nil else { return false }
        return try await store.isDevice(Tokens.hash(token), of: staff)
    }

    /// The token of a browser that has none yet.
    private func rememberDevice(_ token: String?, of staff: StaffID) async throws -> String? {
        if let token, Tokens.session(token) != nil {
            try await store.putDevice(Tokens.hash(token), of: staff, at: clock.now())
            return nil
        }
        let made = Tokens.make()
        try await store.putDevice(Tokens.hash(made), of: staff, at: clock.now())
        return made
    }
}
