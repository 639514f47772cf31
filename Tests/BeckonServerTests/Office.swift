import BeckonAccounts
import BeckonEngine
import BeckonHTTP
import BeckonModel
import BeckonStore
import BeckonWire
import Logging
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import BeckonRealtime
@testable import BeckonServer

/// The real accounts, hub and sockets, wired as the server does, on a store in memory and an event loop that stands until told to go on.
final class Office: Sendable {
    enum Ending: String, CaseIterable, Sendable {
        case logout, disabled, lowerRole
    }

    let store = InMemoryStore()
    let clock = ManualClock()
    let hub = Hub()
    let realtime: Realtime
    let accounts: HeldAccounts
    private let loop = NIOAsyncTestingEventLoop()
    private let tasks = TaskRunner()
    private let running: Task<Void, Never>

    init() async throws {
        let logger = Logger(label: "office") { _ in SwiftLogNoOpLogHandler() }
        let engine = Engine(
            store: store, clock: clock, publisher: hub, tasks: tasks, logger: logger)
        let hub = hub
        accounts = HeldAccounts(
            Accounts(
                store: store, clock: clock, cookie: SessionCookie(isSecure: false),
                passwords: Passwords(parameters: PasswordParameters(memoryKiB: 64, passes: 1)),
                hooks: AccountHooks(
                    onRevoked: { sessions, person in
                        hub.disconnect(person, sessions: Set(sessions))
                    })), logger)
        realtime = Realtime(
            engine: engine, hub: hub, tasks: tasks, authenticator: accounts,
            origins: OriginPolicy(nil), settings: SocketSettings(),
            presenceGrace: .seconds(1), eventLoopGroup: loop, logger: logger)
        let tasks = tasks
        running = Task { await tasks.run() }
    }

    func close() async {
        tasks.finish()
        await running.value
        await loop.shutdownGracefully()
        await store.close()
    }

    static let password = "correct horse battery"

    /// A supervisor, and an admin beside them, who must stay.
    func hire() async throws -> Agent {
        for (name, role) in [("Ada", Role.admin), ("Dana", .supervisor)] {
            _ = try await accounts.accounts.addAgent(
                AgentDraft(
                    name: name, email: "\(name.lowercased())@shop.example",
                    password: Self.password, role: role))
        }
        return try #require(try await store.agents().first { $0.name == "Dana" })
    }

    func login(_ agent: Agent) async throws -> Accounts.SignedIn {
        let step = try await accounts.accounts.signIn(
            email: agent.email, password: Self.password)
        guard case .done(let signedIn) = step else { throw Failure.forbidden }
        return signedIn
    }

    func socket(of agent: Agent, _ token: String) async throws -> TestSocket {
        let target = try #require(
            SocketTarget(
                path: "/ws/staff/\(agent.id)", cookie: "beckon=\(token)", isDemo: false))
        let channel = NIOAsyncTestingChannel(loop: loop)
        try await channel.connect(to: SocketAddress(unixDomainSocketPath: "/office"))
        let realtime = realtime
        try await loop.executeInContext { try realtime.addSocket(to: channel, target: target) }
        return TestSocket(channel)
    }

    func end(_ ending: Ending, _ agent: Agent, _ signedIn: Accounts.SignedIn) async throws {
        switch ending {
        case .logout: try await accounts.accounts.logout(signedIn.session)
        case .disabled:
            _ = try await accounts.accounts.changeAgent(agent.id, AgentChange(isDisabled: true))
        case .lowerRole:
            _ = try await accounts.accounts.changeAgent(agent.id, AgentChange(role: .agent))
        }
    }

    /// Until the look at this round's sessions is over.
    func settle() async {
        while realtime.isRechecking.load(ordering: .sequentiallyConsistent) { await Task.yield() }
        await loop.run()
    }

    var hasOpenSessions: Bool {
        (0..<Hub.sessionSlices).contains { !hub.openSessions(slice: $0).isEmpty }
    }

    func recheckAll() async {
        for second in 1...60 {
            await realtime.feed(round: second * 4)
            await settle()
        }
    }
}

