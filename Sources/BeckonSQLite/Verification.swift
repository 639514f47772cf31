import BeckonModel
package import BeckonStore
import GRDB

/// Holds the files against what they should be: SQLite's own check, the log, and the index against a fold of the log.
struct Verification {
    /// More findings than these say nothing new.
    private static let findingLimit = 100

    private let db: Database
    private(set) var findings: [String] = []
    private var ticket: TicketID?
    private var folded: Ticket?
    private var seq = 0
    private var words: [Bool: Set<Substring>] = [:]
    private var tally: [TallyKey: Int] = [:]
    private var creations = 0
    private var terms = TermSum()

    private init(_ db: Database) { self.db = db }

    static func findings(in db: Database) throws -> [String] {
        var verification = Verification(db)
        try verification.checkFile()
        try verification.checkLog()
        try verification.checkRest()
        return verification.findings
    }

    private mutating func found(_ finding: String) {
        if findings.count < Self.findingLimit { findings.append(finding) }
    }

    private mutating func checkFile() throws {
        do {
            for row in try db.rows("PRAGMA integrity_check(20)", []) {
                if let line = row.text(0), line != "ok" { found("file: \(line)") }
            }
        } catch  where StoreError(reading: error) == .corrupt {
            // Some damage it names, at some it ends.
            found("file: \(error)")
        }
    }

    private mutating func checkLog() throws {
        let rows = try Row.fetchCursor(
            db, sql: "SELECT ticket, first, count, positions FROM span ORDER BY ticket, first")
        var lines = 0
        while let row = try rows.next() {
            let id = try row.requiredTicket(0)
            if id != ticket {
                try endTicket()
                ticket = id
            }
            guard let positions = row.bytes(3).flatMap(SpanPositions.decode),
                positions.count == (try row.requiredInteger(2)),
                try row.requiredInteger(1).isNext(after: seq)
            else {
                found("span: \(id) from \(try row.requiredInteger(1)) does not fit")
                continue
            }
            for position in positions { try check(position, of: id) }
            lines += positions.count
        }
        try endTicket()
        let stored = try count("SELECT count(*) FROM data.log")
        if stored != lines { found("span: \(lines) lines of \(stored) in the log are known") }
    }

    private mutating func check(_ position: Int64, of id: TicketID) throws {
        let sql = "SELECT seq, at, internal, body, ticket FROM data.log WHERE position = ?"
        guard let row = try db.row(sql, [.integer(position)]), row.ticket(4) == id else {
            return found("span: \(id) has no line at \(position)")
        }
        check(try row.line(0), of: id)
    }

    private mutating func check(_ line: LogLine, of id: TicketID) {
        if !line.seq.isNext(after: seq) { found("log: \(id) has \(line.seq) after \(seq)") }
        // The index tells which number it is.
        seq += 1
        let decoded = try? line.decoded()
        if decoded == nil { found("log: \(id) \(line.seq) cannot be decoded") }
        if let decoded, !decoded.fits(line, of: id) {
            found("log: \(id) \(line.seq) says something else than its row")
        }
        let entry = EncodedEntry(reading: line, of: id).entry
        Ticket.fold(entry, into: &folded)
        if case .created(let created) = entry.body, created.clientID != nil { creations += 1 }
        if let text = entry.body.searchedText {
            words[entry.body.isInternal, default: []]
                .formUnion(SearchText.normalized(text).split(separator: " "))
        }
    }

    private mutating func endTicket() throws {
        guard let id = ticket else { return }
        let sql = "SELECT \(TicketRow.columns), key FROM ticket WHERE id = ?"
        let row = try db.row(sql, [.id(id)])
        let stored = try row.map { try TicketRow.ticket($0) }
        if folded?.seq != seq { found("log: \(id) cannot be folded beyond \(folded?.seq ?? 0)") }
        if stored != folded?.projected { found("ticket: \(id) is not what its log says") }
        if let folded { tally[TallyKey(folded), default: 0] += 1 }
        for (isInternal, words) in words {
            let key = row?.integer(TicketRow.count) ?? 0
            for word in words { terms.add(word.utf8, ticket: key, isInternal: isInternal) }
        }
        ticket = nil
        folded = nil
        seq = 0
        words = [:]
    }

    private static let tallySQL = "SELECT assignee, inbox, team, state, tickets FROM tally"

    private mutating func checkRest() throws {
        var stored: [TallyKey: Int] = [:]
        for row in try db.rows(Self.tallySQL, []) {
            let key = TallyKey(
                assignee: try row.requiredText(0), inbox: try row.requiredText(1),
                team: try row.requiredText(2), state: try row.requiredInteger(3))
            let tickets = try row.requiredInteger(4)
            if tickets != 0 { stored[key] = tickets }
        }
        if stored != tally { found("tally: the counts are not what the log says") }
        let tickets = try count("SELECT count(*) FROM ticket")
        if tickets != tally.values.reduce(0, +) { found("ticket: rows without a log") }
        // Two tickets of one creation would be one row; the engine keeps that from happening.
        if try count("SELECT count(*) FROM creation") != creations {
            found("creation: not as many rows as the log says")
        }
        if try searchedTerms() != terms {
            found("search: the index does not hold the log's words")
        }
    }

    /// A word may stand in several rows of a ticket; it counts once for customers and once for notes.
    private func searchedTerms() throws -> TermSum {
        var sum = TermSum()
        var last = (word: "", tickets: [Int64](repeating: -1, count: 2))
        let rows = try Row.fetchCursor(
            db, sql: "SELECT term, doc FROM search_terms ORDER BY term, doc")
        while let row = try rows.next() {
            let word = try row.requiredText(0)
            let document = SearchRow(id: Int64(try row.requiredInteger(1)))
            let kind = document.isInternal ? 1 : 0
            if word != last.word { last = (word, [-1, -1]) }
            if last.tickets[kind] == document.ticket { continue }
            last.tickets[kind] = document.ticket
            sum.add(word.utf8, ticket: document.ticket, isInternal: document.isInternal)
        }
        return sum
    }

    private func count(_ sql: String) throws -> Int {
        try db.row(sql, [])?.requiredInteger(0) ?? 0
    }
}

/// A sum over pairs of word and row that is the same in any order: two indexes are compared without holding either.
private struct TermSum: Hashable {
    private var count = 0
    private var sum: UInt64 = 0

    mutating func add(_ word: some Sequence<UInt8>, ticket: Int64, isInternal: Bool) {
        let row = ticket << 1 | (isInternal ? 1 : 0)
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ UInt64(bitPattern: row)) &* 0x9E37_79B9_7F4A_7C15
        count += 1
        sum &+= hash ^ hash >> 29
    }
}

extension SQLiteStore {
    /// For `beckon doctor`: what is wrong, one line each; nothing when all is well.
    package func verify() async throws(StoreError) -> [String] {
        try await writer.index.folded()
        return try await read { db in try Verification.findings(in: db) }
    }
}
