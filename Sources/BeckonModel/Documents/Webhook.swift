/// Somebody who is told what happens, by requests of the server's.
package struct Webhook: Document {
    package var name = ""
    /// `WebAddress`.
    package var url = ""
    /// Of `WebhookEvent`.
    package var events: [String] = []
    package var isActive = true
    /// Only what happens in these; empty: in all.
    package var inboxes: [String] = []
    /// When its secret was made; empty: there is none yet. The secret itself is kept elsewhere, and shown once.
    package var secret = ""

    package init() {}

    package static let kind = "webhook"
    package static let access = DocumentAccess.holders(of: .manageWebhooks)
    package static let fields: [DocumentField<Self>] = [
        .text("name", \.name, 1...Limits.nameCharacters),
        .url("url", \.url),
        .list(
            "events", \.events, of: .choice(WebhookEvent.allCases.map(\.rawValue)),
            max: WebhookEvent.allCases.count),
        .boolean("active", \.isActive),
        .list("inboxes", \.inboxes, of: .reference(kind: Inbox.kind), max: Limits.webhookInboxes),
        .secret("secret", \.secret),
    ]

    package func check() -> [FieldError] {
        var errors: [FieldError] = []
        if name.isEmpty { errors.append(FieldError("name", .missing)) }
        if url.isEmpty { errors.append(FieldError("url", .missing)) }
        if events.isEmpty { errors.append(FieldError("events", .missing)) }
        return errors
    }

    package func wants(_ event: WebhookEvent, in inbox: DocumentID) -> Bool {
        isActive && events.contains(event.rawValue)
            && (inboxes.isEmpty || inboxes.contains(inbox.rawValue))
    }
}
