package import BeckonAccounts
package import BeckonJobs
import BeckonModel
package import BeckonStore
import BeckonWire
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// What can be done with webhooks besides setting them: their secrets, and what was delivered.
package struct WebhookRoutes: Resource {
    private let documents: Documents
    private let secrets: WebhookSecrets
    private let outbox: Outbox
    private let clock: any WallClock
    private let limits: RateLimits

    package init(
        documents: Documents, secrets: WebhookSecrets, outbox: Outbox, clock: any WallClock,
        limits: RateLimits
    ) {
        self.documents = documents
        self.secrets = secrets
        self.outbox = outbox
        self.clock = clock
        self.limits = limits
    }

    package static let routes: [Route<Self>] = [
        Route(
            .post, "/api/v1/webhooks/\(.webhook)/secret", "rotate_webhook_secret",
            "A new secret for a webhook; the former one signs for a day more",
            for: .right(.manageWebhooks),
            answers: .created(
                .required("secret", .text, "Shown this once."),
                .optional("former_until", .time, "When there was one before.")),
            use: rotate),
        Route(
            .post, "/api/v1/webhooks/\(.webhook)/test", "test_webhook",
            "Send a test to a webhook", for: .right(.manageWebhooks),
            answers: .created(OutboxRow.schema),
            use: test),
        Route(
            .get, "/api/v1/webhooks/\(.webhook)/deliveries", "list_deliveries",
            "What a webhook was sent, and what it answered", for: .right(.manageWebhooks),
            query: [state, before, limit],
            answers: .ok(
                .required("deliveries", .array(OutboxRow.schema), "Newest first."),
                .optional("next", .number, "For `before`, when there are more.")), use: list),
        Route(
            .post, "/api/v1/webhooks/\(.webhook)/deliveries/\(.delivery)/resend",
            "resend_delivery", "Send a delivery again, under the same id",
            for: .right(.manageWebhooks),
            answers: .ok(OutboxRow.schema), use: resend),
    ]

    private static let state = QueryParameter<OutboxState>.choice(
        "state", "Only those in this state.")
    private static let before = QueryParameter<Int>.integer(
        "before", 1...Int.max, "Only deliveries with a lower `id`.")
    private static let limit = QueryParameter<Int>.integer(
        "limit", 1...Limits.deliveryRows, "At most so many; \(Limits.deliveryRows) unless named.")

    @Sendable private func rotate(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        let id = try hook(context)
        let identity = try context.requireIdentity()
        try limits.take(.commands, by: identity.limitKey)
        let made = try await secrets.rotate(of: id, by: identity)
        audit("Webhook's secret made", id, context)
        return .json(.created) { json in
            json.field("secret", made.text)
            if let until = made.formerUntil { json.field("former_until", until) }
        }
    }

    @Sendable private func test(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        let id = try hook(context)
        try limits.take(.commands, by: try context.requireIdentity().limitKey)
        let key = "msg_test_" + UUID().uuidString.lowercased()
        try await outbox.put([
            OutboxMessage(
                key: key, channel: outbox.channel, target: id.rawValue,
                kind: WebhookJSON.testEvent, ticket: nil,
                payload: WebhookJSON.encodeTest(at: clock.now()))
        ])
        audit("Webhook tested", id, context)
        let newest = OutboxQuery(
            channel: outbox.channel, target: id.rawValue, limit: Limits.deliveryRows)
        let row = try await outbox.store.rows(newest).first { $0.message.key == key }
        guard let row else { throw Failure.storeUnavailable }
        return .json(.created) { row.write(into: &$0) }
    }

    @Sendable private func list(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        let id = try hook(context)
        let limit = try context.query.read(Self.limit) ?? Limits.deliveryRows
        let rows = try await outbox.store.rows(
            OutboxQuery(
                channel: outbox.channel, target: id.rawValue,
                state: try context.query.read(Self.state),
                before: try context.query.read(Self.before), limit: limit + 1))
        return .json { json in
            json.array("deliveries", rows.prefix(limit)) { json, row in
                json.object { row.write(into: &$0) }
            }
            if rows.count > limit { json.field("next", rows[limit - 1].id) }
        }
    }

    @Sendable private func resend(
        _ request: Request, _ context: BeckonRequestContext
    ) async throws -> Response {
        let id = try hook(context)
        try limits.take(.commands, by: try context.requireIdentity().limitKey)
        guard let number = Int(context.text(.delivery)),
            let row = try await outbox.sendAgain(number, of: id.rawValue)
        else { throw Failure.notFound }
        audit("Webhook's delivery sent again: \(number)", id, context)
        return .json { row.write(into: &$0) }
    }

    /// Archived ones too: what they were sent can still be looked at.
    private func hook(_ context: BeckonRequestContext) throws(Failure) -> DocumentID {
        guard let id = DocumentID(context.text(.webhook)),
            documents.now[DocumentKey(Webhook.kind, id)] != nil
        else { throw .notFound }
        return id
    }

    private func audit(_ what: String, _ id: DocumentID, _ context: BeckonRequestContext) {
        context.logger.notice(
            "\(what)", metadata: ["webhook": "\(id)", "by": "\(context.actor.description)"])
    }
}

extension PathParameter {
    fileprivate static let webhook = PathParameter("id", .personID, "The `id` of a webhook.")
    fileprivate static let delivery = PathParameter(
        "delivery", .text(max: 20), "The `id` of a delivery.")
}

extension OutboxRow {
    fileprivate static let schema = Schema.named(
        "Delivery",
        .object([
            .required("id", .number, "Rises with each."),
            .required("message_id", .text, "The `webhook-id` that the receiver sees."),
            .required("event", .text), .optional("ticket_id", .ticketID),
            .required("state", .choice(of: OutboxState.self)), .required("attempts", .number),
            .required("created_at", .time),
            .optional("next_attempt_at", .time, "While it waits."),
            .optional("ended_at", .time, "When it was delivered, or given up."),
            .optional(
                "answer",
                .object([
                    .required("at", .time),
                    .optional("status", .number, "Where the receiver answered."),
                    .optional("problem", .text, "Where it did not."), .required("text", .text),
                ]), "What the last attempt came to."),
        ]))

    fileprivate func write(into json: inout JSONWriter) {
        json.field("id", id)
        json.field("message_id", message.key)
        json.field("event", message.kind)
        if let ticket = message.ticket { json.field("ticket_id", ticket) }
        json.field("state", state.rawValue)
        json.field("attempts", attempts)
        json.field("created_at", createdAt)
        if state == .waiting { json.field("next_attempt_at", due) }
        if let endedAt { json.field("ended_at", endedAt) }
        guard let answer else { return }
        json.object("answer") { json in
            json.field("at", answer.at)
            if let status = answer.status { json.field("status", status) }
            json.field("problem", answer.problem)
            json.field("text", answer.text)
        }
    }
}
