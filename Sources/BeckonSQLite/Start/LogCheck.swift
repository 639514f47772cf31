package import BeckonModel
import BeckonStore
import BeckonWire

/// Something in the log that cannot be as it was written.
package enum LogDamage: Hashable, Sendable, CustomStringConvertible {
    /// No line is ever given this position.
    case misplaced(position: Int64)
    /// Positions are given without a gap, and never taken back.
    case missing(ClosedRange<Int64>)
    case unreadable(position: Int64, ticket: TicketID?, seq: Int64?)
    /// Its row and its text differ.
    case different(position: Int64, ticket: TicketID?, seq: Int64?)

    package var description: String {
        switch self {
        case .misplaced(let position): "a line stands at position \(position), where none can"
        case .missing(let range) where range.count == 1:
            "the line at position \(range.lowerBound) is missing"
        case .missing(let range):
            "\(range.count) lines are missing, from position \(range.lowerBound) to \(range.upperBound)"
        case .unreadable(let position, let ticket, let seq):
            "the line at position \(position)\(Self.place(ticket, seq)) cannot be read"
        case .different(let position, let ticket, let seq):
            "the line at position \(position)\(Self.place(ticket, seq)) says something else than its row"
        }
    }

    private static func place(_ ticket: TicketID?, _ seq: Int64?) -> String {
        guard let ticket, let seq else { return "" }
        return " (number \(seq) of ticket \(ticket))"
    }
}

extension Entry {
    /// Whether it is what stands beside it in the log.
    func fits(_ line: LogLine, of ticket: TicketID) -> Bool {
        self.ticket == ticket && seq == line.seq && at == line.at
            && body.isInternal == line.isInternal
    }
}

/// Looks at lines of the log, one after the other in the order of their positions.
struct LogCheck {
    /// What `check` reads.
    static let columns = "position, ticket, seq, at, internal, body"
    static let allSQL = "SELECT \(columns) FROM log ORDER BY position"
    /// Those after a position, at most so many.
    static let someSQL = "SELECT \(columns) FROM log WHERE position > ? ORDER BY position LIMIT ?"
    /// Some of those that `someSQL` does not come to.
    static let misplacedSQL = """
        SELECT \(columns) FROM (SELECT \(columns) FROM log WHERE position < \(LogPosition.all.lowerBound) LIMIT 20)
        UNION ALL
        SELECT \(columns) FROM (SELECT \(columns) FROM log WHERE position > \(LogPosition.all.upperBound) LIMIT 20)
        """

    /// Of the line before.
    private(set) var position: Int64

    init(after position: Int64) { self.position = position }

    mutating func check(_ row: some Columns) -> [LogDamage] {
        guard let next = row.integer(0) else { return [] }
        guard LogPosition.all.contains(next) else { return [.misplaced(position: next)] }
        var damages: [LogDamage] = []
        if next > position + 1 { damages.append(.missing(position + 1...next - 1)) }
        position = next
        let ticket = row.ticket(1)
        let seq = row.integer(2)
        guard let line = try? row.line(2), let entry = try? line.decoded() else {
            return damages + [.unreadable(position: next, ticket: ticket, seq: seq)]
        }
        if ticket.map({ entry.fits(line, of: $0) }) != true {
            damages.append(.different(position: next, ticket: ticket, seq: seq))
        }
        return damages
    }
}
