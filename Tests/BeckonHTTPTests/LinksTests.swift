import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonStore
import BeckonWire
import HTTPTypes
import HummingbirdTesting
import Testing

@Suite struct LinksTests {
    let house = House()

    private func invite() async throws -> (Agent, Accounts.Link) {
        try await house.accounts.invite(
            AgentDraft(name: "Omar", email: "omar@example.com", password: nil, role: .agent))
    }

    private func accept(
        _ token: String, name: String? = nil, password: String = House.password
    ) async throws -> Accounts.SignedIn {
        let step = try await house.accounts.accept(token, name: name, password: password)
        guard case .done(let signedIn) = step else { throw Failure.forbidden }
        return signedIn
    }

    @Test func `An invitation makes one agent, however many use it at once`() async throws {
        let (omar, link) = try await invite()
        #expect(link.kind == .invitation)
        await #expect(throws: Failure.wrongCredentials) {
            try await house.accounts.login(email: omar.email, password: House.password)
        }
        let invited = try await house.accounts.readLink(link.token)
        #expect(invited.name == "Omar" && invited.email == "omar@example.com")
        let winners = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask { (try? await accept(link.token, name: "Omar K.")) != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(winners == 1)
        #expect(house.store.sessions.count == 1)
        let signedIn = try await house.accounts.login(
            email: omar.email, password: House.password)
        #expect(signedIn.me.name == "Omar K.")
        await #expect(throws: Failure.notFound) { try await accept(link.token) }
        await #expect(throws: Failure.notFound) {
            try await house.accounts.readLink(link.token)
        }
    }

    @Test func `An invitation ends after 72 hours, a link for a password after one`()
        async throws
    {
        let (omar, invitation) = try await invite()
        house.clock.advance(by: .seconds(72 * 3_600 - 1))
        _ = try await house.accounts.readLink(invitation.token)
        house.clock.advance(by: .seconds(1))
        await #expect(throws: Failure.notFound) { try await accept(invitation.token) }
        _ = try await accept(try await house.accounts.makeLink(for: omar.id).token)
        let link = try await house.accounts.makeLink(for: omar.id)
        #expect(link.kind == .password)
        house.clock.advance(by: .seconds(3_600))
        await #expect(throws: Failure.notFound) { try await accept(link.token) }
    }

    @Test func `A new link ends the former one`() async throws {
        let (omar, first) = try await invite()
        let second = try await house.accounts.makeLink(for: omar.id)
        await #expect(throws: Failure.notFound) { try await accept(first.token) }
        _ = try await accept(second.token)
    }

    @Test func `A link for a password ends all sessions, and with another password itself`()
        async throws
    {
        let (omar, invitation) = try await invite()
        let former = try await accept(invitation.token)
        let unused = try await house.accounts.makeLink(for: omar.id)
        try await house.accounts.changePassword(
            of: omar.id, from: House.password, to: "another good password",
            keeping: former.session)
        await #expect(throws: Failure.notFound) { try await accept(unused.token) }
        let link = try await house.accounts.makeLink(for: omar.id)
        let signedIn = try await accept(link.token, password: "a third good password")
        #expect(try await house.accounts.identity(bearer: former.token) == nil)
        #expect(try await house.accounts.identity(bearer: signedIn.token) != nil)
    }

    @Test func `A weak password uses no link up`() async throws {
        let (_, link) = try await invite()
        await #expect(throws: Failure.self) { try await accept(link.token, password: "1234567890") }
        await #expect(throws: Failure.self) { try await accept(link.token, name: "a\nb") }
        _ = try await accept(link.token)
    }

    @Test func `The link of a disabled agent is none`() async throws {
        let (omar, link) = try await invite()
        _ = try await house.accounts.changeAgent(omar.id, AgentChange(isDisabled: true))
        await #expect(throws: Failure.notFound) { try await accept(link.token) }
        await #expect(throws: Failure.self) { try await house.accounts.makeLink(for: omar.id) }
    }

    @Test(arguments: [
        "", " ", "~", "omar", "omar~", "~omar", "omar~1~2~3", "omar~x~\(Tokens.make())",
        "omar~0~\(Tokens.make())", "omar~\(Tokens.make())", "omar~\(Tokens.make()) ",
        "nobody~\(Tokens.make())", String(repeating: "x", count: 10_000),
    ])
    func `What is no link of ours is told 404`(_ token: String) async throws {
        _ = try await invite()
        try await house.test { client in
            for path in ["read", "accept"] {
                let answer = try await client.send(
                    .post, "/api/v1/invitations/\(path)",
                    #"{"token":"\#(token)","password":"\#(House.password)"}"#)
                #expect(answer.status == .notFound && answer.code == "not_found")
            }
            let code = try await client.send(
                .post, "/api/v1/login/code", #"{"token":"\#(token)","code":"123456"}"#)
            #expect(code.status == .notFound && code.code == "not_found")
        }
    }

    @Test func `Only admins invite, reset, and look at others' sessions`() async throws {
        _ = try await house.makeAdmin()
        let (_, link) = try await invite()
        _ = try await accept(link.token)
        try await house.test { client in
            let omar = try await client.login("omar@example.com")
            for (method, path) in [
                (.post, ""), (.post, "/dana/link"), (.delete, "/dana/sessions"),
                (.delete, "/dana/sessions/x"), (.delete, "/dana/totp"),
            ] as [(HTTPRequest.Method, String)] {
                let refused = try await client.send(method, "/api/v1/agents" + path, cookie: omar)
                #expect(refused.status == .forbidden, "\(method) \(path)")
                let nobody = try await client.send(method, "/api/v1/agents" + path)
                #expect(nobody.status == .unauthorized, "\(method) \(path)")
            }
            let admin = try await client.login()
            let made = try await client.send(
                .post, "/api/v1/agents/omar/link", cookie: admin)
            #expect(made.status == .created)
            #expect(try made.string("link", "kind") == "password")
            let token = try made.string("link", "token")
            #expect(
                try made.string("link", "url") == "http://localhost/invite#token=\(token)")
        }
    }
}
