import Foundation

/// Makes pauses while much is being folded. Without them, on a server with one core, the scheduler lets a message that has just arrived wait
/// for several milliseconds until the fold is done; with them it waits for one slice at most.
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
