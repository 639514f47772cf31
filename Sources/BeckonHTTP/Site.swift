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
        package var ticketCount: @Sendable (UserID) async throws -> Int = { _ in 0 }
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

    /// `tickets` adds the routes of tickets and commands below `/api/v1`, where who asks is known already.
    package func router(
        tickets: (RouterGroup<BeckonRequestContext>) -> Void = { _ in }
    ) -> Router<BeckonRequestContext> {
        let router = Router(
            context: BeckonRequestContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: AccessLog(clock: accounts.clock, proxies: settings.trustedProxies))
        router.add(middleware: SecurityHeaders(isSecure: settings.isSecure))
        router.add(middleware: ErrorResponses(assets: assets))
        if settings.isDemo { router.add(middleware: DemoGuard()) }
        router.add(middleware: BodyCollection(deadline: settings.bodyDeadline))
        router.add(
            middleware: CrossSiteDefence(
                own: OriginPolicy(settings.publicURL), cookie: accounts.cookie))

        HealthRoutes(readiness: sources.readiness).addRoutes(to: router)
        Pages(assets: assets, documents: documents, isDemo: settings.isDemo).addRoutes(to: router)

        let api = router.group("/api/v1")
            .add(middleware: Authentication(accounts: accounts, isDemo: settings.isDemo))
            .add(middleware: FairShare(shares: sources.shares, proxies: settings.trustedProxies))
        let door = SignInDoor(accounts: accounts, limits: limits)
        SetupRoutes(accounts: accounts, limits: limits, door: door).addRoutes(to: api)
        LoginRoutes(accounts: accounts, limits: limits, door: door).addRoutes(to: api)
        InvitationRoutes(accounts: accounts, limits: limits, door: door).addRoutes(to: api)
        MeRoutes(accounts: accounts, limits: limits).addRoutes(to: api)
        OwnAccountRoutes(accounts: accounts, limits: limits).addRoutes(to: api)
        VisitorRoutes(accounts: accounts, limits: limits).addRoutes(to: api)
        CustomerRoutes(
            accounts: accounts, limits: limits, door: door, isOnline: sources.isCustomerOnline,
            ticketCount: sources.ticketCount
        ).addRoutes(to: api)
        AgentRoutes(
            accounts: accounts, isOnline: sources.isStaffOnline, isDemo: settings.isDemo,
            publicURL: settings.publicURL
        ).addRoutes(to: api)
        InboxRoutes(documents: documents, isStaffOnline: sources.isAnyStaffOnline)
            .addRoutes(to: api)
        DocumentRoutes(documents: documents, limits: limits).addRoutes(to: api)
        tickets(api)
        return router
    }
}
