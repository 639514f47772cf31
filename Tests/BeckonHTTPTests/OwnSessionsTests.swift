import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonStore
import BeckonWire
import HTTPTypes
import HummingbirdTesting
import Testing

@Suite struct OwnSessionsTests {
    let house = House()

    private func signIn() async throws -> Accounts.SignedIn {
        try await house.accounts.login(
            email: "dana@example.com", password: House.password,
            visit: Visit(origin: SessionOrigin(address: "192.0.2.7", agent: "Firefox")))
    }

    @Test func `A new password ends all other sessions, and needs the old one`() async throws {
        let dana = try await house.makeAdmin()
        let (mine, other) = (try await signIn(), try await signIn())
        await #expect(throws: Failure.wrongPassword) {
            try await house.accounts.changePassword(
                of: dana.id, from: "wrong password", to: "another good password",
                keeping: mine.session)
        }
        await #expect(throws: Failure.self) {
            try await house.accounts.changePassword(
                of: dana.id, from: House.password, to: "short", keeping: mine.session)
        }
        try await house.accounts.changePassword(
            of: dana.id, from: House.password, to: "another good password",
            keeping: mine.session)
        #expect(try await house.accounts.identity(bearer: mine.token) != nil)
        #expect(try await house.accounts.identity(bearer: other.token) == nil)
        #expect(house.log.revokedSessions == [other.session])
        _ = try await house.accounts.login(
            email: dana.email, password: "another good password")
        await #expect(throws: Failure.wrongCredentials) { try await signIn() }
    }

    @Test func `Sessions are seen and ended over the API`() async throws {
        _ = try await house.makeAdmin()
        try await house.test { client in
            let mine = try await client.login()
            let other = try await client.login()
            house.clock.advance(by: .seconds(1))
            _ = try await client.login()
            func sessions() async throws -> [JSONObject] {
                let answer = try await client.read("/api/v1/me/sessions", cookie: mine)
                guard case .array(let list)? = try answer.json()["sessions"] else { return [] }
                return list.compactMap { if case .object(let one) = $0 { one } else { nil } }
            }
            let all = try await sessions()
            #expect(all.count == 3)
            #expect(all.filter { $0["current"] == .bool(true) }.count == 1)
            #expect(all.last?["current"] != nil && all.first?["current"] == .bool(false))
            guard case .string(let name)? = all.first?["session_id"] else {
                Issue.record("no session_id")
                return
            }
            let path = "/api/v1/me/sessions/"
            #expect(
                try await client.send(.delete, path + name, cookie: mine).status == .noContent)
            #expect(try await client.send(.delete, path + name, cookie: mine).status == .notFound)
            #expect(try await sessions().count == 2)
            let ended = try await client.send(.delete, "/api/v1/me/sessions", cookie: mine)
            #expect(ended.text == #"{"ended":1}"#)
            #expect(try await client.read("/api/v1/me", cookie: other).status == .unauthorized)
            #expect(try await client.read("/api/v1/me", cookie: mine).status == .ok)
        }
    }

    @Test func `An admin sees and ends an agent's sessions, wherever they were begun`()
        async throws
    {
        let dana = try await house.makeAdmin()
        let signedIn = try await signIn()
        let seen = try #require(try await house.accounts.sessions(of: dana.id).first)
        #expect(seen.origin == SessionOrigin(address: "192.0.2.7", agent: "Firefox"))
        await #expect(throws: Failure.notFound) {
            try await house.accounts.endSession("x", of: dana.id)
        }
        await #expect(throws: Failure.notFound) {
            try await house.accounts.endSession(
                seen.id.name, of: StaffID(unchecked: "somebody-else"))
        }
        #expect(try await house.accounts.endSessions(of: dana.id) == 1)
        #expect(try await house.accounts.identity(bearer: signedIn.token) == nil)
    }
}
