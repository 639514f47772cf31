import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonStore
import BeckonWire
import Testing

@Suite struct SetupTests {
    let house = House()

    private func setUp(_ token: String) async throws -> Accounts.SignedIn {
        try await house.accounts.setUp(
            token: token, name: "Dana", email: "Dana@Example.com", password: House.password)
    }

    @Test func `The link makes one admin, however many use it at once`() async throws {
        let token = try #require(try await house.accounts.makeSetupLink())
        let winners = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 { group.addTask { (try? await setUp(token)) != nil } }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(winners == 1)
        let agents = try await house.accounts.agents()
        #expect(agents.map(\.role) == [.admin])
        #expect(agents.first?.email == "dana@example.com")
        #expect(try await house.accounts.makeSetupLink() == nil)
    }

    @Test func `The link ends after 24 hours`() async throws {
        let token = try #require(try await house.accounts.makeSetupLink())
        house.clock.advance(by: .seconds(86_400))
        await #expect(throws: Failure.notFound) { try await setUp(token) }
    }

    @Test func `A new link ends the former one`() async throws {
        let first = try #require(try await house.accounts.makeSetupLink())
        let second = try #require(try await house.accounts.makeSetupLink())
        await #expect(throws: Failure.notFound) { try await setUp(first) }
        _ = try await setUp(second)
    }

    @Test(arguments: ["", " ", "wrong", Tokens.make()])
    func `A wrong token is not found`(_ token: String) async throws {
        _ = try await house.accounts.makeSetupLink()
        await #expect(throws: Failure.notFound) { try await setUp(token) }
    }
}
