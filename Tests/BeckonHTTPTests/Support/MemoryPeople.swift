import BeckonAccounts
import BeckonModel
import Synchronization

@testable import BeckonStore

/// The store in memory, which can be away, and counts what is read.
final class MemoryPeople: PeopleStore {
    private struct State {
        var isDown = false
        var sessionReads = 0
        var touches = 0
    }

    private let base = InMemoryStore()
    private let state = Mutex(State())

    var isDown: Bool {
        get { state.withLock { $0.isDown } }
        set { state.withLock { $0.isDown = newValue } }
    }
    var sessionReads: Int { state.withLock { $0.sessionReads } }
    var touches: Int { state.withLock { $0.touches } }
    var sessions: [Session] { base.contents.state.withLock { Array($0.sessions.values) } }

    private var people: InMemoryStore {
        get throws(StoreError) {
            if isDown { throw .unavailable }
            return base
        }
    }

    // MARK: Keys

    func apiKeys() async throws(StoreError) -> [APIKey] { try await people.apiKeys() }

    func apiKey(hash: [UInt8]) async throws(StoreError) -> APIKey? {
        try await people.apiKey(hash: hash)
    }

    func insert(_ key: APIKey) async throws(StoreError) { try await people.insert(key) }

    func revokeAPIKey(_ id: KeyID, at now: Timestamp) async throws(StoreError) -> Bool {
        try await people.revokeAPIKey(id, at: now)
    }

    func touchAPIKey(_ id: KeyID, at now: Timestamp) async throws(StoreError) {
        try await people.touchAPIKey(id, at: now)
    }

    // MARK: Agents and customers

    func agents() async throws(StoreError) -> [Agent] { try await people.agents() }

    func agent(_ id: StaffID) async throws(StoreError) -> Agent? { try await people.agent(id) }

    func agent(email: String) async throws(StoreError) -> Agent? {
        try await people.agent(email: email)
    }

    func insert(_ agent: Agent) async throws(StoreError) { try await people.insert(agent) }

    func update(_ agent: Agent) async throws(StoreError) { try await people.update(agent) }

    func customer(_ id: UserID) async throws(StoreError) -> Customer? {
        try await people.customer(id)
    }

    func registered(email: String) async throws(StoreError) -> [Customer] {
        try await people.registered(email: email)
    }

    func registered(
        email: String, passwordHash: String
    ) async throws(StoreError) -> Customer? {
        try await people.registered(email: email, passwordHash: passwordHash)
    }

    func insert(_ customer: Customer) async throws(StoreError) {
        try await people.insert(customer)
    }

    func change(_ id: UserID, _ change: CustomerChange) async throws(StoreError) -> Bool {
        try await people.change(id, change)
    }

    // MARK: Sessions

    func insert(_ session: Session) async throws(StoreError) { try await people.insert(session) }

    func session(_ id: SessionID) async throws(StoreError) -> Session? {
        state.withLock { $0.sessionReads += 1 }
        return try await people.session(id)
    }

    func sessions(of person: Session.Person) async throws(StoreError) -> [Session] {
        try await people.sessions(of: person)
    }

    func touch(_ id: SessionID, at now: Timestamp) async throws(StoreError) {
        state.withLock { $0.touches += 1 }
        try await people.touch(id, at: now)
    }

    func delete(_ id: SessionID) async throws(StoreError) { try await people.delete(id) }

    func deleteSessions(of person: Session.Person) async throws(StoreError) -> [SessionID] {
        try await people.deleteSessions(of: person)
    }

    func deleteSessions(
        createdBefore created: Timestamp, orNotSeenSince seen: Timestamp
    ) async throws(StoreError) -> Int {
        try await people.deleteSessions(createdBefore: created, orNotSeenSince: seen)
    }

    // MARK: Secrets

    func putSecret(
        _ hash: [UInt8], purpose: String, expires: Timestamp
    ) async throws(StoreError) {
        try await people.putSecret(hash, purpose: purpose, expires: expires)
    }

    func takeSecret(
        _ hash: [UInt8], purpose: String, at now: Timestamp
    ) async throws(StoreError) -> Bool {
        try await people.takeSecret(hash, purpose: purpose, at: now)
    }

    func expiry(
        ofSecret hash: [UInt8], purpose: String, at now: Timestamp
    ) async throws(StoreError) -> Timestamp? {
        try await people.expiry(ofSecret: hash, purpose: purpose, at: now)
    }

    func dropSecret(purpose: String) async throws(StoreError) {
        try await people.dropSecret(purpose: purpose)
    }

    func ownSecret(_ name: String) async throws(StoreError) -> [UInt8] {
        try await people.ownSecret(name)
    }
}

extension MemoryPeople {
    func secondFactor(of staff: StaffID) async throws(StoreError) -> SecondFactor? {
        try await people.secondFactor(of: staff)
    }

    func staffWithSecondFactor() async throws(StoreError) -> Set<StaffID> {
        try await people.staffWithSecondFactor()
    }

    func begin(_ factor: SecondFactor) async throws(StoreError) -> Bool {
        try await people.begin(factor)
    }

    func turnOnSecondFactor(
        of staff: StaffID, secret: [UInt8], step: Int, recoveryCodes: [[UInt8]]
    ) async throws(StoreError) -> Bool {
        try await people.turnOnSecondFactor(
            of: staff, secret: secret, step: step, recoveryCodes: recoveryCodes)
    }

    func useSecondFactor(
        of staff: StaffID, secret: [UInt8], step: Int
    ) async throws(StoreError) -> Bool {
        try await people.useSecondFactor(of: staff, secret: secret, step: step)
    }

    func removeSecondFactor(of staff: StaffID) async throws(StoreError) -> Bool {
        try await people.removeSecondFactor(of: staff)
    }

    func putRecoveryCodes(_ hashes: [[UInt8]], of staff: StaffID) async throws(StoreError) {
        try await people.putRecoveryCodes(hashes, of: staff)
    }

    func takeRecoveryCode(_ hash: [UInt8], of staff: StaffID) async throws(StoreError) -> Bool {
        try await people.takeRecoveryCode(hash, of: staff)
    }

    func recoveryCodesLeft(of staff: StaffID) async throws(StoreError) -> Int {
        try await people.recoveryCodesLeft(of: staff)
    }

    func putDevice(
        _ hash: [UInt8], of staff: StaffID, at now: Timestamp
    ) async throws(StoreError) {
        try await people.putDevice(hash, of: staff, at: now)
    }

    func isDevice(_ hash: [UInt8], of staff: StaffID) async throws(StoreError) -> Bool {
        try await people.isDevice(hash, of: staff)
    }

    func dropDevices(of staff: StaffID) async throws(StoreError) {
        try await people.dropDevices(of: staff)
    }
}
