import BeckonModel
package import BeckonStore
import BeckonTelemetry
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
        /// Turns that were promised, by limit, key and asker.
        var turns: [String: Timestamp] = [:]

        mutating func bucket(_ limit: RateLimit, _ name: String, at now: Timestamp) -> Bucket {
            var bucket =
                recent[name] ?? former[name] ?? Bucket(tokens: Double(limit.burst), at: now)
            let elapsed = Double(max(0, now.milliseconds - bucket.at.milliseconds))
            bucket.tokens = min(
                Double(limit.burst), bucket.tokens + elapsed * limit.perMillisecond)
            bucket.at = now
            return bucket
        }

        mutating func keep(_ bucket: Bucket, _ name: String) {
            recent[name] = bucket
            if recent.count >= Limits.rateBuckets {
                former = recent
                recent = [:]
            }
        }
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
        let wait = tables.withLock { tables -> Double in
            let name = limit.key + " " + key
            var bucket = tables.bucket(limit, name, at: now)
            let isTaken = bucket.tokens >= 1
            if isTaken { bucket.tokens -= 1 }
            tables.keep(bucket, name)
            return isTaken ? 0 : (1 - bucket.tokens) / limit.perMillisecond
        }
        if wait > 0 { throw refused(limit, Int(wait.rounded(.up))) }
    }

    /// Like `take`, for a bucket that many people share (an account's logins, say), where one who asks all the time must not starve the others.
    /// Whoever is refused is promised the next token that nobody else was promised, and is told when that will be. Each asker can hold one
    /// promise at a time, and it expires after 15 minutes.
    package func takeTurn(
        _ limit: RateLimit, by key: String, asker: String
    ) throws(Failure) {
        guard isOn else { return }
        let now = clock.now()
        let wait = tables.withLock { tables -> Int64 in
            let name = limit.key + " " + key
            let turn = name + " " + asker
            if let due = tables.turns[turn] {
                if now < due { return due.milliseconds - now.milliseconds }
                tables.turns[turn] = nil
                if now < due.advanced(by: Self.turnLifetime) { return 0 }
            }
            var bucket = tables.bucket(limit, name, at: now)
            bucket.tokens -= 1
            defer { tables.keep(bucket, name) }
            if bucket.tokens >= 0 { return 0 }
            let wait = Int64((-bucket.tokens / limit.perMillisecond).rounded(.up))
            if tables.turns.count >= Limits.promisedTurns {
                tables.turns = tables.turns.filter {
                    now < $0.value.advanced(by: Self.turnLifetime)
                }
            }
            if tables.turns.count < Limits.promisedTurns {
                tables.turns[turn] = now.advanced(by: .milliseconds(wait))
            } else {
                bucket.tokens += 1
            }
            return wait
        }
        if wait > 0 { throw refused(limit, Int(wait)) }
    }

    private func refused(_ limit: RateLimit, _ milliseconds: Int) -> Failure {
        metrics.rateLimited.add(1, limit.key)
        return .rateLimited(retryAfterMilliseconds: max(1, milliseconds))
    }

    private static let turnLifetime = Duration.seconds(15 * 60)

    package var bucketCount: Int { tables.withLock { $0.recent.count + $0.former.count } }
}

extension RateLimit {
    fileprivate var perMillisecond: Double {
        Double(burst) / Double(period.components.seconds * 1000)
    }
}
