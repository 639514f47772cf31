import NIOCore
import Synchronization

/// A token bucket that is one number: the moment at which everything taken so far will have been refilled (the generic cell rate algorithm). So
/// taking a token is one atomic compare-and-exchange, from any thread, without a lock.
struct Allowance: ~Copyable, Sendable {
    private let nanosecondsEach: UInt64
    private let burst: UInt64
    private let settledAt = Atomic<UInt64>(0)

    /// `atOnce` tokens, and `perSecond` more each second.
    init(perSecond: Int, atOnce: Int) {
        nanosecondsEach = 1_000_000_000 / UInt64(perSecond)
        burst = nanosecondsEach * UInt64(atOnce)
    }

    /// `nil` when there were that many; else the time until there are, and nothing was taken.
    func take(_ count: Int, at now: NIODeadline) -> TimeAmount? {
        let now = now.uptimeNanoseconds
        var settled = settledAt.load(ordering: .relaxed)
        while true {
            let next = max(settled, now) + nanosecondsEach * UInt64(count)
            // What is more than ever fits is let through when nothing else was taken.
            if next > now + burst, settled > now {
                return .nanoseconds(Int64(clamping: min(next - now - burst, settled - now)))
            }
            let (isTaken, found) = settledAt.compareExchange(
                expected: settled, desired: next, ordering: .relaxed)
            if isTaken { return nil }
            settled = found
        }
    }

    /// Takes what was used already, also when it was not there: who comes next waits for it.
    func charge(_ count: Int, at now: NIODeadline) {
        if count <= 0 { return }
        var settled = settledAt.load(ordering: .relaxed)
        while true {
            let next = max(settled, now.uptimeNanoseconds) + nanosecondsEach * UInt64(count)
            let (isTaken, found) = settledAt.compareExchange(
                expected: settled, desired: next, ordering: .relaxed)
            if isTaken { return }
            settled = found
        }
    }

    /// As if nothing had ever been taken.
    func isFull(at now: NIODeadline) -> Bool {
        settledAt.load(ordering: .relaxed) <= now.uptimeNanoseconds
    }
}
