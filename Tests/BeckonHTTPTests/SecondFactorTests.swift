import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonStore
import BeckonWire
import HTTPTypes
import HummingbirdTesting
import Testing

@Suite struct SecondFactorTests {
    let house = House()

    /// The code that an app shows now, or `steps` later.
    private func code(of id: StaffID, later steps: Int = 0) async throws -> String {
        let factor = try #require(try await house.store.secondFactor(of: id))
        let now = TOTP.step(atSeconds: house.clock.now().milliseconds / 1_000)
        return TOTP.code(secret: factor.secret, step: now + steps)
    }

    /// Dana with a second factor, and her recovery codes; its first code is used.
    private func dana() async throws -> (Agent, [String]) {
        let dana = try await house.makeAdmin()
        _ = try await house.accounts.beginSecondFactor(of: dana.id, password: House.password)
        let codes = try await house.accounts.confirmSecondFactor(
            of: dana.id, code: try await code(of: dana.id))
        house.clock.advance(by: .seconds(30))
        return (dana, codes)
    }

    private func token(_ dana: Agent) async throws -> String {
        let error = await #expect(throws: Accounts.CodeNeeded.self) {
            try await house.accounts.login(email: dana.email, password: House.password)
        }
        return try #require(error).token
    }

    @Test func `It begins with the password, and is asked for from its confirmation on`()
        async throws
    {
        let dana = try await house.makeAdmin()
        await #expect(throws: Failure.wrongPassword) {
            try await house.accounts.beginSecondFactor(of: dana.id, password: "wrong password")
        }
        await #expect(throws: Failure.notFound) {
            try await house.accounts.confirmSecondFactor(of: dana.id, code: "123456")
        }
        let (secret, uri) = try await house.accounts.beginSecondFactor(
            of: dana.id, password: House.password)
        #expect(secret.utf8.count == 32)
        #expect(
            uri == "otpauth://totp/Beckon:dana@example.com?secret=\(secret)&issuer=Beckon"
                + "&algorithm=SHA1&digits=6&period=30")
        _ = try await house.accounts.login(email: dana.email, password: House.password)
        await #expect(throws: Failure.wrongCode) {
            try await house.accounts.confirmSecondFactor(
                of: dana.id, code: try await code(of: dana.id, later: 2))
        }
        let codes = try await house.accounts.confirmSecondFactor(
            of: dana.id, code: try await code(of: dana.id))
        #expect(Set(codes).count == 10)
        _ = try await token(dana)
        await #expect(throws: Failure.secondFactorOn) {
            try await house.accounts.beginSecondFactor(of: dana.id, password: House.password)
        }
    }

    @Test func `Password and code let in; the code of the confirmation does not count again`()
        async throws
    {
        let (dana, _) = try await dana()
        let token = try await token(dana)
        #expect(house.store.sessions.isEmpty)
        await #expect(throws: Failure.wrongCode) {
            try await house.accounts.finishSignIn(
                token: token, code: try await code(of: dana.id, later: -1))
        }
        let signedIn = try await house.accounts.finishSignIn(
            token: token, code: try await code(of: dana.id))
        #expect(signedIn.me.hasSecondFactor == true)
        await #expect(throws: Failure.notFound) {
            try await house.accounts.finishSignIn(
                token: token, code: try await code(of: dana.id, later: 1))
        }
    }

    @Test func `Of many who send one code, with tokens of their own, one is let in`() async throws {
        let (dana, _) = try await dana()
        let code = try await code(of: dana.id)
        var tokens: [String] = []
        for _ in 0..<8 { tokens.append(try await token(dana)) }
        let winners = await withTaskGroup(of: Bool.self) { group in
            for token in tokens {
                group.addTask { [house] in
                    (try? await house.accounts.finishSignIn(token: token, code: code)) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(winners == 1)
        #expect(house.store.sessions.count == 1)
    }

    @Test func `The token ends after five minutes, and with the password`() async throws {
        let (dana, _) = try await dana()
        let first = try await token(dana)
        house.clock.advance(by: .seconds(300))
        await #expect(throws: Failure.notFound) {
            try await house.accounts.finishSignIn(token: first, code: try await code(of: dana.id))
        }
        let second = try await token(dana)
        try await house.accounts.changePassword(
            of: dana.id, from: House.password, to: "another good password", keeping: nil)
        await #expect(throws: Failure.notFound) {
            try await house.accounts.finishSignIn(token: second, code: try await code(of: dana.id))
        }
    }

    @Test func `The token allows the code step and nothing else`() async throws {
        let (dana, _) = try await dana()
        let token = try await token(dana)
        #expect(try await house.accounts.identity(bearer: token) == nil)
        #expect(try await house.accounts.identity(cookieHeader: "beckon=\(token)") == nil)
        await #expect(throws: Failure.notFound) { try await house.accounts.readLink(token) }
    }

    @Test func `A recovery code counts once, however it is written`() async throws {
        let (dana, codes) = try await dana()
        let written = codes[0].lowercased().replacing("-", with: " ")
        _ = try await house.accounts.finishSignIn(token: try await token(dana), code: written)
        let state = try await house.accounts.secondFactor(of: dana.id)
        #expect(state.recoveryCodesLeft == 9)
        let again = try await token(dana)
        await #expect(throws: Failure.wrongCode) {
            try await house.accounts.finishSignIn(token: again, code: codes[0])
        }
        let renewed = try await house.accounts.renewRecoveryCodes(
            of: dana.id, password: House.password, code: codes[1])
        await #expect(throws: Failure.wrongCode) {
            try await house.accounts.finishSignIn(token: again, code: codes[2])
        }
        _ = try await house.accounts.finishSignIn(token: again, code: renewed[0])
    }

    @Test func `It is turned off with password and code, or by an admin`() async throws {
        let (dana, _) = try await dana()
        await #expect(throws: Failure.wrongPassword) {
            try await house.accounts.endSecondFactor(
                of: dana.id, password: "wrong password", code: try await code(of: dana.id))
        }
        await #expect(throws: Failure.wrongCode) {
            try await house.accounts.endSecondFactor(
                of: dana.id, password: House.password, code: "000000x")
        }
        try await house.accounts.endSecondFactor(
            of: dana.id, password: House.password, code: try await code(of: dana.id))
        _ = try await house.accounts.login(email: dana.email, password: House.password)
        #expect(try await !house.accounts.removeSecondFactor(of: dana.id))
    }

    @Test func `A link for a password does not stand for the code`() async throws {
        let (dana, _) = try await dana()
        let link = try await house.accounts.makeLink(for: dana.id)
        let step = try await house.accounts.accept(
            link.token, name: nil, password: "another good password")
        guard case .codeNeeded(let token, _) = step else {
            Issue.record("let in without a code")
            return
        }
        _ = try await house.accounts.finishSignIn(
            token: token, code: try await code(of: dana.id))
    }

    @Test func `Wrong codes are counted by account`() async throws {
        let house = House(limits: true)
        let dana = try await house.makeAdmin()
        _ = try await house.accounts.beginSecondFactor(of: dana.id, password: House.password)
        let secret = try #require(try await house.store.secondFactor(of: dana.id)).secret
        let now = TOTP.step(atSeconds: house.clock.now().milliseconds / 1_000)
        _ = try await house.accounts.confirmSecondFactor(
            of: dana.id, code: TOTP.code(secret: secret, step: now))
        try await house.test { client in
            let login = try await client.send(
                .post, "/api/v1/login",
                #"{"email":"dana@example.com","password":"\#(House.password)"}"#)
            #expect(login.headers[.setCookie] == nil)
            let token = try login.string("code_needed", "token")
            var statuses: [Int] = []
            for _ in 0..<11 {
                statuses.append(
                    try await client.send(
                        .post, "/api/v1/login/code", #"{"token":"\#(token)","code":"12345"}"#
                    ).status.code)
            }
            #expect(statuses == Array(repeating: 403, count: 10) + [429])
        }
    }
}
