import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonStore
import BeckonWire
import Testing

@Suite struct AgentsTests {
    let house = House()
    private let lastAdmin = Failure.badRequest(
        "This is the last admin. Make somebody else an admin first.")

    @Test func `Ids are short and made of the name`() async throws {
        var ids: [String] = []
        for (index, name) in ["Dana", "dana", "Zoë van Dyk", "李", "Dana"].enumerated() {
            let agent = try await house.accounts.addAgent(
                AgentDraft(name: name, email: "\(index)@example.com", password: nil, role: .agent))
            ids.append(agent.id.rawValue)
        }
        #expect(ids == ["dana", "dana-2", "zoe-van-dyk", "agent", "dana-3"])
    }

    @Test func `The last admin stays an admin, and enabled`() async throws {
        let dana = try await house.makeAdmin()
        await #expect(throws: lastAdmin) {
            try await house.accounts.changeAgent(dana.id, AgentChange(isDisabled: true))
        }
        await #expect(throws: lastAdmin) {
            try await house.accounts.changeAgent(dana.id, AgentChange(role: .supervisor))
        }
    }

    @Test func `Two admins who remove each other at once leave one`() async throws {
        let dana = try await house.makeAdmin()
        let omar = try await house.makeAdmin("Omar")
        await withTaskGroup(of: Void.self) { group in
            for id in [dana.id, omar.id] {
                group.addTask {
                    _ = try? await house.accounts.changeAgent(id, AgentChange(isDisabled: true))
                }
            }
        }
        let enabled = try await house.accounts.agents().filter { !$0.isDisabled }
        #expect(enabled.count == 1)
    }

    @Test(arguments: [
        AgentChange(isDisabled: true), AgentChange(role: .agent),
        AgentChange(password: "another good password"),
    ])
    func `Disabling, a lower role and a new password end all sessions`(
        _ change: AgentChange
    ) async throws {
        _ = try await house.makeAdmin()
        let omar = try await house.makeAdmin("Omar")
        let signedIn = try await house.accounts.login(
            email: omar.email, password: House.password)
        #expect(try await house.accounts.identity(bearer: signedIn.token) != nil)
        _ = try await house.accounts.changeAgent(omar.id, change)
        #expect(try await house.accounts.identity(bearer: signedIn.token) == nil)
        #expect(house.log.revoked == [.staff(omar.id)])
        #expect(house.log.revokedSessions == [signedIn.session])
    }

    @Test func `A new name keeps the session and is seen at once`() async throws {
        let dana = try await house.makeAdmin()
        let token = try await house.accounts.login(
            email: dana.email, password: House.password
        ).token
        _ = try await house.accounts.identity(bearer: token)
        _ = try await house.accounts.changeAgent(dana.id, AgentChange(name: "Dana K."))
        let identity = try #require(try await house.accounts.identity(bearer: token)).0
        #expect(identity.name == "Dana K.")
        #expect(house.log.revoked.isEmpty)
    }

    @Test func `A wrong password, an unknown email and a disabled agent are told the same`()
        async throws
    {
        _ = try await house.makeAdmin()
        let omar = try await house.makeAdmin("Omar")
        _ = try await house.accounts.changeAgent(omar.id, AgentChange(isDisabled: true))
        for (email, password) in [
            ("dana@example.com", "wrong password"), ("nobody@example.com", House.password),
            (omar.email, House.password),
        ] {
            await #expect(throws: Failure.wrongCredentials) {
                try await house.accounts.login(email: email, password: password)
            }
        }
    }

    @Test func `A login renews a hash of other parameters`() async throws {
        let dana = try await house.makeAdmin()
        let stronger = Accounts(
            store: house.store, clock: house.clock, cookie: SessionCookie(isSecure: false),
            passwords: Passwords(parameters: PasswordParameters(memoryKiB: 128, passes: 1)))
        _ = try await stronger.login(email: dana.email, password: House.password)
        let hash = try await house.store.agent(dana.id)?.passwordHash
        #expect(hash?.contains("m=128") == true)
    }

    @Test func `An email belongs to one agent`() async throws {
        _ = try await house.makeAdmin()
        await #expect(throws: Failure.emailTaken) {
            try await house.accounts.addAgent(
                AgentDraft(name: "X", email: "DANA@example.com", password: nil, role: .agent))
        }
    }

    @Test(arguments: [
        "short", "1234567890", "aaaaaaaaaaaa", "Password123", "x@example.com",
        String(repeating: "ab3", count: 67),
    ])
    func `Short, long and common passwords are refused`(_ password: String) {
        #expect(throws: Failure.self) {
            try AgentDraft(name: "X", email: "x@example.com", password: password, role: .agent)
        }
    }

    @Test(arguments: [
        "", "@", "a@", "@b", "a b@c.de", "a@b@c", "a@b..c", "a@-b.c", "a@b.c\r\nBcc: d@e.f",
        String(repeating: "a", count: 65) + "@b.c", "<a@b.c>",
        "a@b." + String(repeating: "c", count: 300), "a@localhost", "a@b.c?cc=d", "a@b.c&d",
        "a@b_c.de", "a@b/c.de", "a\u{202E}b@c.de", "a\u{200B}b@c.de", "a\u{A0}b@c.de",
        "a@b\u{3000}.de",
        "a\u{85}b@c.de", "a@\u{2066}b.de", "a\u{E0041}@b.de", "\u{FEFF}a@b.de",
    ])
    func `What is no email is refused`(_ email: String) {
        #expect(throws: Failure.self) {
            try AgentDraft(name: "X", email: email, password: nil, role: .agent)
        }
    }

    @Test(arguments: [
        "jörg@müller.example", "a.b+c@xn--mller-kva.example", "用户@例子.广告", "o'x?y&z@b.de",
    ])
    func `An address in any script is one`(_ email: String) throws {
        let draft = try AgentDraft(name: "X", email: email, password: nil, role: .agent)
        #expect(draft.email == email)
    }

    @Test(arguments: [
        "\u{200B}", "\u{FEFF}", "\u{E0041}", " \u{200B} \u{A0}", "\u{3164}", "\u{2800}",
        "\u{00AD}\u{2060}",
    ])
    func `A name of which nothing is seen is empty`(_ name: String) {
        #expect(throws: Failure.ticket(.invalid(field: "name", problem: .empty))) {
            try AgentDraft(name: name, email: "x@example.com", password: nil, role: .agent)
        }
    }

    @Test(arguments: ["", "  ", "a\nb", "a\u{202E}b", String(repeating: "x", count: 81)])
    func `What is no name is refused`(_ name: String) {
        #expect(throws: Failure.self) {
            try AgentDraft(name: name, email: "x@example.com", password: nil, role: .agent)
        }
    }
}
