package import BeckonModel

extension InMemoryStore {
    package func agents() async throws(StoreError) -> [Agent] {
        try read { state in
            state.agents.values.sorted {
                ($0.createdAt, $0.id.rawValue) < ($1.createdAt, $1.id.rawValue)
            }
        }
    }

    package func agent(_ id: StaffID) async throws(StoreError) -> Agent? {
        try read { $0.agents[id] }
    }

    package func agent(email: String) async throws(StoreError) -> Agent? {
        let email = email.lowercased()
        return try read { state in state.agents.values.first { $0.email == email } }
    }

    package func insert(_ agent: Agent) async throws(StoreError) {
        try write { state throws(StoreError) in
            if state.agents[agent.id] != nil { throw .duplicate }
            try state.put(agent)
        }
    }

    package func update(_ agent: Agent) async throws(StoreError) {
        try write { state throws(StoreError) in
            if state.agents[agent.id] != nil { try state.put(agent) }
        }
    }

    package func customer(_ id: UserID) async throws(StoreError) -> Customer? {
        try read { $0.customers[id] }
    }

    package func customer(email: String) async throws(StoreError) -> Customer? {
        let email = email.lowercased()
        return try read { state in state.customers.values.first { $0.email == email } }
    }

    package func insert(_ customer: Customer) async throws(StoreError) {
        try write { state throws(StoreError) in
            if state.customers[customer.id] != nil { throw .duplicate }
            try state.put(customer)
        }
    }

    package func update(_ customer: Customer) async throws(StoreError) {
        try write { state throws(StoreError) in
            if state.customers[customer.id] != nil { try state.put(customer) }
        }
    }

    package func insert(_ session: Session) async throws(StoreError) {
        try write { state throws(StoreError) in
            if state.sessions[session.id] != nil { throw .duplicate }
            state.sessions[session.id] = session
        }
    }

    package func session(_ id: SessionID) async throws(StoreError) -> Session? {
        try read { $0.sessions[id] }
    }

    package func touch(_ id: SessionID, at now: Timestamp) async throws(StoreError) {
        try write { $0.sessions[id]?.lastSeenAt = now }
    }

    package func delete(_ id: SessionID) async throws(StoreError) {
        try write { $0.sessions[id] = nil }
    }

    package func deleteSessions(
        of person: Session.Person
    ) async throws(StoreError) -> [SessionID] {
        try write { state in
            let gone = state.sessions.values.filter { $0.person == person }.map(\.id)
            for id in gone { state.sessions[id] = nil }
            return gone
        }
    }

    package func deleteSessions(
        createdBefore created: Timestamp, orNotSeenSince seen: Timestamp
    ) async throws(StoreError) -> Int {
        try write { state in
            let gone = state.sessions.values
                .filter { $0.createdAt < created || $0.lastSeenAt < seen }.prefix(1000)
            for session in gone { state.sessions[session.id] = nil }
            return gone.count
        }
    }

    package func inboxSettings() async throws(StoreError) -> InboxSettings {
        try read { $0.settings }
    }

    package func save(_ settings: InboxSettings) async throws(StoreError) {
        try write { $0.settings = settings }
    }

    package func putSecret(
        _ hash: [UInt8], purpose: String, expires: Timestamp
    ) async throws(StoreError) {
        try write { $0.secrets[purpose] = Secret(hash: hash, expires: expires) }
    }

    package func takeSecret(
        _ hash: [UInt8], purpose: String, at now: Timestamp
    ) async throws(StoreError) -> Bool {
        try write { state in
            guard let secret = state.secrets[purpose], secret.hash == hash, now < secret.expires
            else { return false }
            state.secrets[purpose] = nil
            return true
        }
    }
}

extension InMemoryStore.State {
    fileprivate mutating func put(_ agent: Agent) throws(StoreError) {
        var agent = agent
        agent.email = agent.email.lowercased()
        if agents.values.contains(where: { $0.email == agent.email && $0.id != agent.id }) {
            throw .duplicate
        }
        agents[agent.id] = agent
    }

    fileprivate mutating func put(_ customer: Customer) throws(StoreError) {
        var customer = customer
        customer.email = customer.email?.lowercased()
        if let email = customer.email,
            customers.values.contains(where: { $0.email == email && $0.id != customer.id })
        {
            throw .duplicate
        }
        customers[customer.id] = customer
    }
}
