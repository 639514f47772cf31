import Foundation

/// Cuts a fold into slices with pauses between them, so that a message which arrives meanwhile waits for a slice at most, not for all that
/// has gathered: on a server with one core the scheduler would let it wait for some milliseconds.
struct FoldPace {
    private static let slice = Duration.microseconds(200)
    private static let pauseMicroseconds: useconds_t = 500

    private var began = ContinuousClock.now

    /// Sleeps when a slice is over; `isHurried` is asked only then.
    mutating func pause(unless isHurried: @autoclosure () -> Bool) {
        guard ContinuousClock.now - began >= Self.slice else { return }
        if !isHurried() { usleep(Self.pauseMicroseconds) }
        began = .now
    }
}
