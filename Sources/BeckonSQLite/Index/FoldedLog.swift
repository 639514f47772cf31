import BeckonModel
import BeckonStore
import BeckonWire

/// One ticket's lines that are folded, one after the other, for the folder: the index tells the positions, the data has the lines.
struct FoldedLog {
    private let ticket: TicketID
    private let spans: Statement
    private let line: Statement

    init(_ ticket: TicketID, index: Connection, data: Connection) throws(SQLiteFailure) {
        self.ticket = ticket
        spans = try index.prepare(
            "SELECT first, positions FROM span WHERE ticket = ? ORDER BY first")
        line = try data.prepare("SELECT seq, at, internal, body FROM log WHERE position = ?")
    }

    /// What is no entry of this ticket comes as `damaged`.
    func each(_ body: (Entry) -> Void) throws(SQLiteFailure) {
        var places: [(seq: Seq, position: Int64)] = []
        try spans.each([.id(ticket)]) { row in
            let positions = row.bytes(1).flatMap(SpanPositions.decode) ?? []
            guard let first = row.integer(0).map({ Int($0) }), first.isEntryNumber else { return }
            for (offset, position) in positions.enumerated() {
                places.append((first + offset, position))
            }
        }
        var at = Timestamp(milliseconds: 0)
        for (seq, position) in places {
            let line = try line.first(.integer(position)) { try? $0.line(0) } ?? nil
            at = line?.at ?? at
            let entry = line.map { EncodedEntry(reading: $0, of: ticket).entry }
            let damaged = Entry(ticket: ticket, seq: seq, at: at, body: .damaged)
            body(entry?.seq == seq ? entry ?? damaged : damaged)
        }
    }
}
