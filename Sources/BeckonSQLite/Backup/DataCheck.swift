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
        let pages = try connection.prepare("PRAGMA integrity_check(20)")
        try pages.each([]) { row in
            if let line = row.text(0), line != "ok" { check.found("file: \(line)") }
        }
        // Where the pages are damaged, every line of the log would say so again.
        if !check.findings.isEmpty { return check.findings }
        var log = LogCheck(after: 0)
        let lines = try connection.prepare(LogCheck.allSQL)
        try lines.each([]) { row in
            for damage in log.check(row) { check.found("log: \(damage)") }
            check.follow(row)
        }
        return check.findings
    }

    private mutating func found(_ finding: String) {
        if findings.count < Self.findingLimit { findings.append(finding) }
    }

    private mutating func follow(_ row: some Columns) {
        guard let id = row.ticket(1), let seq = row.integer(2) else { return }
        let last = heads[id] ?? 0
        if Int(seq) != last + 1 { found("log: \(id) has \(seq) after \(last)") }
        heads[id] = Int(seq)
    }
}
