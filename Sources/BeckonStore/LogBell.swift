import Synchronization

/// Rings when there is more in the log, for tasks that read it along. A doorbell: what it does not bring, the log still has.
package final class LogBell: Sendable {
    private struct Sleeper {
        let id: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var sleepers: [Sleeper] = []
        var next = 0
        var cancelled: Set<Int> = []
    }

    private let count = Atomic(0)
    /// How many sleep; looked at with each ring, so that one that wakes nobody takes no lock.
    private let sleeping = Atomic(0)
    private let state = Mutex(State())

    package init() {}

    /// How often it rang.
    package var rings: Int { count.load(ordering: .sequentiallyConsistent) }

    /// From any thread; with each commit.
    package func ring() {
        count.add(1, ordering: .sequentiallyConsistent)
        if sleeping.load(ordering: .sequentiallyConsistent) == 0 { return }
        let woken = state.withLock { state in
            sleeping.store(0, ordering: .sequentiallyConsistent)
            defer { state.sleepers = [] }
            return state.sleepers
        }
        for sleeper in woken { sleeper.continuation.resume() }
    }

    /// Returns once it has rung more than `rings` times, or when the task is cancelled.
    package func wait(after rings: Int) async {
        let id = state.withLock { state in
            defer { state.next += 1 }
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if !sleep(Sleeper(id: id, continuation: continuation), after: rings) {
                    continuation.resume()
                }
            }
        } onCancel: {
            wake(id)
        }
        state.withLock { _ = $0.cancelled.remove(id) }
    }

    /// `false`: there is nothing to wait for.
    private func sleep(_ sleeper: Sleeper, after rings: Int) -> Bool {
        state.withLock { state in
            // In this order: who rings between these two lines either finds a sleeper or is seen here.
            sleeping.add(1, ordering: .sequentiallyConsistent)
            guard self.rings == rings, !state.cancelled.contains(sleeper.id) else {
                sleeping.store(state.sleepers.count, ordering: .sequentiallyConsistent)
                return false
            }
            state.sleepers.append(sleeper)
            return true
        }
    }

    /// Its task was cancelled, perhaps before it slept.
    private func wake(_ id: Int) {
        let sleeper = state.withLock { state -> Sleeper? in
            state.cancelled.insert(id)
            guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else { return nil }
            sleeping.store(state.sleepers.count - 1, ordering: .sequentiallyConsistent)
            return state.sleepers.remove(at: index)
        }
        sleeper?.continuation.resume()
    }
}
