import BeckonModel
package import BeckonStore

/// Where things are put down that must leave the house. Putting down is all that anybody waits for; `OutboxRunner` sends.
package final class Outbox: Sendable {
    package let store: any OutboxStore
    package let channel: OutboxChannel
    let clock: any WallClock
    /// Rung when there may be something to send; for the runner.
    let rings: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    package init(_ channel: OutboxChannel, store: any OutboxStore, clock: any WallClock) {
        self.channel = channel
        self.store = store
        self.clock = clock
        (rings, bell) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// What was put down under its key before is left as it is. Stored when this returns.
    package func put(_ messages: [OutboxMessage]) async throws(StoreError) {
        let count = try await store.enqueue(messages, at: clock.now(), limit: Limits.outboxWaiting)
        if count > 0 { ring() }
    }

    /// `nil`: that target has no such message.
    package func sendAgain(
        _ id: Int, of target: String
    ) async throws(StoreError) -> OutboxRow? {
        let row = try await store.sendAgain(id, of: target, channel, at: clock.now())
        if row != nil { ring() }
        return row
    }

    func ring() { bell.yield() }
}
