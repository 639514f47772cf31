/// How long to wait before each further attempt.
package struct RetrySchedule: Hashable, Sendable {
    package let pauses: [Duration]

    package init(_ pauses: [Duration]) { self.pauses = pauses }

    /// That of Standard Webhooks 1.0.0: ten attempts within some 75 hours.
    package static let standardWebhooks = RetrySchedule([
        .seconds(5), .seconds(5 * 60), .seconds(30 * 60), .seconds(2 * 3600), .seconds(5 * 3600),
        .seconds(10 * 3600), .seconds(14 * 3600), .seconds(20 * 3600), .seconds(24 * 3600),
    ])

    /// After so many attempts that failed, at least one; `nil`: that was the last.
    package func pause(after attempts: Int) -> Duration? {
        pauses.indices.contains(attempts - 1) ? pauses[attempts - 1] : nil
    }
}
