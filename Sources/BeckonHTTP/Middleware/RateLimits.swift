import BeckonModel
package import BeckonStore
package import BeckonWire
import Synchronization

/// All token buckets. Bounded: buckets that nobody touched while 25,000 others were are forgotten, as if full again.
package final class RateLimits: Sendable {
    private struct Bucket {
        var tokens: Double
        var at: Timestamp
    }

    private struct Tables {
        var recent: [String: Bucket] = [:]
        var former: [String: Bucket] = [:]
    }

    private let clock: any WallClock
    private let isOn: Bool
    private let tables = Mutex(Tables())

    package init(clock: any WallClock, isOn: Bool = true) {
        self.clock = clock
        self.isOn = isOn
    }

    /// Takes one token, or throws `rateLimited` with the time until there is one.
    package func take(_ limit: RateLimit, by key: String) throws(Failure) {
        guard isOn else { return }
        let now = clock.now()
        let perMillisecond = Double(limit.burst) / Double(limit.period.components.seconds * 1000)
        let wait = tables.withLock { tables -> Double in
            let name = limit.key + " " + key
            var bucket =
                tables.recent[name] ?? tables.former[name]
                ?? Bucket(tokens: Double(limit.burst), at: now)
            let elapsed = Double(max(0, now.milliseconds - bucket.at.milliseconds))
            bucket.tokens = min(Double(limit.burst), bucket.tokens + elapsed * perMillisecond)
            bucket.at = now
            let isTaken = bucket.tokens >= 1
            if isTaken { bucket.tokens -= 1 }
            tables.recent[name] = bucket
            if tables.recent.count >= Limits.rateBuckets {
                tables.former = tables.recent
                tables.recent = [:]
            }
            return isTaken ? 0 : (1 - bucket.tokens) / perMillisecond
        }
        if wait > 0 { throw .rateLimited(retryAfterMilliseconds: max(1, Int(wait.rounded(.up)))) }
    }

    package var bucketCount: Int { tables.withLock { $0.recent.count + $0.former.count } }
}
