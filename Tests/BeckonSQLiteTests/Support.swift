import BeckonModel
import BeckonStore
import Foundation
import GRDB
import StoreTesting
import Testing

@testable import BeckonSQLite

extension SQLiteOptions {
    /// Folds only when a reader asks for it, or at the end.
    static var late: SQLiteOptions {
        var options = SQLiteOptions()
        options.foldDelay = .seconds(3600)
        return options
    }
}

extension SQLiteStore {
    /// What every projection says, however it was cut into rows (`verify` looks at spans and words).
    func projectionRows() async throws -> [String] {
        try await writer.index.folded()
        return try await read { db in
            let queries = [
                "SELECT \(TicketRow.columns) FROM ticket ORDER BY id",
                "SELECT * FROM creation ORDER BY customer, client_id",
                "SELECT * FROM tally WHERE tickets <> 0 ORDER BY assignee, state",
                "SELECT ticket, sum(count) FROM span GROUP BY ticket ORDER BY ticket",
                "SELECT * FROM folded",
            ]
            return try queries.flatMap { query in
                try db.rows(query, []).map { "\(query.prefix(20)): \($0)" }
            }
        }
    }

    /// Changes the index behind the folder's back.
    func changeIndex(_ sql: String, in path: String) throws {
        try Connection(path: path + "/beckon-index.sqlite").execute(sql)
    }

    func pragma(_ text: String) async throws {
        try await writer.write { connection throws(SQLiteFailure) in
            try connection.execute("PRAGMA \(text)")
        }
    }

    func integer(_ sql: String) async throws -> Int {
        try await read { db in try db.row(sql, [])?.requiredInteger(0) ?? 0 }
    }
}

/// What a crash would leave: the files as they are while the store is open.
func copyFiles(from path: String, to copy: String, index: Bool = true) throws {
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
    for name in ["beckon.sqlite", "beckon.sqlite-wal"] {
        try FileManager.default.copyItem(atPath: "\(path)/\(name)", toPath: "\(copy)/\(name)")
    }
    guard index else { return }
    for name in ["beckon-index.sqlite", "beckon-index.sqlite-wal"] {
        try FileManager.default.copyItem(atPath: "\(path)/\(name)", toPath: "\(copy)/\(name)")
    }
}

/// A closed store with tickets that were worked on. The first one has positions 1 to 10: it was opened, and its customer wrote seven more lines.
func workedStore(in path: String) async throws -> (first: Ticket, others: [Ticket]) {
    let store = try await SQLiteStore.open(DataDirectory(path: path))
    var workload = Workload(seed: 201)
    #expect(await store.appended(workload.open(text: "Where is it?")) == .committed)
    for number in 1...7 {
        #expect(await store.appended(workload.say("Line \(number)", on: 0)) == .committed)
    }
    let first = workload.tickets[0]
    while workload.tickets.count < 4 {
        let next = workload.next()
        if next.ticket == first.id { continue }
        #expect(await store.appended(next) == .committed)
    }
    await store.close()
    return (first, Array(workload.tickets.dropFirst()))
}
