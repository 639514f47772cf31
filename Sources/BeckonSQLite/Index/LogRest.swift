import BeckonModel
import BeckonStore
import BeckonTelemetry
import BeckonWire

/// Lines that are read from the log to be folded. One that cannot be read damages its own ticket and no other.
struct LogRest {
    private(set) var generation = Tail.Generation()
    /// The position up to which the log is read.
    private(set) var end: Int64

    init(end: Int64) { self.end = end }

    /// `seq, at, internal, body, position, ticket`.
    mutating func append(_ row: some Columns) {
        guard let position = row.integer(4), LogPosition.all.contains(position) else { return }
        end = position
        // Of what has no place in a ticket nothing can be said; `LogCheck` tells of it.
        guard let line = try? row.line(0), let ticket = row.ticket(5) else {
            metrics.damagedLines.add(1, "fold")
            return
        }
        let encoded = encoded(line, of: ticket)
        if encoded.entry.body == .damaged { metrics.damagedLines.add(1, "fold") }
        guard encoded.line.seq.isEntryNumber else { return }
        generation.append(TailItem(position: position, encoded: encoded))
    }
}

extension LogRest {
    /// Of two numbers that differ, the one beside the entry holds where it comes next, else the entry's own.
    private func encoded(_ line: LogLine, of ticket: TicketID) -> EncodedEntry {
        let own = EncodedEntry(reading: line, of: ticket)
        if own.line.seq == line.seq { return own }
        guard line.seq.isNext(after: generation.items[ticket]?.last?.line.seq ?? 0) else {
            return own
        }
        return EncodedEntry(Entry(ticket: ticket, seq: line.seq, at: line.at, body: .damaged))
    }
}

extension ArraySlice<TailItem> {
    /// Without those whose number is not above all before: a log that was damaged may have one twice.
    var rising: Self {
        var last = 0
        let isRising = allSatisfy { item in
            defer { last = item.line.seq }
            return item.line.seq > last
        }
        if isRising { return self }
        last = 0
        return filter { item in
            guard item.line.seq > last else { return false }
            last = item.line.seq
            return true
        }[...]
    }
}

extension Collection<TailItem> {
    /// Cut wherever a number is missing: a row of spans has its numbers without a gap.
    var denseRuns: [SubSequence] {
        var runs: [SubSequence] = []
        var start = startIndex
        while start != endIndex {
            var end = index(after: start)
            var last = self[start].line.seq
            while end != endIndex, self[end].line.seq.isNext(after: last) {
                last = self[end].line.seq
                end = index(after: end)
            }
            runs.append(self[start..<end])
            start = end
        }
        return runs
    }
}
