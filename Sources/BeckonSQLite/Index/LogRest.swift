import BeckonModel
import BeckonStore
import BeckonWire

/// Lines that are read from the log to be folded.
///
/// One that cannot be read damages its own ticket and no other: where it stands is kept, so that reading the ticket meets it and says so.
struct LogRest {
    struct Unreadable: Hashable {
        let ticket: TicketID
        let seq: Seq
        let position: Int64
    }

    private(set) var generation = Tail.Generation()
    private(set) var unreadable: [Unreadable] = []
    /// The position up to which the log is read.
    private(set) var end: Int64

    init(end: Int64) { self.end = end }

    /// `seq, at, internal, body, position, ticket`.
    mutating func append(_ row: some Columns) {
        guard let position = row.integer(4) else { return }
        end = position
        if let line = try? row.line(0), let entry = try? line.decoded() {
            generation.append(
                TailItem(position: position, encoded: EncodedEntry(entry: entry, line: line)))
        } else if let ticket = row.ticket(5), let seq = row.integer(0) {
            unreadable.append(Unreadable(ticket: ticket, seq: Int(seq), position: position))
        }
    }
}

extension Collection<TailItem> {
    /// Cut wherever a number is missing: a row of spans has its numbers without a gap.
    var denseRuns: [SubSequence] {
        var runs: [SubSequence] = []
        var start = startIndex
        while start != endIndex {
            var end = index(after: start)
            var next = self[start].line.seq + 1
            while end != endIndex, self[end].line.seq == next {
                end = index(after: end)
                next += 1
            }
            runs.append(self[start..<end])
            start = end
        }
        return runs
    }
}
