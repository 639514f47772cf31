import BeckonModel
import BeckonStore

/// Messages and notes without anything between them, as nearly all that is folded is: what they change in their ticket's row, found without
/// folding each. What `Ticket.evolve` makes of them, and nothing else.
struct TextRun {
    let first: Seq
    let last: Seq
    let at: Timestamp
    /// Of the newest message; `nil` where there are only notes.
    private(set) var preview: Ticket.Preview?
    /// When staff first wrote one of them.
    private(set) var firstResponseAt: Timestamp?
    /// When the customer first wrote after staff's last message among them, or first of all.
    private(set) var unansweredSince: Timestamp?

    /// `nil` when there is another entry among them, or a number is missing.
    init?(_ items: ArraySlice<TailItem>) {
        guard let first = items.first?.encoded.line, let last = items.last?.encoded.line else {
            return nil
        }
        guard first.seq.isEntryNumber else { return nil }
        for (offset, item) in items.enumerated() {
            guard item.encoded.isText, item.encoded.line.seq == first.seq + offset else {
                return nil
            }
        }
        self.first = first.seq
        self.last = last.seq
        at = last.at
        findPreview(items)
        findFirstResponse(items)
        findUnanswered(items)
    }

    private mutating func findPreview(_ items: ArraySlice<TailItem>) {
        for item in items.reversed() {
            guard case .message(let message) = item.encoded.entry.body else { continue }
            preview = Ticket.Preview(message, at: item.encoded.line.at)
            return
        }
    }

    private mutating func findFirstResponse(_ items: ArraySlice<TailItem>) {
        for item in items {
            guard case .message(let message) = item.encoded.entry.body, message.from == .staff
            else { continue }
            firstResponseAt = item.encoded.line.at
            return
        }
    }

    private mutating func findUnanswered(_ items: ArraySlice<TailItem>) {
        for item in items {
            guard case .message(let message) = item.encoded.entry.body else { continue }
            switch message.from {
            case .staff: unansweredSince = nil
            case .user: unansweredSince = unansweredSince ?? item.encoded.line.at
            }
        }
    }
}
