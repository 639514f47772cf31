/// Time since some moment, on a clock that nobody sets; handed in, so that tests own it.
package typealias SteadyTime = @Sendable () -> Duration

package enum SteadyClock {
    private static let start = ContinuousClock.now

    /// Since this process first asked.
    package static let now: SteadyTime = { start.duration(to: .now) }
}
