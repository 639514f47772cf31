import BeckonModel
import BeckonStore
import GRDB

/// Finds out where the tickets of one page of a search were found. The index says which lines of the log may have the words; the lines
/// themselves decide.
final class HitReader {
    private static let linesAtOnce = 64
    private static let spanSQL = """
        SELECT first, count FROM span WHERE ticket = ? AND first <= ? ORDER BY first DESC LIMIT 1
        """

    private let db: Database
    private let terms: SearchTerms
    private let isForStaff: Bool
    /// Rows of the index that have a word, by ticket, newest first.
    private var documents: [String: [Int64: [SearchRow]]] = [:]
    private var linesLeft = Limits.searchedLines

    init(_ db: Database, _ terms: SearchTerms, forStaff: Bool) {
        self.db = db
        self.terms = terms
        isForStaff = forStaff
    }

    func hits(of tickets: [Ticket]) throws -> [SearchHit] {
        var keys: [TicketID: Int64] = [:]
        for ticket in tickets {
            let row = try db.row("SELECT key FROM ticket WHERE id = ?", [.id(ticket.id)])
            keys[ticket.id] = row?.integer(0)
        }
        for word in Set(terms.words) { try findDocuments(of: word, in: Array(keys.values)) }
        let finder = HitFinder(terms, forStaff: isForStaff)
        return try tickets.compactMap { ticket in
            try finder.hit(in: ticket, customer: isForStaff ? customer(of: ticket) : nil) {
                try newest(of: ticket.id, key: keys[ticket.id] ?? 0, having: $0, $1)
            }
        }
    }

    private func findDocuments(of word: String, in keys: [Int64]) throws {
        let sql = """
            SELECT id FROM (\(SearchCandidates.documents(forStaff: isForStaff)))
            WHERE id >> \(SearchRow.ticketShift) IN (SELECT value FROM json_each(?))
            """
        let list = "[\(keys.map(String.init).joined(separator: ","))]"
        var found: [Int64: [SearchRow]] = [:]
        for row in try db.rows(sql, [.text(SearchCandidates.prefixQuery(word)), .text(list)]) {
            let document = SearchRow(id: Int64(try row.requiredInteger(0)))
            found[document.ticket, default: []].append(document)
        }
        documents[word] = found
    }

    private func newest(
        of ticket: TicketID, key: Int64, having words: [String], _ isIt: (LogLine) -> Bool
    ) throws {
        guard let first = words.first else { return }
        var rows = documents[first]?[key] ?? []
        for word in words.dropFirst() {
            let others = Set(documents[word]?[key] ?? [])
            rows.removeAll { !others.contains($0) }
        }
        var seen = Seq.max
        for row in rows where row.seq < seen {
            guard let span = try db.row(Self.spanSQL, [.id(ticket), .integer(row.seq)]) else {
                throw StoreError.corrupt
            }
            let (begin, count) = (try span.requiredInteger(0), try span.requiredInteger(1))
            guard begin.isEntryNumber, count.isEntryNumber else { throw StoreError.corrupt }
            seen = begin
            var end = begin + count
            while end > begin, linesLeft > 0 {
                var log = StoredLog(db, ticket)
                var budget = ByteBudget(.max)
                let lines = try log.last(
                    min(Self.linesAtOnce, linesLeft), in: begin..<end, &budget)
                for line in lines.reversed() {
                    linesLeft -= 1
                    if isIt(line) { return }
                }
                end = lines.first?.seq ?? begin
            }
        }
    }

    private func customer(of ticket: Ticket) throws -> Customer? {
        try db.row(SQLiteStore.customerSQL, [.text(ticket.customer.id.rawValue)])
            .map(SQLiteStore.customer)
    }
}
