import BeckonModel
import BeckonStore

extension Checker {
    /// At rest each message of a customer was answered by the follower once, with a note that names it, and nothing else was; also where one
    /// that fails follows beside it.
    mutating func checkFollowed() {
        for log in stored.logs {
            var wanted: [String: Int] = [:]
            for entry in log.entries {
                guard case .message(let message) = entry.body, message.from == .user else {
                    continue
                }
                wanted[Echo.text(entry.seq)] = 1
            }
            var written: [String: Int] = [:]
            for entry in log.entries {
                guard case .note(let note) = entry.body, note.author.id == Echo.author.id.rawValue
                else {
                    continue
                }
                written[note.text, default: 0] += 1
            }
            for text in Set(wanted.keys).union(written.keys).sorted()
            where wanted[text] != written[text] {
                fail(
                    .followed,
                    "\(name(log.ticket)) has \(written[text] ?? 0) notes for \(wanted[text] ?? 0): \(text)"
                )
            }
        }
    }

    /// The clock closes what was resolved for long enough, not before, and each ticket once; at rest nothing is left that is due by every
    /// node's clock.
    mutating func checkDeadlines(_ clocks: [Timestamp]) {
        let time = SimulatedFollowers.closing
        for log in stored.logs {
            var ticket: Ticket?
            for entry in log.entries {
                if case .status(let change) = entry.body, change.by == .clock {
                    let due = ticket?.resolvedAt?.advanced(by: time)
                    if ticket?.status != .resolved || due.map({ entry.at < $0 }) ?? true {
                        fail(
                            .deadlines,
                            "\(name(log.ticket)) #\(entry.seq) is closed before its time")
                    }
                }
                Ticket.fold(entry, into: &ticket)
            }
            guard let ticket, ticket.status == .resolved, let resolvedAt = ticket.resolvedAt,
                let now = clocks.min(), resolvedAt.advanced(by: time) <= now
            else { continue }
            fail(.deadlines, "\(name(log.ticket)) is still resolved after its time")
        }
    }
}
