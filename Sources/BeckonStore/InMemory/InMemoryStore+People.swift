package import BeckonModel

extension InMemoryStore {
    package func agents() async throws(StoreError) -> [Agent] {
        try access { state in
            state.agents.values.sorted {
                ($0.createdAt, $0.id.rawValue) < ($1.createdAt, $1.id.rawValue)
            }
        }
    }

    package func agent(_ id: StaffID) async throws(StoreError) -> Agent? {
        try access { $0.agents[id] }
    }

    package func agent(email: String) async throws(StoreError) -> Agent? {
        let email = email.lowercased()
        return try access { state in state.agents.values.first { $0.email == email } }
    }

    package func insert(_ agent: Agent) async throws(StoreError) {
        try access { state throws(StoreError) in
            if state.agents[agent.id] != nil { throw .duplicate }
            try state.put(agent)
        }
    }

    package func update(_ agent: Agent) async throws(StoreError) {
        try access { state throws(StoreError) in
            if state.agents[agent.id] != nil { try state.put(agent) }
        }
    }

    package func customer(_ id: UserID) async throws(StoreError) -> Customer? {
        try access { $0.customers[id] }
    }

    package func registered(email: String) async throws(StoreError) -> [Customer] {
        let email = email.lowercased()
        return try access { state in
            let found = state.customers.values.filter { $0.email == email && $0.isRegistered }
            return Array(
                found.sorted {
                    ($0.createdAt, $0.id.rawValue) < ($1.createdAt, $1.id.rawValue)
                }.prefix(100))
        }
    }

    package func registered(
        email: String, passwordHash: String
    ) async throws(StoreError) -> Customer? {
        let email = email.lowercased()
        return try access { state in
            let found = state.customers.values.filter {
                $0.email == email && $0.passwordHash == passwordHash
            }
            return found.min {
                ($0.isEmailVerified ? 0 : 1, state.emailTurns[$0.id] ?? 0)
                    < ($1.isEmailVerified ? 0 : 1, state.emailTurns[$1.id] ?? 0)
            }
        }
    }

    package func insert(_ customer: Customer) async throws(StoreError) {
        try access { state throws(StoreError) in
            if state.customers[customer.id] != nil { throw .duplicate }
            try state.put(customer)
            state.takeEmailTurn(customer.id)
        }
    }

    package func change(
        _ id: UserID, _ change: CustomerChange
    ) async throws(StoreError) -> Bool {
        try access { state in
            guard let before = state.customers[id], let customer = before.changed(by: change)
            else { return false }
            state.customers[id] = customer
            if customer.email != before.email || customer.isRegistered != before.isRegistered {
                state.takeEmailTurn(id)
            }
            return true
        }
    }

    package func insert(_ session: Session) async throws(StoreError) {
        try access { state throws(StoreError) in
            if state.sessions[session.id] != nil { throw .duplicate }
            state.sessions[session.id] = session
        }
    }

    package func session(_ id: SessionID) async throws(StoreError) -> Session? {
        try access { $0.sessions[id] }
    }

    package func sessions(of person: Session.Person) async throws(StoreError) -> [Session] {
        try access { state in
            let found = state.sessions.values.filter { $0.person == person }
            return Array(found.sorted { $1.createdAt < $0.createdAt }.prefix(1_000))
        }
    }

    package func touch(_ id: SessionID, at now: Timestamp) async throws(StoreError) {
        try access { $0.sessions[id]?.lastSeenAt = now }
    }

    package func delete(_ id: SessionID) async throws(StoreError) {
        try access { $0.sessions[id] = nil }
    }

    package func deleteSessions(
        of person: Session.Person
    ) async throws(StoreError) -> [SessionID] {
        try access { state in
            let gone = state.sessions.values.filter { $0.person == person }.map(\.id)
            for id in gone { state.sessions[id] = nil }
            return gone
        }
    }

    package func deleteSessions(
        createdBefore created: Timestamp, orNotSeenSince seen: Timestamp
    ) async throws(StoreError) -> Int {
        try access { state in
            let gone = state.sessions.values
                .filter { $0.createdAt < created || $0.lastSeenAt < seen }.prefix(1000)
            for session in gone { state.sessions[session.id] = nil }
            return gone.count
        }
    }

    package func putSecret(
        _ hash: [UInt8], purpose: String, expires: Timestamp
    ) async throws(StoreError) {
        try access { $0.secrets[purpose] = Secret(hash: hash, expires: expires) }
    }

    package func takeSecret(
        _ hash: [UInt8], purpose: String, at now: Timestamp
    ) async throws(StoreError) -> Bool {
        try access { state in
            guard let secret = state.secrets[purpose], secret.hash == hash, now < secret.expires
            else { return false }
            state.secrets[purpose] = nil
            return true
        }
    }

    package func expiry(
        ofSecret hash: [UInt8], purpose: String, at now: Timestamp
    ) async throws(StoreError) -> Timestamp? {
        try access { state in
            guard let secret = state.secrets[purpose], secret.hash == hash, now < secret.expires
            else { return nil }
            return secret.expires
        }
    }

    package func dropSecret(purpose: String) async throws(StoreError) {
        try access { $0.secrets[purpose] = nil }
    }

    package func ownSecret(_ name: String) async throws(StoreError) -> [UInt8] {
        try access { state in
            if let known = state.ownSecrets[name] { return known }
            var random = SystemRandomNumberGenerator()
            let made = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            state.ownSecrets[name] = made
            return made
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
        if let email = customer.email, customer.isEmailVerified,
            customers.values.contains(where: {
                $0.email == email && $0.isEmailVerified && $0.id != customer.id
            })
        {
            throw .duplicate
        }
        customers[customer.id] = customer
    }

    fileprivate mutating func takeEmailTurn(_ customer: UserID) {
        lastEmailTurn += 1
        emailTurns[customer] = lastEmailTurn
    }
}

extension Customer {
    /// `nil` when it is not as the change expects.
    fileprivate func changed(by change: CustomerChange) -> Customer? {
        var customer = self
        switch change {
        case .name(let name): customer.name = name
        case .email(let email):
            if isRegistered { return nil }
            customer.move(to: email)
        case .accountEmail(let email, let from, let to):
            guard passwordHash == from else { return nil }
            customer.move(to: email)
            customer.passwordHash = to
        case .register(let name, let email, let hash):
            if isRegistered { return nil }
            customer.name = name
            customer.move(to: email)
            customer.passwordHash = hash
        }
        return customer
    }

    private mutating func move(to address: String?) {
        let address = address?.lowercased()
        if address != email { isEmailVerified = false }
        email = address
    }
}
