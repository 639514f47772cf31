import Synchronization

/// Whether a sync failed somewhere: nothing is trusted from then on, and who listens is told, so that the process stops (promise G11).
final class FailedSync: Sendable {
    /// For one listener, who also hears of a failure from before it began to listen.
    let notices: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let hasFailed = Atomic(false)

    init() {
        (notices, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var isNoted: Bool { hasFailed.load(ordering: .acquiring) }

    func note() {
        hasFailed.store(true, ordering: .releasing)
        continuation.yield()
    }
}
