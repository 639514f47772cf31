import BeckonAccounts
import BeckonHooks
import BeckonJobs
import BeckonModel
import BeckonStore
import BeckonWire
import Logging
import Synchronization
import Testing

/// A store in memory with an admin, hooks, an outbox and its runner, and a receiver that answers as a test wants.
struct Post: Sendable {
    let store = InMemoryStore()
    let clock = ManualClock()
    let documents: Documents
    let outbox: Outbox
    let runner: OutboxRunner
    let receiver: Receiver

    static let admin = Identity.staff(
        StaffReference(id: StaffID(unchecked: "ada"), name: "Ada"), .admin)

    init() {
        documents = Documents(store: store, people: store, clock: clock)
        outbox = Outbox(.webhook, store: store, clock: clock)
        receiver = Receiver()
        let sender = WebhookSender(
            documents: documents, secrets: store, dialer: receiver, clock: clock,
            logger: Logger(label: "test"))
        runner = OutboxRunner(outbox, sender: sender, logger: Logger(label: "test"))
    }

    func key(_ id: String) -> DocumentKey { DocumentKey("webhook", DocumentID(unchecked: id)) }

    func makeHook(_ id: String, _ more: JSONObject = [:], hasSecret: Bool = true) async throws {
        let value: JSONObject = [
            "name": .string(id), "url": .string("https://\(id).example/hook"),
            "events": .array(WebhookEvent.allCases.map { .string($0.rawValue) }),
        ]
        let replaced = JSONObject(value.members.filter { more[$0.name] == nil })
        _ = try await documents.change(
            key(id), .put(replaced + more), seen: .nothing, by: Self.admin)
        if hasSecret { _ = try await secrets.rotate(of: key(id).id, by: Self.admin) }
    }

    var secrets: WebhookSecrets {
        WebhookSecrets(documents: documents, store: store, clock: clock)
    }

    func put(_ name: String, to hook: String, kind: String = "ticket.created") async throws {
        try await outbox.put([
            OutboxMessage(
                key: name, channel: .webhook, target: hook, kind: kind, ticket: nil,
                payload: Array(name.utf8))
        ])
    }

    func rows(_ hook: String) async throws -> [OutboxRow] {
        try await store.rows(OutboxQuery(channel: .webhook, target: hook, limit: 100))
    }

    /// Lets time pass and sends what becomes due, as the runner does once a second, `step` by `step`.
    func pass(_ time: Duration, by step: Duration) async {
        let end = clock.now().advanced(by: time)
        while clock.now() < end {
            await runner.sendDue()
            clock.advance(by: step)
        }
        await runner.sendDue()
    }
}

/// What stands at the other end.
final class Receiver: WebhookDialing {
    private struct State {
        var asked: [WebhookRequest] = []
        var replies: [String: WebhookReply] = [:]
    }

    private let state = Mutex(State())

    /// From now on that host's answer.
    func answer(_ host: String, _ reply: WebhookReply) {
        state.withLock { $0.replies[host] = reply }
    }

    var asked: [WebhookRequest] { state.withLock { $0.asked } }

    func asked(_ host: String) -> [WebhookRequest] { asked.filter { $0.address.host == host } }

    func post(_ request: WebhookRequest) async -> WebhookReply {
        state.withLock { state in
            state.asked.append(request)
            return state.replies[request.address.host] ?? .answered(status: 204, text: "")
        }
    }
}
