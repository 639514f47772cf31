package import BeckonModel

/// What agents prove themselves with beside their passwords: a secret for TOTP (RFC 6238) and recovery codes.
package protocol SecondFactorStore: Sendable {
    func secondFactor(of staff: StaffID) async throws(StoreError) -> SecondFactor?
    /// Who has one that is on.
    func staffWithSecondFactor() async throws(StoreError) -> Set<StaffID>
    /// Keeps one that is not on yet, in place of another such. `false` when one is on.
    func begin(_ factor: SecondFactor) async throws(StoreError) -> Bool
    /// Turns it on, if it is the one of that secret, is not on, and the step is later than the last used; the codes replace former ones.
    func turnOnSecondFactor(
        of staff: StaffID, secret: [UInt8], step: Int, recoveryCodes: [[UInt8]]
    ) async throws(StoreError) -> Bool
    /// Uses up a step and all before it: `true` for exactly one of many callers, and only while the factor of that secret is on.
    func useSecondFactor(of staff: StaffID, secret: [UInt8], step: Int)
        async throws(StoreError) -> Bool
    /// Takes the codes along. `false` when there was none that was on.
    func removeSecondFactor(of staff: StaffID) async throws(StoreError) -> Bool

    /// Hashes of codes; they replace the former ones.
    func putRecoveryCodes(_ hashes: [[UInt8]], of staff: StaffID) async throws(StoreError)
    /// `true` for exactly one of many callers.
    func takeRecoveryCode(_ hash: [UInt8], of staff: StaffID) async throws(StoreError) -> Bool
    func recoveryCodesLeft(of staff: StaffID) async throws(StoreError) -> Int
}

package struct SecondFactor: Hashable, Sendable {
    package let staff: StaffID
    package let secret: [UInt8]
    package var isOn: Bool
    /// The last step of 30 s since 1970 whose code was used; no code of it or an earlier one counts again.
    package var lastStep: Int
    package let createdAt: Timestamp

    package init(
        staff: StaffID, secret: [UInt8], isOn: Bool = false, lastStep: Int = 0,
        createdAt: Timestamp
    ) {
        self.staff = staff
        self.secret = secret
        self.isOn = isOn
        self.lastStep = lastStep
        self.createdAt = createdAt
    }
}

/// Browsers in which agents signed in before, by the hash of a token that lives there. Knowing one gives no right.
package protocol DeviceStore: Sendable {
    /// Of each agent the 20 used last stay.
    func putDevice(_ hash: [UInt8], of staff: StaffID, at now: Timestamp) async throws(StoreError)
    func isDevice(_ hash: [UInt8], of staff: StaffID) async throws(StoreError) -> Bool
    func dropDevices(of staff: StaffID) async throws(StoreError)
}
