package import BeckonAccounts
package import BeckonModel
package import BeckonRealtime
import BeckonStore
package import Hummingbird

/// Everything that HTTP serves, put together: the middleware in its order and the routes of each resource.
package struct Site: Sendable {
    package struct Settings: Sendable {
        package var publicURL: PublicURL?
        package var isDemo = false
        package var trustedProxies = TrustedProxies.none
        /// What others than this machine show to read the metrics; `nil`: they cannot.
        package var metricsToken: String?
        /// From a request's head to the end of its body.
        package var bodyDeadline = Duration.seconds(30)

        package init() {}

        /// Whether browsers reach this server over TLS.
        package var isSecure: Bool { publicURL?.isSecure ?? false }
    }

    /// What only the rest of Beckon knows.
    package struct Sources: Sendable {
        package var isStaffOnline: @Sendable (StaffID) -> Bool = { _ in false }
        package var isAnyStaffOnline: @Sendable () -> Bool = { false }
        package var isCustomerOnline: @Sendable (UserID) -> Bool = { _ in false }
        package var ticketCount: @Sendable (UserID, Scope) async throws -> Int = { _, _ in 0 }
        package var sampleMetrics: @Sendable () -> Void = {}
        package var readiness: @Sendable () async -> Readiness = { .ok }
        package var shares = Shares(isRateLimited: false)

        package init() {}
    }

    package let accounts: Accounts
    package let documents: Documents
    package let limits: RateLimits
    private let assets: WebAssets
    private let settings: Settings
    private let sources: Sources

    package init(
        accounts: Accounts, documents: Documents, limits: RateLimits, assets: WebAssets,
        settings: Settings, sources: Sources
    ) {
        self.accounts = accounts
        self.documents = documents
        self.limits = limits
        self.assets = assets
        self.settings = settings
        self.sources = sources
    }

    /// `more` are further routes below `/api/v1`, where who asks is known already.
    package func router(more: [any Resource] = []) -> Router<BeckonRequestContext> {
        let router = Router(
            context: BeckonRequestContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: AccessLog(proxies: settings.trustedProxies))
        router.add(middleware: SecurityHeaders(isSecure: settings.isSecure))
        router.add(middleware: ErrorResponses(assets: assets))
        if settings.isDemo { router.add(middleware: DemoGuard()) }
        router.add(middleware: BodyCollection(deadline: settings.bodyDeadline))
        router.add(
            middleware: CrossSiteDefence(
                own: OriginPolicy(settings.publicURL), cookie: accounts.cookie))

        HealthRoutes(readiness: sources.readiness).addRoutes(to: router)
        MetricsRoutes(
            token: settings.metricsToken, proxies: settings.trustedProxies, limits: limits,
            sample: sources.sampleMetrics
        ).addRoutes(to: router)
        Pages(assets: assets, documents: documents, isDemo: settings.isDemo).addRoutes(to: router)

        // Paths are written out on their routes, from the root on.
        let api = router.group()
            .add(middleware: Authentication(accounts: accounts, isDemo: settings.isDemo))
            .add(middleware: FairShare(shares: sources.shares, proxies: settings.trustedProxies))
        for resource in resources + more { resource.addRoutes(to: api) }
        return router
    }

    private var resources: [any Resource] {
        let door = SignInDoor(accounts: accounts, limits: limits)
        return [
            ContractRoutes(), SetupRoutes(accounts: accounts, limits: limits, door: door),
            LoginRoutes(accounts: accounts, limits: limits, door: door),
            InvitationRoutes(accounts: accounts, limits: limits, door: door),
            MeRoutes(accounts: accounts, documents: documents, limits: limits),
            OwnAccountRoutes(accounts: accounts, limits: limits),
            VisitorRoutes(accounts: accounts, limits: limits),
            CustomerRoutes(
                accounts: accounts, documents: documents, limits: limits, door: door,
                isOnline: sources.isCustomerOnline, ticketCount: sources.ticketCount),
            KeyRoutes(accounts: accounts, documents: documents),
            AgentRoutes(
                accounts: accounts, isOnline: sources.isStaffOnline, isDemo: settings.isDemo,
                publicURL: settings.publicURL),
            InboxRoutes(documents: documents, isStaffOnline: sources.isAnyStaffOnline),
            DocumentRoutes(documents: documents, limits: limits),
        ]
    }
}
