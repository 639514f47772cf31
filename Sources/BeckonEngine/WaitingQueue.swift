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
                estimateSeconds: interval.map { max(30, Int($0 * Double(index + 1))) })
        }
    }

    /// From the latest picks; `nil` when there are too few, or none in the last half hour.
    private func secondsPerPick(at now: Timestamp) -> Double? {
        guard picks.count >= 3, let first = picks.first, let last = picks.last,
            now.milliseconds - last.milliseconds < 30 * 60_000
        else { return nil }
        return Double(last.milliseconds - first.milliseconds) / 1000 / Double(picks.count - 1)
    }
}
