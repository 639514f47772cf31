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
            mia.email = "mia@example.com"
            mia.passwordHash = "hash"
            try await store.update(mia)
            #expect(try await store.customer(mia.id) == mia)
            #expect(try await store.customer(ben.id) == ben)
            #expect(try await store.customer(email: "Mia@Example.com") == mia)
            #expect(try await store.customer(email: "no@example.com") == nil)
            let other = Customer(
                id: UserID(unchecked: "x"), name: "X", email: "mia@example.com",
                createdAt: Self.now)
            await #expect(throws: StoreError.duplicate) { try await store.insert(other) }
        }
    }

    static func session(_ byte: UInt8, _ person: Session.Person, age: Int64 = 0) -> Session {
        Session(
            id: SessionID(hash: Array(repeating: byte, count: 32)), person: person,
            createdAt: Timestamp(milliseconds: now.milliseconds - age),
            lastSeenAt: Timestamp(milliseconds: now.milliseconds - age))
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

    @Test("The inbox's settings are the defaults until saved", arguments: Backend.allCases)
    func settings(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            #expect(try await store.inboxSettings() == InboxSettings())
            var settings = InboxSettings()
            settings.origins = ["https://shop.example"]
            settings.allowsLeaveMessage = false
            settings.greeting = "Grüezi \"x\""
            try await store.save(settings)
            settings.autoCloseDays = 3
            try await store.save(settings)
            #expect(try await store.inboxSettings() == settings)
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
