import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonStore
import BeckonWire
import Testing

@Suite struct CustomersTests {
    let house = House()

    private func visitor() async throws -> (UserID, Accounts.SignedIn) {
        let signedIn = try await house.accounts.makeVisitor(name: nil)
        return (UserID(unchecked: signedIn.me.id), signedIn)
    }

    private func register(_ visitor: UserID?) async throws -> Accounts.SignedIn {
        try await house.accounts.register(
            name: "Mia", email: "mia@example.com", password: House.password, visitor: visitor)
    }

    @Test func `A visitor who registers keeps the id and loses the anonymous token`() async throws {
        let (id, anonymous) = try await visitor()
        let signedIn = try await register(id)
        #expect(signedIn.me.id == id.rawValue)
        #expect(signedIn.me.email == "mia@example.com")
        #expect(try await house.accounts.identity(bearer: anonymous.token) == nil)
        #expect(try await house.accounts.identity(bearer: signedIn.token)?.0.name == "Mia")
        #expect(house.log.revokedSessions == [anonymous.session])
    }

    @Test func `A visitor who signs in is merged, and the anonymous token ends`() async throws {
        let account = try await register(nil)
        let (id, anonymous) = try await visitor()
        let signedIn = try await house.accounts.loginCustomer(
            email: "Mia@Example.com", password: House.password, visitor: id)
        #expect(signedIn.me.id == account.me.id)
        #expect(house.log.merges == ["\(id) → \(account.me.id)"])
        #expect(try await house.accounts.identity(bearer: anonymous.token) == nil)
        #expect(house.log.revoked == [.customer(id)])
    }

