import BeckonHTTP
import BeckonModel
import BeckonStore
import Synchronization

/// What `/health/ready` answers. The store is asked at most once a second, since asking means writing.
final class Health: Sendable {
    private struct State {
        var phase = Readiness.starting
        var store = Readiness.ok
        var checkedAt: ContinuousClock.Instant?
        /// Since when a read has been under way.
        var readBeganAt: ContinuousClock.Instant?
    }

    private let store: any TicketStore
    private let state = Mutex(State())

    init(store: any TicketStore) { self.store = store }

    /// Reads stand still when one that needs next to nothing takes longer.
    static let readDeadline = Duration.seconds(2)

    /// Reads a little each half second, until cancelled.
    func watchReads() async {
        while !Task.isCancelled {
            state.withLock { $0.readBeganAt = .now }
            _ = try? await store.newestPosition()
            state.withLock { $0.readBeganAt = nil }
            do { try await Task.sleep(for: .milliseconds(500)) } catch { return }
        }
    }

    func enter(_ phase: Readiness) { state.withLock { $0.phase = phase } }

    func readiness() async -> Readiness {
        let now = ContinuousClock.now
        let (phase, known) = state.withLock { state -> (Readiness, Readiness?) in
            if state.phase == .ok, let began = state.readBeganAt, now - began > Self.readDeadline {
                return (.readsStalled, nil)
            }
            guard let checkedAt = state.checkedAt, now - checkedAt < .seconds(1) else {
                state.checkedAt = now
                return (state.phase, nil)
            }
            return (state.phase, state.store)
        }
        if phase != .ok { return phase }
        if let known { return known }
        let found: Readiness
        do {
            try await store.check()
            found = .ok
        } catch {
            found = .storeDown
        }
        state.withLock { $0.store = found }
        return found
    }
}
