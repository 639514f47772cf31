import BeckonModel
import BeckonStore
import BeckonWire

/// Whether a data file is whole by itself, without its index: SQLite's own check, a schema that is known, a log that is dense and readable.
struct DataCheck {
    /// More findings than these say nothing new.
    private static let findingLimit = 20

    private(set) var findings: [String] = []
    private var heads: [TicketID: Seq] = [:]

    static func findings(in connection: Connection) throws(SQLiteFailure) -> [String] {
        var check = DataCheck()
        try check.checkPages(in: connection)
        // Where the pages are damaged, every line of the log would say so again.
        if check.findings.isEmpty { try check.checkLog(in: connection) }
        return check.findings
    }

    private mutating func checkPages(in connection: Connection) throws(SQLiteFailure) {
        do throws(SQLiteFailure) {
            let pages = try connection.prepare("PRAGMA integrity_check(\(Self.findingLimit))")
            try pages.each([]) { row in
                if let line = row.text(0), line != "ok" { found("file: \(line)") }
            }
        } catch {
            // Some damage it names, at some it ends.
            guard error.storeError == .corrupt else { throw error }
            found("file: \(error)")
        }
    }

    private mutating func checkLog(in connection: Connection) throws(SQLiteFailure) {
        var log = LogCheck(after: 0)
        let lines = try connection.prepare(LogCheck.allSQL)
        try lines.each([]) { row in
            for damage in log.check(row) { found("log: \(damage)") }
            follow(row)
        }
    }

    private mutating func found(_ finding: String) {
        if findings.count < Self.findingLimit { findings.append(finding) }
    }

    private mutating func follow(_ row: some Columns) {
        guard let id = row.ticket(1), let seq = row.integer(2) else { return }
        let last = heads[id] ?? 0
        if !Int(seq).isNext(after: last) { found("log: \(id) has \(seq) after \(last)") }
        heads[id] = Int(seq).isEntryNumber ? Int(seq) : last + 1
    }
}
