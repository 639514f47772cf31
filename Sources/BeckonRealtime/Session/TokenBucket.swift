import NIOCore

/// So many at once, then so many a second.
struct TokenBucket {
    private let perSecond: Double
    private let burst: Double
    private var tokens: Double
    private var updated: NIODeadline

    init(perSecond: Double, burst: Double, at now: NIODeadline) {
        self.perSecond = perSecond
        self.burst = burst
        tokens = burst
        updated = now
    }

    mutating func take(at now: NIODeadline) -> Bool {
        let elapsed = Double((now - updated).nanoseconds) / 1e9
        updated = now
        tokens = min(burst, tokens + max(0, elapsed) * perSecond)
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
