import BeckonAccounts
import BeckonEngine
import BeckonHTTP
import BeckonHooks
import BeckonJobs
import BeckonModel
import BeckonRealtime
import BeckonSQLite
import BeckonStore
import BeckonTelemetry
import BeckonWire
import CTuning
import Glibc
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// The composition root: opens the store, wires everything together, serves until told to stop.
package struct Server: Sendable {
    package enum Mode: Hashable, Sendable {
        case serve
        /// Everybody is who they say they are; only on loopback.
        case demo(withSamples: Bool)
    }

    /// Who comes while so many wait to be accepted is dropped by the kernel and tries again after 1, 3, 7, … s. After a restart all come at
    /// once; Linux cuts this to its `somaxconn`.
    private static let waitingConnections = 4_096

    let settings: ServerSettings
    private let mode: Mode
    let logger: Logger
    /// Lines for the person at the terminal.
    private let say: @Sendable (String) -> Void

    package init(
        settings: ServerSettings, mode: Mode, logger: Logger,
        say: @escaping @Sendable (String) -> Void
    ) {
        self.settings = settings
        self.mode = mode
        self.logger = logger
        self.say = say
    }

    private var isDemo: Bool { mode != .serve }

    /// Returns after SIGTERM or SIGINT, when everything accepted has been finished.
    package func run() async throws {
        do {
            try await serve()
        } catch DataFailure.store(let error, _) {
            throw ServerFailure.dataNotUsable(settings.data, error)
        } catch let error as StoreError {
            throw ServerFailure.dataNotUsable(settings.data, error)
        }
    }

    private func serve() async throws {
        beckon_tune_heap()
        Observation.begin()
        let assets = try pages()
        let store = try await openStore()
        // Never shut down: timers of presence may fire until the process is gone.
        // One event loop per processor: more would only hand messages from thread to thread.
        NIOSingletons.groupLoopCountSuggestion = Processors.usable
        let group = MultiThreadedEventLoopGroup.singleton
        let clock = SystemClock()
        let (hub, tasks) = (Hub(), TaskRunner())
        let engine = Engine(
            store: store, clock: clock, publisher: hub, tasks: tasks, logger: logger)
        let outgoing = outgoingRules(group)
        let documents = Documents(
            store: store, people: store, clock: clock,
            examinations: WebhookParts.examinations(outgoing))
        let deadlines = deadlines(engine, documents)
        try await announce(documents, to: engine, hub, deadlines)
        let publicURL = settings.publicURL.flatMap { PublicURL($0) }
        let accounts = Accounts(
            store: store, clock: clock,
            cookie: SessionCookie(isSecure: publicURL?.isSecure ?? false),
            hooks: hooks(hub: hub, engine: engine))
        let limits = RateLimits(clock: clock, isOn: settings.rateLimits)
        let realtime = Realtime(
            engine: engine, hub: hub, tasks: tasks,
            authenticator: SocketAccounts(accounts: accounts, isDemo: isDemo, logger: logger),
            origins: OriginPolicy(publicURL), settings: socketSettings,
            presenceGrace: TimeAmount(settings.presenceGrace), eventLoopGroup: group,
            logger: logger, checkNewTicket: limits.checkNewTicket)
        let health = Health(store: store)
        let observation = Observation(
            store: store, engine: engine, realtime: realtime, tasks: tasks,
            passwords: accounts.passwords)
        let site = site(
            accounts, documents, realtime, health, publicURL, limits, assets, observation.sample)
        let webhooks = WebhookParts(store, documents, outgoing, group, clock, logger)
        var application = application(
            site, [webhooks.routes(limits)], realtime, group, history: store)
        application.beforeServerStarts {
            try await start(accounts, realtime, engine, clock)
            health.enter(.ok)
        }
        let services = ServiceGroup(
            configuration: configuration(
                services: [
                    StoreService(engine: engine), TaskService(tasks: tasks),
                    BackgroundService(work: StoreWatch(store: store).run),
                    BackgroundService(work: realtime.run),
                    BackgroundService(work: webhooks.runner.run),
                    BackgroundService(work: health.watchReads),
                    BackgroundService(work: SlowObservation(store: store).run),
                    BackgroundService(work: LoopWatch(group: group).run),
                    BackgroundService(
                        work: try await followers(deadlines, webhooks, store, engine).run),
                    BackgroundService(work: SessionSweep(accounts: accounts, logger: logger).run),
                    SocketService(realtime: realtime, drain: settings.drain), application,
                    ReadinessService(health: health),
                ],
                watch: SyncService(failures: store.failedSyncs, logger: logger)))
        do {
            try await services.run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw ServerFailure.portTaken(settings.port)
        }
    }

    /// What people set reaches the engine and whoever is connected, now and after each change.
    private func announce(
        _ documents: Documents, to engine: Engine, _ hub: Hub, _ deadlines: Deadlines
    ) async throws {
        documents.listen { changed, settings in
            engine.update(settings)
            hub.update(settings)
            if changed.contains(where: { $0.key.kind == Inbox.kind }) { deadlines.rulesChanged() }
            for item in changed { hub.announce(item) }
        }
        try await documents.refresh()
    }

    /// `watch` stops all others, in their order, by failing.
    private func configuration(
        services: [any Service], watch: any Service
    ) -> ServiceGroupConfiguration {
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.services.append(
            ServiceGroupConfiguration.ServiceConfiguration(
                service: watch, failureTerminationBehavior: .gracefullyShutdownGroup))
        configuration.maximumGracefulShutdownDuration = settings.drain + .seconds(5)
        return configuration
    }

    // MARK: Parts

    private func openStore() async throws -> SQLiteStore {
        let directory = try DataDirectory(path: settings.data)
        var options = SQLiteOptions()
        options.tellsCommits = logger.logLevel <= .debug
        return try await SQLiteStore.open(directory, options: options) { [logger] notice in
            logger.log(level: notice.level, "\(notice)", metadata: notice.metadata)
        }
    }

    private func outgoingRules(_ group: any EventLoopGroup) -> OutgoingRules {
        OutgoingRules(
            resolver: HostResolver(group: group), allowsPrivate: settings.webhooksAllowPrivate)
    }

    private func hooks(hub: Hub, engine: Engine) -> AccountHooks {
        AccountHooks(
            onRevoked: { sessions, person in hub.disconnect(person, sessions: Set(sessions)) },
            onMerge: { visitor, account in
                try await engine.moveTickets(of: visitor, to: account)
            })
    }

    private var trustedProxies: TrustedProxies {
        TrustedProxies(settings.trustedProxies) ?? .none
    }

    private var socketSettings: SocketSettings {
        var sockets = SocketSettings()
        sockets.isDemo = isDemo
        sockets.pingInterval = TimeAmount(settings.pingInterval)
        if settings.rateLimits {
            sockets.connectionsPerAddress = settings.socketsPerAddress
            sockets.httpConnectionsPerAddress = settings.connectionsPerAddress
        } else {
            sockets.rate = nil
        }
        sockets.totalConnections = settings.maxConnections
        sockets.writeDeadline = TimeAmount(settings.writeDeadline)
        let proxies = trustedProxies
        sockets.address = { peer, forwardedFor in
            let client = proxies.client(
                peer: ClientAddress(peer),
                forwardedFor: forwardedFor.isEmpty ? nil : forwardedFor.joined(separator: ","))
            return proxies.countedAddress(of: client)
        }
        return sockets
    }

    private func site(
        _ accounts: Accounts, _ documents: Documents, _ realtime: Realtime, _ health: Health,
        _ publicURL: PublicURL?, _ limits: RateLimits, _ assets: WebAssets,
        _ sampleMetrics: @escaping @Sendable () -> Void
    ) -> Site {
        var pages = Site.Settings()
        pages.publicURL = publicURL
        pages.isDemo = isDemo
        pages.trustedProxies = trustedProxies
        pages.metricsToken = settings.metricsToken
        var sources = Site.Sources()
        let engine = realtime.engine
        sources.isStaffOnline = { realtime.board.isOnline($0) }
        sources.isAnyStaffOnline = { realtime.hub.isStaffOnline }
        sources.isCustomerOnline = { realtime.hub.isConnected($0) }
        sources.ticketCount = { try await engine.store.ticketCount(of: $0, in: $1) }
        sources.sampleMetrics = sampleMetrics
        sources.readiness = { await health.readiness() }
        sources.shares = realtime.shares
        return Site(
            accounts: accounts, documents: documents, limits: limits, assets: assets,
            settings: pages, sources: sources)
    }

    private func pages() throws(ServerFailure) -> WebAssets {
        guard let assets = WebAssets.chosen(root: settings.webRoot) else { throw .noPages }
        if let sources = assets.sources {
            logger.notice(
                "Pages are served from their sources",
                metadata: ["directory": "\(LogText.encode(sources))"])
        }
        return assets
    }

    private func application(
        _ site: Site, _ resources: [any Resource], _ realtime: Realtime,
        _ group: MultiThreadedEventLoopGroup, history: any HistoryStore
    ) -> Application<RouterResponder<BeckonRequestContext>> {
        let tickets = TicketRoutes(
            engine: realtime.engine, realtime: realtime, limits: site.limits,
            customers: { try await site.accounts.customer($0)?.reference })
        let reports = ReportRoutes(history: history) { [engine = realtime.engine] in
            engine.settings.scope(of: $0) ?? Scope(inboxes: [])
        }
        let router = site.router(more: [tickets, reports] + resources)
        SocketRoutes(handshake: realtime.handshake).addRoutes(to: router)
        return Application(
            router: router,
            server: HTTPServerBuilder { responder in
                ServerChannel(responder: responder, realtime: realtime)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                backlog: Self.waitingConnections,
                availableConnectionsDelegate: MaximumAvailableConnections(settings.maxConnections)),
            onServerRunning: { channel in
                let base = "http://\(settings.host):\(channel.localAddress?.port ?? 0)"
                say("listening on \(base)")
                if isDemo {
                    sayAddresses(base)
                } else {
                    await saySetupLink(site.accounts, base)
                }
            },
            eventLoopGroupProvider: .shared(group), logger: logger)
    }

    /// Where to look, for the person who has just started the demo.
    private func sayAddresses(_ base: String) {
        say(
            """

              A shop with the chat box   \(base)/demo/shop
              The agents' desk           \(base)/desk?as=dana   (also: sam, kim)
              The customer's own page    \(base)/

            Ctrl-C ends it.
            """)
    }

    /// While there is no agent: the link that makes the first one.
    private func saySetupLink(_ accounts: Accounts, _ base: String) async {
        do {
            guard let token = try await accounts.makeSetupLink() else { return }
            say("setup: \(settings.publicURL ?? base)/setup?token=\(token)")
        } catch {
            logger.error("No setup link can be made", metadata: ["why": "\(error)"])
        }
    }

    // MARK: Starting

    private func start(
        _ accounts: Accounts, _ realtime: Realtime, _ engine: Engine, _ clock: SystemClock
    ) async throws {
        if isDemo {
            // The demo lets anybody in: never into data that somebody protects with a password.
            guard try await accounts.store.agents().allSatisfy({ $0.passwordHash == nil }) else {
                throw ServerFailure.realDataInDemo(settings.data)
            }
            let demo = DemoData(engine: engine, people: accounts.store, clock: clock)
            try await demo.addAgents()
            if mode == .demo(withSamples: true) { try await demo.addTickets() }
        }
        let people = accounts.store
        try await realtime.restore { staff throws(StoreError) in
            try await people.agent(staff)?.reference
        }
    }
}

extension RateLimits {
    /// For tickets that are opened over sockets.
    fileprivate func checkNewTicket(_ customer: UserID) -> Failure? {
        do throws(Failure) {
            try take(.tickets, by: customer.rawValue)
            return nil
        } catch {
            return error
        }
    }
}
