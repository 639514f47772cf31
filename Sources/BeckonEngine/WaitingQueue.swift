package import BeckonModel

/// The order in which waiting customers will be served, and how long that may take. A value; the hub keeps one.
package struct WaitingQueue: Sendable {
    package struct Place: Hashable, Sendable {
        package let ticket: TicketID
        package let customer: UserID
        package let position: Int
        package let count: Int
        package let estimateSeconds: Int?
    }

    private struct Waiting: Hashable {
        let ticket: TicketID
        let customer: UserID
        let number: Int
        let rank: Int
        let since: Timestamp
    }

    private var waiting: [TicketID: Waiting] = [:]
    /// Moments of the latest picks, oldest first.
    private var picks: [Timestamp] = []
    private static let picksKept = 20
    /// Older ones say nothing of how it goes now.
    private static let picksLast: Duration = .seconds(30 * 60)
    /// A longer wait than this is no estimate any more, but a guess.
    private static let longestEstimateSeconds = 60.0 * 60

    package init() {}

    package var count: Int { waiting.count }

    /// Takes note of a ticket's newest state. `true` when the queue changed.
    package mutating func update(_ ticket: Ticket, previousChat: Chat?) -> Bool {
        if previousChat == .waiting, ticket.chat == .live {
            picks.append(ticket.updatedAt)
            if picks.count > Self.picksKept { picks.removeFirst() }
        }
        guard ticket.chat == .waiting, let since = ticket.waitingSince else {
            return waiting.removeValue(forKey: ticket.id) != nil
        }
        let place = Waiting(
            ticket: ticket.id, customer: ticket.customer.id, number: ticket.number,
            rank: ticket.priority.rank, since: since)
        return waiting.updateValue(place, forKey: ticket.id) != place
    }

    /// All places in order: most urgent first, then longest waiting.
    package func places(at now: Timestamp) -> [Place] {
        let ordered = waiting.values.sorted {
            if $0.rank != $1.rank { return $0.rank > $1.rank }
            return ($0.since, $0.number) < ($1.since, $1.number)
        }
        let interval = secondsPerPick(at: now)
        return ordered.enumerated().map { index, one in
            Place(
                ticket: one.ticket, customer: one.customer, position: index + 1,
                count: ordered.count,
                estimateSeconds: interval.flatMap { interval in
                    let seconds = interval * Double(index + 1)
                    return seconds > Self.longestEstimateSeconds ? nil : max(30, Int(seconds))
                })
        }
    }

    /// From the latest picks; `nil` when there are too few in the last half hour.
    private func secondsPerPick(at now: Timestamp) -> Double? {
        let begin = now.advanced(by: .zero - Self.picksLast)
        let recent = picks.filter { $0 >= begin }
        guard recent.count >= 3, let first = recent.first, let last = recent.last else {
            return nil
        }
        return Double(last.milliseconds - first.milliseconds) / 1000 / Double(recent.count - 1)
    }
}