    @Test func `When the merge fails nobody is signed in and the visitor stays`() async throws {
        _ = try await register(nil)
        let (id, anonymous) = try await visitor()
        house.log.refuseMerge()
        let before = house.store.sessions.count
        await #expect(throws: HookLog.Refused.self) {
            try await house.accounts.loginCustomer(
                email: "mia@example.com", password: House.password, visitor: id)
        }
        #expect(house.store.sessions.count == before)
        #expect(try await house.accounts.identity(bearer: anonymous.token) != nil)
    }

    @Test func `An account is never merged into another`() async throws {
        let mia = try await register(nil)
        _ = try await house.accounts.register(
            name: "Noah", email: "noah@example.com", password: House.password, visitor: nil)
        _ = try await house.accounts.loginCustomer(
            email: "noah@example.com", password: House.password,
            visitor: UserID(unchecked: mia.me.id))
        #expect(house.log.merges.isEmpty)
        #expect(try await house.accounts.identity(bearer: mia.token) != nil)
    }

    @Test func `Of many who register one visitor at once, one does`() async throws {
        let (id, _) = try await visitor()
        let outcomes = await withTaskGroup(of: Result<String, any Error>.self) { group in
            for number in 0..<20 {
                group.addTask { [house] in
                    do {
                        return .success(
                            try await house.accounts.register(
                                name: "Mia", email: "mia-\(number)@example.com",
                                password: House.password, visitor: id
                            ).me.email ?? "")
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let made = outcomes.compactMap { try? $0.get() }
        #expect(made.count == 1)
        #expect(try await house.accounts.customer(id)?.email == made.first)
        for case .failure(let error) in outcomes {
            #expect(error as? Failure == .alreadyRegistered)
        }
        #expect(house.store.sessions.count == 1)
    }

    @Test func `A known email makes an account of its own, unverified, and each has its password`()
        async throws
    {
        let first = try await register(nil)
        let second = try await house.accounts.register(
            name: "Eve", email: "mia@example.com", password: "another good password", visitor: nil)
        #expect(first.me.id != second.me.id)
        for (password, me) in [
            (House.password, first.me), ("another good password", second.me),
        ] {
            let signedIn = try await house.accounts.loginCustomer(
                email: "MIA@example.com", password: password, visitor: nil)
            #expect(signedIn.me == me)
            #expect(me.isEmailVerified == false)
        }
        for email in ["mia@example.com", "nobody@example.com"] {
            await #expect(throws: Failure.wrongCredentials) {
                try await house.accounts.loginCustomer(
                    email: email, password: "no password of any", visitor: nil)
            }
        }
    }

    @Test func `However many have an email, the one of old is found, by one hash`() async throws {
        // As versions before wrote it: with a salt of its own.
        let old = Customer(
            id: UserID(unchecked: "u_old"), name: "Mia", email: "mia@example.com",
            passwordHash: try await Passwords.cheap.hash(House.password),
            createdAt: house.clock.now())
        try await house.store.insert(old)
        for number in 0..<150 {
            _ = try await house.accounts.register(
                name: "Eve", email: "mia@example.com", password: "another password \(number)",
                visitor: nil)
        }
        let signedIn = try await house.accounts.loginCustomer(
            email: "mia@example.com", password: House.password, visitor: nil)
        #expect(signedIn.me.id == "u_old")
        let last = try await house.accounts.loginCustomer(
            email: "mia@example.com", password: "another password 149", visitor: nil)
        #expect(last.me.name == "Eve")
        let salts = try await house.store.registered(email: "mia@example.com")
            .compactMap(\.passwordHash).map { $0.split(separator: "$").dropLast() }
        #expect(Set(salts.map { Array($0) }).count == 1)
    }

    @Test func `Hashes of other parameters are found, and renewed`() async throws {
        _ = try await register(nil)
        let stronger = Accounts(
            store: house.store, clock: house.clock, cookie: SessionCookie(isSecure: false),
            passwords: Passwords(parameters: PasswordParameters(memoryKiB: 128, passes: 1)))
        for _ in 0..<2 {
            let signedIn = try await stronger.loginCustomer(
                email: "mia@example.com", password: House.password, visitor: nil)
            #expect(signedIn.me.name == "Mia")
            let hashes = try await house.store.registered(email: "mia@example.com")
                .compactMap(\.passwordHash)
            #expect(hashes.count == 1 && hashes[0].contains("m=128"))
        }
    }

    @Test func `A visitor leaves, changes and clears an address`() async throws {
        let (id, _) = try await visitor()
        let me = try await house.accounts.setEmail(
            of: id, to: " Mia@Example.com ", password: nil)
        #expect(me.email == "mia@example.com")
        #expect(me.isEmailVerified == false && me.isRegistered == false)
        await #expect(throws: Failure.self) {
            try await house.accounts.setEmail(of: id, to: "no address", password: nil)
        }
        #expect(
            try await house.accounts.setEmail(of: id, to: nil, password: nil).email == nil)
    }

    @Test func `A visitor who left an address is a visitor still`() async throws {
        let (id, _) = try await visitor()
        _ = try await house.accounts.setEmail(of: id, to: "mia@example.com", password: nil)
        #expect(try await register(id).me.id == id.rawValue)
    }

    @Test func `An account's address changes with its password, and signs in`() async throws {
        let mia = try await register(nil)
        let id = UserID(unchecked: mia.me.id)
        await #expect(throws: Failure.wrongPassword) {
            try await house.accounts.setEmail(of: id, to: "new@example.com", password: "wrong one")
        }
        await #expect(throws: Failure.self) {
            try await house.accounts.setEmail(of: id, to: nil, password: House.password)
        }
        _ = try await house.accounts.setEmail(
            of: id, to: "new@example.com", password: House.password)
        let signedIn = try await house.accounts.loginCustomer(
            email: "new@example.com", password: House.password, visitor: nil)
        #expect(signedIn.me.id == mia.me.id)
        await #expect(throws: Failure.wrongCredentials) {
            try await house.accounts.loginCustomer(
                email: "mia@example.com", password: House.password, visitor: nil)
        }
    }

    @Test func `Who registered cannot register again`() async throws {
        let mia = try await register(nil)
        await #expect(throws: Failure.alreadyRegistered) {
            try await house.accounts.register(
                name: "X", email: "x@example.com", password: House.password,
                visitor: UserID(unchecked: mia.me.id))
        }
    }
}
