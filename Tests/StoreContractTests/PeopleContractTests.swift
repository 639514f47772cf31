import BeckonModel
import BeckonStore
import StoreTesting
import Testing

@Suite struct PeopleContractTests {
    static let now = Timestamp(milliseconds: 1_767_225_600_000)

    static func agent(_ id: String, _ email: String) -> Agent {
        Agent(
            id: StaffID(unchecked: id), name: "Dana", email: email, role: .supervisor,
            passwordHash: nil, createdAt: now)
    }

    @Test("Agents are kept, found without case, and unique by email", arguments: Backend.allCases)
    func agents(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var dana = Self.agent("dana", "dana@example.com")
            try await store.insert(dana)
            #expect(try await store.agent(dana.id) == dana)
            #expect(try await store.agent(email: "DANA@example.com") == dana)
            await #expect(throws: StoreError.duplicate) { try await store.insert(dana) }
            await #expect(throws: StoreError.duplicate) {
                try await store.insert(Self.agent("eli", "dana@example.com"))
            }
            let eli = Self.agent("eli", "eli@example.com")
            try await store.insert(eli)
            dana.name = "Dana D."
            dana.role = .admin
            dana.isDisabled = true
            dana.passwordHash = "$argon2id$"
            try await store.update(dana)
            #expect(try await store.agents() == [dana, eli])
            dana.email = "eli@example.com"
            await #expect(throws: StoreError.duplicate) { try await store.update(dana) }
            #expect(try await store.agent(StaffID(unchecked: "fay")) == nil)
        }
    }

    @Test("Customers are kept; many may have no email", arguments: Backend.allCases)
    func customers(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            var mia = Customer(id: UserID(unchecked: "mia"), name: "Mia", createdAt: Self.now)
            let ben = Customer(id: UserID(unchecked: "ben"), name: "", createdAt: Self.now)
            try await store.insert(mia)
            try await store.insert(ben)
            await #expect(throws: StoreError.duplicate) { try await store.insert(ben) }
            mia.name = "Mia M."
            mia.email = "mia@example.com"
            mia.passwordHash = "hash"
            #expect(
                try await store.change(
                    mia.id,
                    .register(name: "Mia M.", email: "Mia@Example.com", passwordHash: "hash")))
            #expect(try await store.customer(mia.id) == mia)
            #expect(try await store.customer(ben.id) == ben)
            #expect(try await store.registered(email: "MIA@example.com") == [mia])
            #expect(try await store.registered(email: "no@example.com").isEmpty)
            #expect(try await !store.change(UserID(unchecked: "x"), .name("X")))
        }
    }

    @Test("Many may say an address; verified it stands once", arguments: Backend.allCases)
    func addresses(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            func customer(_ id: String, verified: Bool, _ hash: String?, _ age: Int64) -> Customer {
                Customer(
                    id: UserID(unchecked: id), name: id, email: "mia@example.com",
                    isEmailVerified: verified, passwordHash: hash,
                    createdAt: Timestamp(milliseconds: Self.now.milliseconds - age))
            }
            let old = customer("old", verified: false, "one", 9)
            let proven = customer("proven", verified: true, "two", 8)
            let new = customer("new", verified: false, "one", 7)
            let visitor = customer("visitor", verified: false, nil, 6)
            let twin = customer("twin", verified: false, "two", 5)
            for each in [twin, old, visitor, new, proven] { try await store.insert(each) }
            await #expect(throws: StoreError.duplicate) {
                try await store.insert(customer("second", verified: true, nil, 1))
            }
            let email = "Mia@example.com"
            #expect(try await store.registered(email: email) == [old, proven, new, twin])
            #expect(try await store.registered(email: email, passwordHash: "one") == old)
            #expect(try await store.registered(email: email, passwordHash: "two") == proven)
            #expect(try await store.registered(email: email, passwordHash: "no") == nil)
        }
    }

    @Test(
        "The sign-in stays with whose account of the address was first, also against an older visitor",
        arguments: Backend.allCases)
    func firstAccount(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            func insert(_ id: String, _ email: String?, _ hash: String?, _ age: Int64) async throws
                -> UserID
            {
                let id = UserID(unchecked: id)
                try await store.insert(
                    Customer(
                        id: id, name: "Mia", email: email, passwordHash: hash,
                        createdAt: Timestamp(milliseconds: Self.now.milliseconds - age)))
                return id
            }
            let email = "mia@example.com"
            func owner(_ hash: String = "hash") async throws -> UserID? {
                try await store.registered(email: email, passwordHash: hash)?.id
            }
            let visitor = try await insert("visitor", email, nil, 90)
            let other = try await insert("other", "other@example.com", "else", 80)
            let old = try await insert("old", email, "hash", 70)
            #expect(try await owner() == old)
            #expect(
                try await store.change(
                    visitor, .register(name: "New", email: email, passwordHash: "hash")))
            #expect(
                try await store.change(other, .accountEmail(email, from: "else", to: "hash")))
            #expect(try await owner() == old)
            // The same address under other parameters is no move.
            for id in [old, visitor, other] {
                #expect(
                    try await store.change(id, .accountEmail(email, from: "hash", to: "new")))
            }
            #expect(try await owner("new") == old)
            // Who left it and comes back comes last.
            for (to, from) in [("x@example.com", "new"), (email, "x")] {
                #expect(
                    try await store.change(
                        old, .accountEmail(to, from: from, to: to == email ? "new" : "x")))
            }
            #expect(try await owner("new") == visitor)
        }
    }

    @Test("Each change of a customer says what it expects", arguments: Backend.allCases)
    func changes(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            let id = UserID(unchecked: "mia")
            var mia = Customer(
                id: id, name: "Mia", email: "mia@example.com", isEmailVerified: true,
                createdAt: Self.now)
            try await store.insert(mia)
            #expect(try await store.change(id, .email("MIA@example.com")))
            #expect(try await store.customer(id) == mia)
            #expect(try await store.change(id, .email("other@example.com")))
            mia.email = "other@example.com"
            mia.isEmailVerified = false
            #expect(try await store.customer(id) == mia)
            #expect(try await store.change(id, .email(nil)))
            mia.email = nil
            #expect(try await store.customer(id) == mia)
            let made = try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        let change = CustomerChange.register(
                            name: "Mia", email: "\(number)@example.com", passwordHash: "\(number)")
                        return try await store.change(id, change) ? "\(number)" : nil
                    }
                }
                return try await group.reduce(into: [String]()) { made, one in
                    if let one { made.append(one) }
                }
            }
            #expect(made.count == 1)
            let hash = try #require(made.first)
            #expect(try await store.customer(id)?.passwordHash == hash)
            #expect(try await !store.change(id, .email("x@example.com")))
            #expect(
                try await !store.change(
                    id, .accountEmail("x@example.com", from: "other", to: "new")))
            #expect(
                try await store.change(id, .accountEmail("x@example.com", from: hash, to: "new")))
            #expect(try await store.change(id, .name("Mia M.")))
            let last = try #require(try await store.customer(id))
            #expect(last.name == "Mia M." && last.email == "x@example.com")
            #expect(last.passwordHash == "new" && !last.isEmailVerified)
        }
    }

    static func session(_ byte: UInt8, _ person: Session.Person, age: Int64 = 0) -> Session {
        Session(
            id: SessionID(hash: Array(repeating: byte, count: 32)), person: person,
            createdAt: Timestamp(milliseconds: now.milliseconds - age),
            lastSeenAt: Timestamp(milliseconds: now.milliseconds - age),
            origin: SessionOrigin(address: "192.0.2.1", agent: byte == 1 ? "Firefox" : nil))
    }

    @Test("Sessions are kept, touched and revoked", arguments: Backend.allCases)
    func sessions(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            let dana = Session.Person.staff(StaffID(unchecked: "same"))
            let mia = Session.Person.customer(UserID(unchecked: "same"))
            var one = Self.session(1, dana)
            let (two, three) = (Self.session(2, dana), Self.session(3, mia))
            for session in [one, two, three] { try await store.insert(session) }
            one.lastSeenAt = Self.now.advanced(by: .seconds(9))
            try await store.touch(one.id, at: one.lastSeenAt)
            #expect(try await store.session(one.id) == one)
            #expect(try await store.session(three.id) == three)
            try await store.touch(SessionID(hash: [9]), at: Self.now)
            #expect(try await store.session(SessionID(hash: [9])) == nil)
            #expect(try await Set(store.sessions(of: dana).map(\.id)) == [one.id, two.id])
            #expect(try await store.sessions(of: mia) == [three])
            let gone = try await store.deleteSessions(of: dana)
            #expect(Set(gone) == [one.id, two.id])
            #expect(try await store.session(one.id) == nil)
            #expect(try await store.session(three.id) == three)
            try await store.delete(three.id)
            #expect(try await store.session(three.id) == nil)
        }
    }

    @Test("Old and idle sessions are deleted, others stay", arguments: Backend.allCases)
    func expiredSessions(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            let mia = Session.Person.customer(UserID(unchecked: "mia"))
            var old = Self.session(1, mia, age: 1000)
            try await store.insert(old)
            old.lastSeenAt = Self.now
            try await store.touch(old.id, at: old.lastSeenAt)
            try await store.insert(Self.session(2, mia, age: 500))
            try await store.insert(Self.session(3, mia, age: 100))
            let deleted = try await store.deleteSessions(
                createdBefore: Self.now.advanced(by: .milliseconds(-1000)),
                orNotSeenSince: Self.now.advanced(by: .milliseconds(-499)))
            #expect(deleted == 1)
            #expect(try await store.session(old.id) == old)
            let rest = try await store.deleteSessions(
                createdBefore: Self.now.advanced(by: .milliseconds(-999)),
                orNotSeenSince: Self.now.advanced(by: .milliseconds(-100)))
            #expect(rest == 1)
            #expect(try await store.session(old.id) == nil)
            #expect(try await store.deleteSessions(of: mia).count == 1)
        }
    }

    @Test("Of 50 who take a secret one gets it", arguments: Backend.allCases)
    func secrets(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            let expires = Self.now.advanced(by: .seconds(60))
            try await store.putSecret([1], purpose: "setup", expires: expires)
            try await store.putSecret([2], purpose: "setup", expires: expires)
            let now = Self.now
            #expect(try await !store.takeSecret([1], purpose: "setup", at: now))
            #expect(try await !store.takeSecret([2], purpose: "other", at: now))
            #expect(try await !store.takeSecret([2], purpose: "setup", at: expires))
            #expect(
                try await store.expiry(ofSecret: [2], purpose: "setup", at: now) == expires)
            #expect(try await store.expiry(ofSecret: [1], purpose: "setup", at: now) == nil)
            #expect(try await store.expiry(ofSecret: [2], purpose: "setup", at: expires) == nil)
            let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<50 {
                    group.addTask { try await store.takeSecret([2], purpose: "setup", at: now) }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(taken == 1)
        }
    }
}
