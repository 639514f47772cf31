import BeckonAccounts
import BeckonHTTP
import BeckonStore
import BeckonWire
import HTTPTypes
import HummingbirdTesting
import Testing

@Suite struct RateLimitsTests {
    @Test func `Of 200 at once no more than the limit pass`() async {
        let limits = RateLimits(clock: ManualClock())
        let passed = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 {
                group.addTask { (try? limits.take(.loginByAddress, by: "192.0.2.1")) != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(passed == 5)
    }

    @Test func `A bucket fills again, and says when`() throws {
        let clock = ManualClock()
        let limits = RateLimits(clock: clock)
        for _ in 0..<5 { try limits.take(.loginByAddress, by: "a") }
        #expect(throws: Failure.rateLimited(retryAfterMilliseconds: 60_000)) {
            try limits.take(.loginByAddress, by: "a")
        }
        try limits.take(.loginByAddress, by: "b")
        clock.advance(by: .seconds(60))
        try limits.take(.loginByAddress, by: "a")
        #expect(throws: Failure.self) { try limits.take(.loginByAddress, by: "a") }
    }

    @Test func `The table is bounded`() {
        let limits = RateLimits(clock: ManualClock())
        for number in 0..<120_000 { try? limits.take(.visitors, by: "\(number)") }
        #expect(limits.bucketCount <= 50_000)
    }

    @Test func `Logins are limited by address, and the answer says when to come again`()
        async throws
    {
        let house = House(limits: true)
        _ = try await house.makeAdmin()
        try await house.test { client in
            let statuses = await withTaskGroup(of: Int?.self) { group in
                for _ in 0..<200 {
                    group.addTask {
                        try? await client.send(
                            .post, "/api/v1/login",
                            #"{"email":"dana@example.com","password":"wrong password"}"#
                        ).status.code
                    }
                }
                return await group.reduce(into: [:]) { $0[$1 ?? 0, default: 0] += 1 }
            }
            #expect(statuses == [401: 5, 429: 195])
            let refused = try await client.send(
                .post, "/api/v1/login", #"{"email":"a@b.c","password":"x"}"#)
            #expect(refused.headers[.retryAfter] == "60")
            #expect(refused.code == "rate_limited")
        }
    }

    @Test func `An account is limited whatever the address`() throws {
        let limits = RateLimits(clock: ManualClock())
        for _ in 0..<10 { try limits.take(.loginByAccount, by: "staff:dana@example.com") }
        #expect(throws: Failure.self) {
            try limits.take(.loginByAccount, by: "staff:dana@example.com")
        }
    }

    @Test func `A switch turns limits off`() throws {
        let limits = RateLimits(clock: ManualClock(), isOn: false)
        for _ in 0..<1_000 { try limits.take(.loginByAddress, by: "a") }
    }
}
