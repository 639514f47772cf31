package import BeckonModel
package import BeckonStore
import BeckonWire
import Foundation

/// Makes the secrets with which webhooks are signed. The document says when that was, so that it stands in the audit trail; nothing says the secret again.
package struct WebhookSecrets: Sendable {
    package struct Made: Hashable, Sendable {
        /// In the form of Standard Webhooks 1.0.0: `whsec_` and base64.
        package let text: String
        /// Until then the former one signs, too; `nil`: there was none.
        package let formerUntil: Timestamp?
    }

    private static let bytes = 32

    private let documents: Documents
    private let store: any SecretStore
    private let clock: any WallClock

    package init(documents: Documents, store: any SecretStore, clock: any WallClock) {
        self.documents = documents
        self.store = store
        self.clock = clock
    }

    package func rotate(of hook: DocumentID, by identity: Identity) async throws -> Made {
        let key = DocumentKey(Webhook.kind, hook)
        guard documents.now.offers(key) else { throw Failure.notFound }
        let now = clock.now()
        let former = try await store.secrets(of: key, at: now)
        let until = now.advanced(by: .seconds(Limits.formerSecretHours * 3600))
        let secret = Tokens.randomBytes(count: Self.bytes)
        try await store.rotateSecret(of: key, to: secret, at: now, formerUntil: until)
        _ = try await documents.change(
            key, .set(["secret": .string(now.rfc3339)]), seen: .anything, by: identity)
        return Made(
            text: "whsec_" + Data(secret).base64EncodedString(),
            formerUntil: former.isEmpty ? nil : until)
    }
}
