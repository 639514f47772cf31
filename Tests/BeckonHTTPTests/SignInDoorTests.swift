import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonRealtime
import BeckonStore
import BeckonWire
import HTTPTypes
import HummingbirdTesting
import Testing

/// What strangers try does not keep the owner of an account out.
@Suite struct SignInDoorTests {
    let house = House(limits: true) { $0.trustedProxies = TrustedProxies(["127.0.0.1"]) ?? .none }

    @Test func `A turn that was promised comes, however many ask`() throws {
        let clock = ManualClock()
        let limits = RateLimits(clock: clock)
        func ask(_ asker: String) -> Int {
            do throws(Failure) {
                try limits.takeTurn(.loginByAccount, by: "staff:dana", asker: asker)
                return 0
            } catch {
                guard case .rateLimited(let milliseconds) = error else { return -1 }
                return milliseconds
            }
        }
        for number in 0..<10 { #expect(ask("\(number)") == 0) }
        for number in 0..<199 { _ = ask("\(number)") }
        let wait = ask("owner")
        // The 200th turn, at one in 90 s.
        #expect((200 * 90_000...200 * 90_000 + 10).contains(wait))
        // Asking again changes nothing, and nobody overtakes.
        #expect(ask("owner") == wait)
        for second in 1...(wait / 1_000 + 1) {
            clock.advance(by: .seconds(1))
            if second % 90 == 0 { for number in 0..<199 { _ = ask("\(number)") } }
        }
        #expect(ask("owner") == 0)
        #expect(ask("owner") > 0)
    }

    @Test func `No more get through than without promises`() {
        let clock = ManualClock()
        let limits = RateLimits(clock: clock)
        var passed = 0
        for _ in 0..<3_600 {
            for asker in 0..<20 {
                let isIn =
                    (try? limits.takeTurn(.loginByAccount, by: "a", asker: "\(asker)")) != nil
                if isIn { passed += 1 }
            }
            clock.advance(by: .seconds(1))
        }
        // 10 at once, then one in 90 s.
        #expect((40...50).contains(passed), "\(passed)")
    }

    @Test func `The owner signs in on a known device while strangers flood the account`()
        async throws
    {
        _ = try await house.makeAdmin()
        let limits = house.limits
        try await house.test { client in
            let first = try await client.send(
                .post, "/api/v1/login",
                #"{"email":"dana@example.com","password":"\#(House.password)"}"#)
            let device = try #require(
                first.headers[values: .setCookie].first { $0.hasPrefix("beckon-device=") })
            #expect(device.contains("HttpOnly") && device.contains("SameSite=Lax"))
            let cookie = String(device.prefix { $0 != ";" })
            // The account is locked for everybody else, and so is the address.
            for number in 0..<40 {
                _ = try? limits.takeTurn(
                    .loginByAccount, by: "staff:dana@example.com", asker: "\(number)")
            }
            for _ in 0..<5 { _ = try? limits.take(.loginByAddress, by: "unknown") }
            func login(_ password: String, _ cookie: String?) async throws -> TestResponse {
                try await client.send(
                    .post, "/api/v1/login",
                    #"{"email":"dana@example.com","password":"\#(password)"}"#, cookie: cookie)
            }
            // Another's cookie, or one that was made up, opens nothing.
            let stranger = try await client.send(
                .post, "/api/v1/login", #"{"email":"eve@example.com","password":"x"}"#,
                cookie: cookie)
            #expect(stranger.status == .tooManyRequests)
            let madeUp = try await login(House.password, "beckon-device=\(Tokens.make())")
            #expect(madeUp.status == .tooManyRequests)
            #expect(try await login(House.password, cookie).status == .ok)
            // A stolen one is limited, too.
            var statuses: [Int] = []
            for _ in 0..<10 { statuses.append(try await login("wrong", cookie).status.code) }
            #expect(statuses.last == 429)
        }
    }

    @Test func `Registering counts as trying the password of the account that is there`()
        async throws
    {
        let limits = house.limits
        @Sendable func isTurn(_ email: String, _ asker: String) -> Bool {
            (try? limits.takeTurn(.loginByAccount, by: "user:" + email, asker: asker)) != nil
        }
        try await house.test { client in
            func register(_ email: String) async throws -> Int {
                try await client.send(
                    .post, "/api/v1/customers/register",
                    #"{"name":"Mia","email":"\#(email)","password":"\#(House.password)"}"#
                ).status.code
            }
            let first = try await register("mia@example.com")
            let second = try await register(" MIA@example.com")
            #expect((first, second) == (201, 201))
            let turns = (0..<9).map { isTurn("mia@example.com", "\($0)") }
            #expect(turns == (0..<9).map { $0 < 8 })
            let third = try await register("mia@example.com")
            let other = try await register("noah@example.com")
            #expect((third, other) == (429, 201))
        }
    }
}
