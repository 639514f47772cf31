/// How long to wait before the next try: twice as long after each failure, up to a bound. Half of it is chance, so that what failed together
/// does not come back together.
package struct Backoff: Hashable, Sendable {
    package let first: Duration
    package let longest: Duration

    package init(first: Duration = .seconds(1), longest: Duration = .seconds(300)) {
        self.first = first
        self.longest = longest
    }

    /// `failures` in a row, at least one; `chance` from 0 to 1.
    package func delay(after failures: Int, chance: Double) -> Duration {
        var whole = first
        for _ in 1..<max(failures, 1) where whole < longest { whole *= 2 }
        return min(whole, longest) * (0.5 + chance / 2)
    }
}
