package import BeckonStore

/// Knows one way out of the house.
package protocol OutboxSender: Sendable {
    /// Tries once, in bounded time.
    func send(_ row: OutboxRow) async -> OutboxAttempt
}

package enum OutboxAttempt: Hashable, Sendable {
    case delivered(OutboxAnswer)
    /// Later it may work.
    case failed(OutboxAnswer)
    /// It will not: nobody tries again by themselves.
    case refused(OutboxAnswer)
}
