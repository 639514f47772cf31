package import BeckonModel
import BeckonStore

/// Lines that the index knew and that the log no longer has.
package struct LostLines: Hashable, Sendable {
    /// Of one ticket: its numbers from the first that is lost on.
    package struct Tail: Hashable, Sendable, Comparable {
        package let number: Int
        package let numbers: ClosedRange<Seq>

        package static func < (first: Tail, second: Tail) -> Bool { first.number < second.number }
    }

    /// Up to here the log was known.
    package let known: Int64
    /// The log's last position now.
    package let end: Int64
    /// By number of the ticket.
    package let tails: [Tail]

    /// So many tickets are named in words.
    private static let named = 20

    /// Reads a whole table: only for an index that knows more than the log has.
    init(known: Int64, end: Int64, index: Connection) throws(SQLiteFailure) {
        self.known = known
        self.end = end
        var lost: [Int: ClosedRange<Seq>] = [:]
        let spans = try index.prepare(
            """
            SELECT ticket.number, span.first, span.positions FROM span
            JOIN ticket ON ticket.id = span.ticket
            """)
        try spans.each([]) { row in
            guard let number = row.integer(0), let first = row.integer(1).map({ Int($0) }),
                first.isEntryNumber,
                let positions = row.bytes(2).flatMap(SpanPositions.decode),
                let index = positions.firstIndex(where: { $0 > end })
            else { return }
            let range = first + index...first + positions.count - 1
            let known = lost[Int(number)] ?? range
            lost[Int(number)] =
                min(known.lowerBound, range.lowerBound)...max(known.upperBound, range.upperBound)
        }
        tails = lost.map { Tail(number: $0.key, numbers: $0.value) }.sorted()
    }

    package var words: String {
        let named = tails.prefix(Self.named).map { tail in
            let (first, last) = (tail.numbers.lowerBound, tail.numbers.upperBound)
            return first == last
                ? "#\(tail.number) number \(first)" : "#\(tail.number) numbers \(first) to \(last)"
        }
        let rest = tails.count - named.count
        return named.joined(separator: ", ") + (rest > 0 ? " and \(rest) tickets more" : "")
    }
}
