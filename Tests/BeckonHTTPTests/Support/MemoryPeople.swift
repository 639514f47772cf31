import BeckonModel
import BeckonStore
import Synchronization

/// The people of these tests, in memory; counts what is read.
final class MemoryPeople: PeopleStore {
    private struct State {
        var agents: [StaffID: Agent] = [:]
        var customers: [UserID: Customer] = [:]
        var sessions: [SessionID: Session] = [:]
        var secrets: [String: (hash: [UInt8], expires: Timestamp)] = [:]
        var inbox = InboxSettings()
        var isDown = false
        var sessionReads = 0
        var touches = 0
    }

    private let state = Mutex(State())

    var isDown: Bool {
        get { state.withLock { $0.isDown } }
        set { state.withLock { $0.isDown = newValue } }
    }
    var sessionReads: Int { state.withLock { $0.sessionReads } }
    var touches: Int { state.withLock { $0.touches } }
    var sessions: [Session] { state.withLock { Array($0.sessions.values) } }

    private func run<Value>(
        _ body: (inout State) throws(StoreError) -> sending Value
    ) throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = state.withLock { state in
            if state.isDown { return .failure(.unavailable) }
            do throws(StoreError) { return .success(try body(&state)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    func agents() async throws(StoreError) -> [Agent] {
        try run { $0.agents.values.sorted { $0.id.rawValue < $1.id.rawValue } }
    }

    func agent(_ id: StaffID) async throws(StoreError) -> Agent? { try run { $0.agents[id] } }

    func agent(email: String) async throws(StoreError) -> Agent? {
        try run { $0.agents.values.first { $0.email == email } }
    }

    func insert(_ agent: Agent) async throws(StoreError) {
        try run { state throws(StoreError) in
            guard state.agents[agent.id] == nil,
                !state.agents.values.contains(where: { $0.email == agent.email })
            else { throw .duplicate }
            state.agents[agent.id] = agent
        }
    }

    func update(_ agent: Agent) async throws(StoreError) {
        try run { $0.agents[agent.id] = agent }
    }

    func customer(_ id: UserID) async throws(StoreError) -> Customer? {
        try run { $0.customers[id] }
    }

    func customer(email: String) async throws(StoreError) -> Customer? {
        try run { $0.customers.values.first { $0.email == email } }
    }

    func insert(_ customer: Customer) async throws(StoreError) {
        try run { state throws(StoreError) in
            let isTaken = state.customers.values.contains {
                customer.email != nil && $0.email == customer.email
            }
            guard state.customers[customer.id] == nil, !isTaken else { throw .duplicate }
            state.customers[customer.id] = customer
        }
    }

    func update(_ customer: Customer) async throws(StoreError) {
        try run { state throws(StoreError) in
            let isTaken = state.customers.values.contains {
                $0.id != customer.id && customer.email != nil && $0.email == customer.email
            }
            if isTaken { throw .duplicate }
            state.customers[customer.id] = customer
        }
    }

    func insert(_ session: Session) async throws(StoreError) {
        try run { $0.sessions[session.id] = session }
    }

    func session(_ id: SessionID) async throws(StoreError) -> Session? {
        try run { state in
            state.sessionReads += 1
            return state.sessions[id]
        }
    }

    func touch(_ id: SessionID, at now: Timestamp) async throws(StoreError) {
        try run { state in
            state.touches += 1
            state.sessions[id]?.lastSeenAt = now
        }
    }

    func delete(_ id: SessionID) async throws(StoreError) { try run { $0.sessions[id] = nil } }

    func deleteSessions(of person: Session.Person) async throws(StoreError) -> [SessionID] {
        try run { state in
            let gone = state.sessions.values.filter { $0.person == person }.map(\.id)
            for id in gone { state.sessions[id] = nil }
            return gone
        }
    }

    func deleteSessions(
        createdBefore created: Timestamp, orNotSeenSince seen: Timestamp
    ) async throws(StoreError) -> Int {
        try run { state in
            let gone = state.sessions.values.filter {
                $0.createdAt < created || $0.lastSeenAt < seen
            }
            for session in gone { state.sessions[session.id] = nil }
            return gone.count
        }
    }

    func inboxSettings() async throws(StoreError) -> InboxSettings { try run { $0.inbox } }

    func save(_ settings: InboxSettings) async throws(StoreError) {
        try run { $0.inbox = settings }
    }

    func putSecret(
        _ hash: [UInt8], purpose: String, expires: Timestamp
    ) async throws(StoreError) {
        try run { $0.secrets[purpose] = (hash, expires) }
    }

    func takeSecret(
        _ hash: [UInt8], purpose: String, at now: Timestamp
    ) async throws(StoreError) -> Bool {
        try run { state in
            guard let secret = state.secrets[purpose], secret.hash == hash, now < secret.expires
            else { return false }
            state.secrets[purpose] = nil
            return true
        }
    }
}
