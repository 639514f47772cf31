package import BeckonAccounts
package import BeckonJobs
import BeckonModel
package import BeckonStore
import BeckonWire
import Crypto

/// Puts down for each webhook what it wants to know of what happened. A hook is told of what comes after it was made: it is found among the
/// settings of that moment, not before.
package struct WebhookFollower: Follower {
    package let name = "webhooks"
    package let beginning = FollowerBeginning.next

    private let documents: Documents
    private let tickets: any TicketStore
    private let outbox: Outbox
    private let generation: String

    package init(
        documents: Documents, tickets: any TicketStore, outbox: Outbox, generation: String
    ) {
        self.documents = documents
        self.tickets = tickets
        self.outbox = outbox
        self.generation = generation
    }

    package func handle(_ batch: [FollowedEntry]) async throws {
        let hooks = documents.now.webhooks
        if hooks.isEmpty { return }
        var messages: [OutboxMessage] = []
        var records: [TicketID: TicketRecord] = [:]
        for followed in batch {
            guard let event = WebhookEvent(followed.entry.body) else { continue }
            guard hooks.contains(where: { $0.hook.events.contains(event.rawValue) }) else {
                continue
            }
            if records[followed.ticket] == nil {
                records[followed.ticket] = try await tickets.ticket(followed.ticket)
            }
            guard let record = records[followed.ticket] else { continue }
            let payload = WebhookJSON.encode(
                event, at: followed.entry.at, entry: followed.line.bytes, ticket: record.ticket,
                marks: record.marks)
            for (id, hook) in hooks where hook.wants(event, in: record.ticket.place.inbox) {
                messages.append(
                    OutboxMessage(
                        key: key(id, followed), channel: .webhook, target: id.rawValue,
                        kind: event.rawValue, ticket: followed.ticket, payload: payload))
            }
        }
        try await outbox.put(messages)
    }

    /// The same for the same entry of the same data, however often it is put down.
    private func key(_ hook: DocumentID, _ followed: FollowedEntry) -> String {
        let name = "\(generation)/\(hook)/\(followed.ticket)/\(followed.seq)"
        let digest = SHA256.hash(data: Array(name.utf8))
        return "msg_"
            + digest.prefix(16).map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined()
    }
}

extension Settings {
    /// Those that are told of something.
    fileprivate var webhooks: [(id: DocumentID, hook: Webhook)] {
        items(of: Webhook.kind).compactMap { item in
            guard !item.isArchived, let hook = document(Webhook.self, item.key.id), hook.isActive
            else { return nil }
            return (item.key.id, hook)
        }
    }
}
