package import BeckonAccounts
package import BeckonJobs
import BeckonModel
package import BeckonStore
import BeckonWire
package import Logging

/// Delivers what the outbox holds for webhooks.
package struct WebhookSender: OutboxSender {
    private static let gone = 410

    private let documents: Documents
    private let secrets: any SecretStore
    private let dialer: any WebhookDialing
    private let clock: any WallClock
    private let logger: Logger

    package init(
        documents: Documents, secrets: any SecretStore, dialer: any WebhookDialing,
        clock: any WallClock, logger: Logger
    ) {
        self.documents = documents
        self.secrets = secrets
        self.dialer = dialer
        self.clock = clock
        self.logger = logger
    }

    package func send(_ row: OutboxRow) async -> OutboxAttempt {
        let key = DocumentKey(Webhook.kind, DocumentID(unchecked: row.message.target))
        let settings = documents.now
        let isTest = row.message.kind == WebhookJSON.testEvent
        guard let hook = settings.document(Webhook.self, key.id), settings.offers(key),
            hook.isActive || isTest
        else { return .refused(answer(.switchedOff)) }
        guard let address = WebAddress(hook.url) else { return .refused(answer(.badAddress)) }
        let signers: [[UInt8]]
        do {
            signers = try await secrets.secrets(of: key, at: clock.now())
        } catch {
            return .failed(OutboxAnswer(at: clock.now(), problem: "store_unavailable"))
        }
        if signers.isEmpty { return .failed(answer(.noSecret)) }
        let reply = await dialer.post(request(row.message, to: address, signers))
        return await attempt(reply, key)
    }

    private func request(
        _ message: OutboxMessage, to address: WebAddress, _ secrets: [[UInt8]]
    ) -> WebhookRequest {
        let seconds = clock.now().milliseconds / 1000
        return WebhookRequest(
            address: address,
            headers: [
                "content-type": "application/json", "user-agent": "Beckon-Webhooks/1",
                "webhook-id": message.key, "webhook-timestamp": String(seconds),
                "webhook-signature": WebhookSignature.header(
                    id: message.key, timestamp: seconds, body: message.payload,
                    secrets: secrets),
            ], body: message.payload)
    }

    private func attempt(_ reply: WebhookReply, _ key: DocumentKey) async -> OutboxAttempt {
        switch reply {
        case .failed(let problem): return .failed(answer(problem))
        case .answered(let status, let text):
            let answer = OutboxAnswer(at: clock.now(), status: status, text: text)
            if (200...299).contains(status) { return .delivered(answer) }
            guard status == Self.gone else { return .failed(answer) }
            await switchOff(key)
            return .refused(answer)
        }
    }

    /// The receiver wants no more, for ever: so says the standard of this answer.
    private func switchOff(_ key: DocumentKey) async {
        do {
            try await documents.changeByServer(key, to: ["active": .bool(false)])
            logger.notice(
                "A webhook was switched off: its receiver is gone", metadata: ["id": "\(key.id)"])
        } catch {
            logger.warning(
                "A webhook whose receiver is gone could not be switched off",
                metadata: ["id": "\(key.id)", "why": "\(error)"])
        }
    }

    private func answer(_ problem: WebhookProblem) -> OutboxAnswer {
        OutboxAnswer(at: clock.now(), problem: problem.rawValue)
    }
}
