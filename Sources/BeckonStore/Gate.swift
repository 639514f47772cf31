import Synchronization

/// Lets at most `width` callers in at a time and at most `queue` wait, first come, first served. Width 1 makes one caller's
/// read, check and write a whole, also across its suspensions.
package final class Gate: Sendable {
    package struct Full: Error {}

    private struct State {
        var inside = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private enum Turn {
        case now, refused, later
    }

    private let width: Int
    private let queue: Int
    private let state = Mutex(State())

    package init(width: Int, queue: Int) {
        self.width = width
        self.queue = queue
    }

    /// Throws `Full` at once when too many wait already.
    package func enter<Value: Sendable>(
        _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        switch takePlace() {
        case .now: break
        case .refused: throw Full()
        case .later: await waitForTurn()
        }
        defer { leave() }
        return try await body()
    }

    private func takePlace() -> Turn {
        state.withLock { state in
            if state.inside < width {
                state.inside += 1
                return .now
            }
            return state.waiting.count < queue ? .later : .refused
        }
    }

    /// Somebody may have left since `takePlace`: look again before queueing. Between the two a few more than `queue` may line up.
    private func waitForTurn() async {
        await withCheckedContinuation { continuation in
            let goesNow = state.withLock { state in
                if state.inside < width {
                    state.inside += 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if goesNow { continuation.resume() }
        }
    }

    /// Hands the place on to the one who waits longest.
    private func leave() {
        let next = state.withLock { state in
            if state.waiting.isEmpty {
                state.inside -= 1
                return CheckedContinuation<Void, Never>?.none
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
