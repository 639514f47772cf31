import BeckonModel
import BeckonStore
import Synchronization

/// Who a session belongs to, remembered for 5 s, so that a storm of reconnects does not reach the store. What is revoked is
/// forgotten at once; a look-up that began before somebody's rights ended is not remembered, and whoever acts on one can ask
/// whether that was so.
final class IdentityCache: Sendable {
    static let lifetime = Duration.seconds(5)

    private struct Line {
        let identity: Identity
        let person: Session.Person
        let until: Timestamp
    }

    private struct State {
        var lines: [SessionID: Line] = [:]
        /// Counts what ended.
        var generation = 0
        /// The count at which something of that person ended last.
        var ended: [Session.Person: Int] = [:]
        /// Of what ended up to here it is not known any more whose it was.
        var forgottenUpTo = 0

        func hasEnded(_ person: Session.Person, since generation: Int) -> Bool {
            generation < forgottenUpTo || ended[person, default: 0] > generation
        }

        mutating func end(_ person: Session.Person) {
            if ended.count >= Limits.endedPeople {
                ended.removeAll(keepingCapacity: true)
                forgottenUpTo = generation
            }
            generation += 1
            ended[person] = generation
        }
    }

    private let state = Mutex(State())

    /// To be given to `remember` and `hasEnded`; taken before the store is read.
    var generation: Int { state.withLock { $0.generation } }

    /// Whether a session or a right of that person ended after that moment. `true` also when that is not known any more.
    func hasEnded(_ person: Session.Person, since generation: Int) -> Bool {
        state.withLock { $0.hasEnded(person, since: generation) }
    }

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
            guard !state.hasEnded(session.person, since: generation) else { return }
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

    func forget(_ sessions: [SessionID], of person: Session.Person) {
        state.withLock { state in
            state.end(person)
            for session in sessions { state.lines[session] = nil }
        }
    }

    func forget(_ person: Session.Person) {
        state.withLock { state in
            state.end(person)
            state.lines = state.lines.filter { $0.value.person != person }
        }
    }
}
