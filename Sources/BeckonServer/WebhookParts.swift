import BeckonAccounts
import BeckonHTTP
import BeckonHooks
import BeckonJobs
import BeckonModel
import BeckonSQLite
import BeckonStore
import Logging
import NIOCore

/// What webhooks need, put together.
struct WebhookParts: Sendable {
    let outbox: Outbox
    let runner: OutboxRunner
    private let store: SQLiteStore
    private let documents: Documents
    private let clock: any WallClock

    init(
        _ store: SQLiteStore, _ documents: Documents, _ rules: OutgoingRules,
        _ group: any EventLoopGroup, _ clock: any WallClock, _ logger: Logger
    ) {
        self.store = store
        self.documents = documents
        self.clock = clock
        outbox = Outbox(.webhook, store: store, clock: clock)
        let sender = WebhookSender(
            documents: documents, secrets: store,
            dialer: WebhookDialer(rules: rules, group: group), clock: clock, logger: logger)
        runner = OutboxRunner(outbox, sender: sender, logger: logger)
    }

    /// What is wrong with a hook's address, which only somebody who looks can tell.
    static func examinations(_ rules: OutgoingRules) -> [String: Documents.Examination] {
        [Webhook.kind: { await rules.mistakes(in: $0, at: "url") }]
    }

    func follower() async throws -> WebhookFollower {
        WebhookFollower(
            documents: documents, tickets: store, outbox: outbox,
            generation: try await store.generation())
    }

    func routes(_ limits: RateLimits) -> WebhookRoutes {
        WebhookRoutes(
            documents: documents,
            secrets: WebhookSecrets(documents: documents, store: store, clock: clock),
            outbox: outbox, clock: clock, limits: limits)
    }
}
