import BeckonModel
import BeckonStore
import Synchronization

/// Who a session belongs to, remembered for 5 s, so that a storm of reconnects does not reach the store. What is revoked is
/// forgotten at once; a look-up that began before a revocation is not remembered.
final class IdentityCache: Sendable {
    static let lifetime = Duration.seconds(5)

    private struct Line {
        let identity: Identity
        let person: Session.Person
        let until: Timestamp
    }

    private struct State {
        var lines: [SessionID: Line] = [:]
        var generation = 0
    }

    private let state = Mutex(State())

    /// To be given to `remember`; taken before the store is read.
    var generation: Int { state.withLock { $0.generation } }

    var count: Int { state.withLock { $0.lines.count } }

    func identity(of session: SessionID, at now: Timestamp) -> Identity? {
        state.withLock { state in
            guard let line = state.lines[session], now < line.until else { return nil }
            return line.identity
        }
    }

    func remember(
        _ identity: Identity, of session: Session, since generation: Int, at now: Timestamp
    ) {
        state.withLock { state in
            guard generation == state.generation else { return }
            if state.lines.count >= Limits.cachedIdentities {
                state.lines = state.lines.filter { now < $0.value.until }
                if state.lines.count >= Limits.cachedIdentities {
                    state.lines.removeAll(keepingCapacity: true)
                }
            }
            state.lines[session.id] = Line(
                identity: identity, person: session.person,
                until: now.advanced(by: Self.lifetime))
        }
    }

    func forget(_ sessions: [SessionID]) {
        state.withLock { state in
            state.generation += 1
            for session in sessions { state.lines[session] = nil }
        }
    }

    func forget(_ person: Session.Person) {
        state.withLock { state in
            state.generation += 1
            state.lines = state.lines.filter { $0.value.person != person }
        }
    }
}
