import BeckonJobs
import Testing

@Suite struct BackoffTests {
    private let backoff = Backoff(first: .seconds(1), longest: .seconds(60))

    @Test func doublesWithEachFailureUpToItsBound() {
        let delays = (1...9).map { backoff.delay(after: $0, chance: 1) }
        #expect(delays == [1, 2, 4, 8, 16, 32, 60, 60, 60].map { Duration.seconds($0) })
        #expect(backoff.delay(after: 1_000_000, chance: 1) == .seconds(60))
    }

    @Test func halfOfItIsChance() {
        #expect(backoff.delay(after: 3, chance: 0) == .seconds(2))
        #expect(backoff.delay(after: 3, chance: 0.5) == .seconds(3))
    }
}
