import Synchronization

/// Lets at most `width` callers in at a time. Those who were known before and strangers wait in lines of their own, which go on in
/// turn; in each line everybody who waits does, too, however many calls somebody has there. So a flood of strangers costs the known at
/// most one turn more, and one address cannot keep the others out.
final class FairGate: Sendable {
    struct Full: Error {}

    private typealias Waiter = CheckedContinuation<Void, any Error>

    private struct Line {
        var waiters: [String: [Waiter]] = [:]
        /// Who is next; each key that waits once.
        var order: [String] = []
        var count = 0

        mutating func add(_ waiter: Waiter, of key: String) {
            if waiters[key] == nil { order.append(key) }
            waiters[key, default: []].append(waiter)
            count += 1
        }

        mutating func takeNext() -> Waiter? {
            guard !order.isEmpty else { return nil }
            let key = order.removeFirst()
            guard let waiter = waiters[key]?.removeFirst() else { return nil }
            count -= 1
            if waiters[key]?.isEmpty == true {
                waiters[key] = nil
            } else {
                order.append(key)
            }
            return waiter
        }
    }

    private struct State {
        var inside = 0
        var known = Line()
        var strangers = Line()
        var isKnownsTurn = true
    }

    private let width: Int
    private let queue: Int
    private let state = Mutex(State())

    /// `queue`: how many may wait in each line.
    init(width: Int, queue: Int) {
        self.width = width
        self.queue = queue
    }

    var waitingCount: Int { state.withLock { $0.known.count + $0.strangers.count } }

    var load: (running: Int, known: Int, strangers: Int) {
        state.withLock { ($0.inside, $0.known.count, $0.strangers.count) }
    }

    /// Throws `Full` at once when too many wait in that line already.
    func enter<Value: Sendable>(
        _ share: HashShare, _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { (waiter: Waiter) in
            let answer = state.withLock { state in Self.queue(waiter, share, &state, self) }
            switch answer {
            case .now: waiter.resume()
            case .refused: waiter.resume(throwing: Full())
            case .later: break
            }
        }
        defer { leave() }
        return try await body()
    }

    private enum Answer {
        case now, refused, later
    }

    private static func queue(
        _ waiter: Waiter, _ share: HashShare, _ state: inout State, _ gate: FairGate
    ) -> Answer {
        if state.inside < gate.width {
            state.inside += 1
            return .now
        }
        switch share {
        case .known(let key):
            if state.known.count >= gate.queue { return .refused }
            state.known.add(waiter, of: key)
        case .stranger(let key):
            if state.strangers.count >= gate.queue { return .refused }
            state.strangers.add(waiter, of: key)
        }
        return .later
    }

    /// Hands the place on.
    private func leave() {
        let next = state.withLock { state -> Waiter? in
            let first =
                state.isKnownsTurn ? state.known.takeNext() : state.strangers.takeNext()
            let next =
                first ?? (state.isKnownsTurn ? state.strangers.takeNext() : state.known.takeNext())
            state.isKnownsTurn.toggle()
            if next == nil { state.inside -= 1 }
            return next
        }
        next?.resume()
    }
}

/// Whose share of the hashing a password takes.
package enum HashShare: Hashable, Sendable {
    /// By somebody who has signed in before, from this device or address; the key names them.
    case known(String)
    /// The key is the address.
    case stranger(String)
}
