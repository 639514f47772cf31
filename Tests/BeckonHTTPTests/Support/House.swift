import BeckonAccounts
import BeckonHTTP
import BeckonModel
import BeckonStore
import BeckonWire
import Hummingbird
import HummingbirdTesting
import Logging
import Synchronization

/// A site with people in memory, and what its hooks were told.
final class House: Sendable {
    let store = MemoryPeople()
    let clock = ManualClock()
    let accounts: Accounts
    let documents: Documents
    let limits: RateLimits
    let settings: Site.Settings
    let log = HookLog()

    static let password = "correct horse battery"
    static let files = [
        "portal/index.html": "<p>portal</p>", "portal/enter.html": "<p>enter</p>",
        "desk/index.html": "<p>desk</p>",
        "setup/index.html": "<p>setup</p>", "widget/widget.js": "loader()",
        "widget/frame.html": "<p>frame</p>", "demo/shop.html": "<p>shop</p>",
        "shared/base.css": "p{}", "assets/desk-ABC234.js": "desk()",
        "shared/not-found.html": "<p>no</p>", "widget/frame.js": "frame()",
        "shared/icon.svg": "<svg/>",
    ]

    init(
        limits isLimited: Bool = false, passwords: Passwords = .cheap,
        _ change: (inout Site.Settings) -> Void = { _ in }
    ) {
        var settings = Site.Settings()
        change(&settings)
        self.settings = settings
        limits = RateLimits(clock: clock, isOn: isLimited)
        documents = Documents(store: InMemoryStore(), people: store, clock: clock)
        accounts = Accounts(
            store: store, clock: clock, cookie: SessionCookie(isSecure: settings.isSecure),
            passwords: passwords,
            hooks: AccountHooks(
                onRevoked: { [log] sessions, person in log.revoked(sessions, person) },
                onMerge: { [log] from, to in try log.merged(from, to) }))
    }

    func application(assets: WebAssets = .files(files)) -> some ApplicationProtocol {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let site = Site(
            accounts: accounts, documents: documents, limits: limits, assets: assets,
            settings: settings, sources: Site.Sources())
        let router = site.router(more: [
            TestRoutes(), ReportRoutes(history: InMemoryStore()) { _ in .everything },
        ])
        return Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            logger: logger)
    }

    /// Runs requests against the router, without a socket.
    func test<Value>(
        _ body: @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        try await application().test(.router, body)
    }

    func makeAdmin(_ name: String = "Dana") async throws -> Agent {
        try await accounts.addAgent(
            AgentDraft(
                name: name, email: "\(name.lowercased())@example.com", password: Self.password,
                role: .admin))
    }
}

/// What no real route does.
private struct TestRoutes: Resource {
    static let routes: [Route<Self>] = [
        Route(
            .get, "/api/v1/boom", "boom", "Fails", for: .everyone,
            use: { _ in { _, _ in throw Boom() } }),
        Route(
            .post, "/api/v1/echo", "echo", "Repeats", for: .everyone,
            body: .fields(.required("text", .text)),
            use: { _ in
                { _, context in
                    let text = try context.body.string("text")
                    return .json { $0.field("text", text) }
                }
            }),
    ]
}

extension Accounts {
    struct CodeNeeded: Error {
        let token: String
    }

    /// Signs in who has no second factor; of others the token is thrown.
    func login(
        email: String, password: String, visit: Visit = Visit()
    ) async throws -> SignedIn {
        switch try await signIn(email: email, password: password, visit: visit) {
        case .done(let signedIn): return signedIn
        case .codeNeeded(let token, _): throw CodeNeeded(token: token)
        }
    }
}

struct Boom: Error, CustomStringConvertible {
    var description: String { "table people at /var/secret" }
}

extension Passwords {
    /// Little work, for tests that are about something else.
    static var cheap: Passwords {
        Passwords(parameters: PasswordParameters(memoryKiB: 64, passes: 1))
    }
}

final class HookLog: Sendable {
    struct Refused: Error {}

    private struct State {
        var revoked: [Session.Person] = []
        var revokedSessions: [SessionID] = []
        var merges: [String] = []
        var refusesMerge = false
    }

    private let state = Mutex(State())

    var revoked: [Session.Person] { state.withLock { $0.revoked } }
    var revokedSessions: [SessionID] { state.withLock { $0.revokedSessions } }
    var merges: [String] { state.withLock { $0.merges } }
    func refuseMerge() { state.withLock { $0.refusesMerge = true } }

    func revoked(_ sessions: [SessionID], _ person: Session.Person) {
        state.withLock { state in
            state.revoked.append(person)
            state.revokedSessions += sessions
        }
    }

    func merged(_ from: UserID, _ to: CustomerReference) throws {
        try state.withLock { state in
            if state.refusesMerge { throw Refused() }
            state.merges.append("\(from) → \(to.id)")
        }
    }
}
