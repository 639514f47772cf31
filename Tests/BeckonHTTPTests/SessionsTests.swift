import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonStore
import Testing

@Suite struct SessionsTests {
    let house = House()

    @Test func `An agent's session ends after 12 idle hours`() async throws {
        _ = try await house.makeAdmin()
        let token = try await signIn()
        house.clock.advance(by: .seconds(12 * 3600 - 1))
        #expect(try await house.accounts.identity(bearer: token) != nil)
        house.clock.advance(by: .seconds(12 * 3600))
        #expect(try await house.accounts.identity(bearer: token) == nil)
        #expect(house.store.sessions.isEmpty)
        #expect(house.log.revoked == [.staff(StaffID(unchecked: "dana"))])
    }

    @Test func `An agent's session ends after 30 days in any case`() async throws {
        _ = try await house.makeAdmin()
        let token = try await signIn()
        for _ in 0..<59 {
            house.clock.advance(by: .seconds(12 * 3600 - 60))
            #expect(try await house.accounts.identity(bearer: token) != nil)
        }
        house.clock.advance(by: .seconds(13 * 3600 - 60))
        #expect(try await house.accounts.identity(bearer: token) == nil)
    }

    @Test func `A customer's session ends after 180 idle days`() async throws {
        let token = try await house.accounts.makeVisitor(name: nil).token
        house.clock.advance(by: .seconds(179 * 86_400))
        #expect(try await house.accounts.identity(bearer: token) != nil)
        house.clock.advance(by: .seconds(180 * 86_400))
        #expect(try await house.accounts.identity(bearer: token) == nil)
    }

    @Test func `A session is touched at most once a minute`() async throws {
        let token = try await house.accounts.makeVisitor(name: nil).token
        for _ in 0..<60 {
            house.clock.advance(by: .seconds(6))
            _ = try await house.accounts.identity(bearer: token)
        }
        #expect(house.store.touches == 6)
    }

    @Test func `A storm of look-ups reads the store once in five seconds`() async throws {
        let token = try await house.accounts.makeVisitor(name: nil).token
        for _ in 0..<100 { _ = try await house.accounts.identity(bearer: token) }
        #expect(house.store.sessionReads == 1)
        house.clock.advance(by: .seconds(5))
        _ = try await house.accounts.identity(bearer: token)
        #expect(house.store.sessionReads == 2)
    }

    @Test func `A login rotates the session, and logout ends it at once`() async throws {
        _ = try await house.makeAdmin()
        let first = try await signIn()
        let former = try #require(try await house.accounts.identity(bearer: first)).1
        let second = try await house.accounts.login(
            email: "dana@example.com", password: House.password, visit: Visit(former: former))
        #expect(try await house.accounts.identity(bearer: first) == nil)
        #expect(try await house.accounts.identity(bearer: second.token) != nil)
        try await house.accounts.logout(second.session)
        #expect(try await house.accounts.identity(bearer: second.token) == nil)
        #expect(house.log.revokedSessions == [former, second.session])
    }

    @Test func `Only the hash of a token is stored`() async throws {
        let token = try await house.accounts.makeVisitor(name: nil).token
        let session = try #require(house.store.sessions.first)
        #expect(session.id.hash == Tokens.hash(token))
        #expect(session.id.hash != Array(token.utf8))
    }

    @Test func `The cookie's name and attributes follow the public URL's scheme`() {
        let secure = SessionCookie(isSecure: true)
        #expect(
            secure.set("T")
                == "__Host-beckon=T; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure")
        let plain = SessionCookie(isSecure: false)
        #expect(plain.set("T") == "beckon=T; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax")
        #expect(plain.token(in: "a=b; beckon=T; c=d") == "T")
        #expect(plain.token(in: "xbeckon=T;__Host-beckon=U") == nil)
        #expect(secure.token(in: "__Host-beckon=U") == "U")
    }

    @Test func `Sessions that ended by time are swept`() async throws {
        _ = try await house.accounts.makeVisitor(name: nil)
        house.clock.advance(by: .seconds(181 * 86_400))
        _ = try await house.accounts.makeVisitor(name: nil)
        #expect(try await house.accounts.sweepSessions() == 1)
        #expect(house.store.sessions.count == 1)
    }

    private func signIn() async throws -> String {
        try await house.accounts.login(email: "dana@example.com", password: House.password).token
    }
}
