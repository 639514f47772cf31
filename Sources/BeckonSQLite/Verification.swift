import BeckonModel
package import BeckonStore
import GRDB

/// Holds the file against what it should be: SQLite's own check, the log, and the projections against a fold of the log.
struct Verification {
    /// More findings than these say nothing new.
    private static let findingLimit = 100

    private let db: Database
    private(set) var findings: [String] = []
    private var ticket: TicketID?
    private var folded: Ticket?
    private var seq = 0
    private var texts: [(row: Seq, isInternal: Bool, words: [Substring])] = []
    private var tally: [TallyKey: Int] = [:]
    private var creations = 0
    private var terms = TermSum()

    private init(_ db: Database) { self.db = db }

    static func findings(in db: Database) throws -> [String] {
        var verification = Verification(db)
        try verification.checkFile()
        try verification.checkIndex()
        try verification.checkLog()
        try verification.checkRest()
        return verification.findings
    }

    private mutating func found(_ finding: String) {
        if findings.count < Self.findingLimit { findings.append(finding) }
    }

    private mutating func checkFile() throws {
        for row in try db.rows("PRAGMA integrity_check(20)", []) {
            if let line = row.text(0), line != "ok" { found("file: \(line)") }
        }
    }

    /// After this, a walk along `entry` is a walk through the whole log.
    private mutating func checkIndex() throws {
        let missing = try count(
            """
            SELECT count(*) FROM log LEFT JOIN entry
            ON entry.ticket = log.ticket AND entry.seq = log.seq
            WHERE entry.position IS NOT log.position
            """)
        if missing > 0 { found("entry: \(missing) lines of the log are missing or elsewhere") }
        let extra = try count("SELECT (SELECT count(*) FROM entry) - (SELECT count(*) FROM log)")
        if extra + missing > 0 { found("entry: \(extra + missing) rows without a line") }
    }

    private mutating func checkLog() throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT log.seq, log.at, log.internal, log.body, log.ticket
                FROM entry CROSS JOIN log ON log.position = entry.position
                ORDER BY entry.ticket, entry.seq
                """)
        while let row = try rows.next() {
            let id = try row.requiredTicket(4)
            if id != ticket {
                try endTicket()
                ticket = id
            }
            check(try row.line(0), of: id)
        }
        try endTicket()
    }

    private mutating func check(_ line: LogLine, of id: TicketID) {
        if line.seq != seq + 1 { found("log: \(id) has \(line.seq) after \(seq)") }
        seq = line.seq
        guard let entry = try? line.decoded() else {
            return found("log: \(id) \(line.seq) cannot be decoded")
        }
        if entry.ticket != id || entry.seq != line.seq || entry.at != line.at
            || entry.body.isInternal != line.isInternal
        {
            found("log: \(id) \(line.seq) says something else than its row")
        }
        if folded == nil { folded = Ticket(first: entry) } else { folded?.evolve(entry) }
        if case .created(let created) = entry.body, created.clientID != nil { creations += 1 }
        if let text = entry.body.searchedText {
            texts.append(
                (
                    entry.seq, entry.body.isInternal,
                    SearchText.normalized(text).split(separator: " ")
                ))
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
        for text in texts {
            let row = SearchRow(
                ticket: row?.integer(TicketRow.count) ?? 0, seq: text.row,
                isInternal: text.isInternal)
            for word in Set(text.words) { terms.add(word.utf8, row: row.id) }
        }
        ticket = nil
        folded = nil
        seq = 0
        texts = []
    }

    private mutating func checkRest() throws {
        var stored: [TallyKey: Int] = [:]
        for row in try db.rows("SELECT assignee, state, tickets FROM tally", []) {
            let key = TallyKey(
                assignee: try row.requiredText(0), state: try row.requiredInteger(1))
            let tickets = try row.requiredInteger(2)
            if tickets != 0 { stored[key] = tickets }
        }
        if stored != tally { found("tally: the counts are not what the log says") }
        let tickets = try count("SELECT count(*) FROM ticket")
        if tickets != tally.values.reduce(0, +) { found("ticket: rows without a log") }
        // Two tickets of one creation would be one row; the engine keeps that from happening.
        if try count("SELECT count(*) FROM creation") != creations {
            found("creation: not as many rows as the log says")
        }
        var indexed = TermSum()
        let rows = try Row.fetchCursor(db, sql: "SELECT term, doc FROM search_terms")
        while let row = try rows.next() {
            indexed.add(try row.requiredText(0).utf8, row: Int64(try row.requiredInteger(1)))
        }
        if indexed != terms { found("search: the index does not hold the log's words") }
    }

    private func count(_ sql: String) throws -> Int {
        try db.row(sql, [])?.requiredInteger(0) ?? 0
    }
}

/// A sum over pairs of word and row that is the same in any order: two indexes are compared without holding either.
private struct TermSum: Hashable {
    private var count = 0
    private var sum: UInt64 = 0

    mutating func add(_ word: some Sequence<UInt8>, row: Int64) {
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
        try await writer.folded()
        return try await read { db in try Verification.findings(in: db) }
    }
}
