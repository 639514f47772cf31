import BeckonModel
import Synchronization

/// From where people signed in to their accounts while this process runs. Bounded: the older half goes when there are too many.
package final class KnownAddresses: Sendable {
    private struct Pair: Hashable {
        let account: String
        let address: String
    }

    private struct State {
        var recent: Set<Pair> = []
        var former: Set<Pair> = []
    }

    private let state = Mutex(State())

    package init() {}

    package func knows(_ account: String, at address: String) -> Bool {
        let pair = Pair(account: account, address: address)
        return state.withLock { $0.recent.contains(pair) || $0.former.contains(pair) }
    }

    package func note(_ account: String, at address: String) {
        state.withLock { state in
            state.recent.insert(Pair(account: account, address: address))
            guard state.recent.count >= Limits.knownAddresses / 2 else { return }
            state.former = state.recent
            state.recent = []
        }
    }
}
