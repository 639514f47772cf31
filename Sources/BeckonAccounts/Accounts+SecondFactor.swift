package import BeckonModel
import BeckonStore
import BeckonWire

/// TOTP, as agents turn it on and off for themselves.
extension Accounts {
    package struct SecondFactorState: Hashable, Sendable {
        /// Since when; `nil`: it is off.
        package let since: Timestamp?
        package let recoveryCodesLeft: Int
    }

    package func secondFactor(of id: StaffID) async throws -> SecondFactorState {
        let factor = try await store.secondFactor(of: id)
        return SecondFactorState(
            since: factor.flatMap { $0.isOn ? $0.createdAt : nil },
            recoveryCodesLeft: try await store.recoveryCodesLeft(of: id))
    }

    /// A new secret; nothing is asked for until a code of it was confirmed.
    package func beginSecondFactor(
        of id: StaffID, password: String
    ) async throws -> (secret: String, uri: String) {
        let agent = try await check(password, of: id)
        let secret = Tokens.randomBytes(count: TOTP.secretBytes)
        let factor = SecondFactor(staff: id, secret: secret, createdAt: clock.now())
        guard try await store.begin(factor) else { throw Failure.secondFactorOn }
        return (Base32.encode(secret), TOTP.uri(secret: secret, account: agent.email))
    }

    /// Turns it on. The recovery codes are shown this once.
    package func confirmSecondFactor(of id: StaffID, code: String) async throws -> [String] {
        guard let factor = try await store.secondFactor(of: id) else { throw Failure.notFound }
        if factor.isOn { throw Failure.secondFactorOn }
        let codes = Self.newRecoveryCodes()
        for step in steps(of: code, factor) {
            let isOn = try await store.turnOnSecondFactor(
                of: id, secret: factor.secret, step: step,
                recoveryCodes: codes.compactMap(RecoveryCode.hash))
            if isOn { return codes }
        }
        throw Failure.wrongCode
    }

    package func renewRecoveryCodes(
        of id: StaffID, password: String, code: String
    ) async throws -> [String] {
        _ = try await check(password, of: id)
        guard try await useCode(code, of: id) else { throw Failure.wrongCode }
        let codes = Self.newRecoveryCodes()
        try await store.putRecoveryCodes(codes.compactMap(RecoveryCode.hash), of: id)
        return codes
    }

    package func endSecondFactor(
        of id: StaffID, password: String, code: String
    ) async throws {
        _ = try await check(password, of: id)
        guard try await useCode(code, of: id) else { throw Failure.wrongCode }
        _ = try await store.removeSecondFactor(of: id)
    }

    /// By an admin, or at the machine: for somebody who has lost phone and codes. `false` when there was none.
    package func removeSecondFactor(of id: StaffID) async throws -> Bool {
        guard try await store.agent(id) != nil else { throw Failure.notFound }
        return try await store.removeSecondFactor(of: id)
    }

    /// Uses a code up: `true` for exactly one of many callers with the same. Without a second factor no code is right.
    func useCode(_ code: String, of id: StaffID) async throws -> Bool {
        guard let factor = try await store.secondFactor(of: id), factor.isOn else { return false }
        for step in steps(of: code, factor) {
            if try await store.useSecondFactor(of: id, secret: factor.secret, step: step) {
                return true
            }
        }
        guard let hash = RecoveryCode.hash(code) else { return false }
        return try await store.takeRecoveryCode(hash, of: id)
    }

    private func steps(of code: String, _ factor: SecondFactor) -> [Int] {
        let digits = String(code.filter { $0 != " " })
        return TOTP.steps(
            of: digits, secret: factor.secret, atSeconds: clock.now().milliseconds / 1_000)
    }

    private static func newRecoveryCodes() -> [String] {
        (0..<RecoveryCode.count).map { _ in RecoveryCode.make() }
    }

    /// One's own password, asked for again.
    func check(_ password: String, of id: StaffID) async throws -> Agent {
        guard let agent = try await store.agent(id) else { throw Failure.notAuthenticated }
        let verdict = try await passwords.verify(
            password, against: agent.passwordHash, share: .known("staff:\(id)"))
        if verdict == .wrong { throw Failure.wrongPassword }
        return agent
    }
}