/// The accounts as sockets ask for them; the next answer can be held back, after it was read.
final class HeldAccounts: SocketAuthenticator {
    /// One answer on its way.
    final class Hold: Sendable {
        private let arrival = AsyncStream.makeStream(of: Void.self)
        private let departure = AsyncStream.makeStream(of: Void.self)

        func reached() async { for await _ in arrival.stream { return } }
        func release() { departure.continuation.finish() }

        fileprivate func pass() async {
            arrival.continuation.finish()
            for await _ in departure.stream {}
        }
    }

    let accounts: Accounts
    private let base: SocketAccounts
    private let held = Mutex(Hold?.none)
    private let rechecked = Atomic(0)

    init(_ accounts: Accounts, _ logger: Logger) {
        self.accounts = accounts
        base = SocketAccounts(accounts: accounts, isDemo: false, logger: logger)
    }

    var rechecks: Int { rechecked.load(ordering: .relaxed) }

    func hold() -> Hold {
        let hold = Hold()
        held.withLock { $0 = hold }
        return hold
    }

    func identity(
        _ lookup: SocketTarget.Lookup, _ target: SocketTarget
    ) async throws -> Authenticated? {
        let found = try await base.identity(lookup, target)
        let hold = held.withLock { hold in
            defer { hold = nil }
            return hold
        }
        await hold?.pass()
        return found
    }

    func hasEnded(_ found: Authenticated) -> Bool { base.hasEnded(found) }

    func isCurrent(
        _ session: SessionID, _ identity: Identity, isInUse: Bool
    ) async throws -> Bool {
        rechecked.add(1, ordering: .relaxed)
        return try await base.isCurrent(session, identity, isInUse: isInUse)
    }
}

/// The page's end of a socket.
final class TestSocket: Sendable {
    private let channel: NIOAsyncTestingChannel
    private let got = Mutex([String]())

    init(_ channel: NIOAsyncTestingChannel) { self.channel = channel }

    /// Texts that came before the close.
    var texts: [String] { got.withLock { $0 } }
    var isOpen: Bool { channel.isActive }

    func firstText() async throws -> String {
        while true {
            let frame = try await next()
            if case .text(let text) = frame { return text }
        }
    }

    func closeCode() async throws -> UInt16 {
        while true {
            if case .close(let code) = try await next() { return code }
        }
    }

    /// RFC 6455, section 5.2, with a mask that changes nothing.
    func send(_ text: String) async throws {
        var bytes = ByteBuffer(bytes: [0x81, 0x80 | UInt8(text.utf8.count), 0, 0, 0, 0])
        bytes.writeString(text)
        let channel = channel
        try await channel.testingEventLoop.executeInContext { [bytes] in
            channel.pipeline.fireChannelRead(bytes)
            channel.pipeline.fireChannelReadComplete()
        }
    }

    func leave() async throws { try await channel.close() }

    private enum Frame {
        case text(String), close(UInt16), other
    }

    private func next() async throws -> Frame {
        var frame = ByteBuffer()
        while true {
            await channel.testingEventLoop.run()
            if let written = try await channel.readOutbound(as: ByteBuffer.self) {
                frame = written
                break
            }
            await Task.yield()
        }
        let first = frame.readInteger(as: UInt8.self) ?? 0
        let short = frame.readInteger(as: UInt8.self) ?? 0
        if short == 126 { _ = frame.readInteger(as: UInt16.self) }
        switch first & 0x0F {
        case 1:
            let text = String(buffer: frame)
            got.withLock { $0.append(text) }
            return .text(text)
        case 8: return .close(frame.readInteger(as: UInt16.self) ?? 1005)
        default: return .other
        }
    }
}
