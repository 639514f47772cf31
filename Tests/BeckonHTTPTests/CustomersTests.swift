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

    @Test func `An email registers once, also at once`() async throws {
        let made = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 { group.addTask { (try? await register(nil)) != nil } }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(made == 1)
        await #expect(throws: Failure.emailTaken) { try await register(nil) }
    }

    @Test func `Who registered cannot register again`() async throws {
        let mia = try await register(nil)
        await #expect(throws: Failure.badRequest("You have registered already.")) {
            try await house.accounts.register(
                name: "X", email: "x@example.com", password: House.password,
                visitor: UserID(unchecked: mia.me.id))
        }
    }
}
