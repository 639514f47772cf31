import BeckonModel
import Synchronization

/// One at a time for each key; the others wait for their turn, in their order.
final class Turns<Key: Hashable & Sendable>: Sendable {
    private enum Place { case now, later, refused }

    /// Those who wait behind the one whose turn it is.
    private let waiting = Mutex<[Key: [CheckedContinuation<Void, Never>]]>([:])
    private let limit: Int

    /// `limit`: how many may wait for one key, but for a few that come at the same moment.
    init(limit: Int = Limits.syncsWaiting) { self.limit = limit }

    var isEmpty: Bool { waiting.withLock { $0.isEmpty } }

    func waitingCount(_ key: Key) -> Int { waiting.withLock { $0[key]?.count ?? 0 } }

    /// `false` when too many wait; otherwise it is the caller's turn until `end`.
    func begin(_ key: Key) async -> Bool {
        let place = waiting.withLock { waiting -> Place in
            guard let others = waiting[key] else {
                waiting[key] = []
                return .now
            }
            return others.count < limit ? .later : .refused
        }
        if place != .later { return place == .now }
        await withCheckedContinuation { continuation in
            // The turn may have come since.
            let isNow = waiting.withLock { waiting in
                guard waiting[key] != nil else {
                    waiting[key] = []
                    return true
                }
                waiting[key]?.append(continuation)
                return false
            }
            if isNow { continuation.resume() }
        }
        return true
    }

    func end(_ key: Key) {
        let next = waiting.withLock { waiting -> CheckedContinuation<Void, Never>? in
            guard waiting[key]?.isEmpty == false else {
                waiting[key] = nil
                return nil
            }
            return waiting[key]?.removeFirst()
        }
        next?.resume()
    }
}
