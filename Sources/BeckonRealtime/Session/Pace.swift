import BeckonTelemetry
import NIOCore

/// The allowance of one socket, before that of its person is asked.
final class Pace: Sendable {
    private let allowance: Allowance

    init(_ rate: (perSecond: Int, atOnce: Int)) {
        allowance = Allowance(perSecond: rate.perSecond, atOnce: rate.atOnce)
    }

    /// `nil`, or the time after which a frame is taken.
    func take(at now: NIODeadline) -> TimeAmount? {
        let wait = allowance.take(1, at: now)
        if wait != nil { metrics.rateLimited.add(1, "socket-frames") }
        return wait
    }
}
