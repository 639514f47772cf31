import BeckonModel
import BeckonStore
import BeckonWire
import Foundation
import GRDB
import StoreTesting
import Synchronization
import Testing

@testable import BeckonSQLite

/// What a store told, from any thread.
final class ToldNotices: Sendable {
    private let notices = Mutex<[StoreNotice]>([])

    var all: [StoreNotice] { notices.withLock { $0 } }
    var words: String { all.map(\.description).joined(separator: "\n") }

    func tell(_ notice: StoreNotice) { notices.withLock { $0.append(notice) } }
}

@Suite struct SchemaTests {
    private func text(_ path: String, _ sql: String) throws -> [String] {
        let connection = try Connection(path: path, .read)
        var found: [String] = []
        try connection.prepare(sql).each([]) { row in found.append(row.text(0) ?? "") }
        return found
    }

    /// A file as the first version left it: its log, and the projections that stood in the same file then.
    private func makeFirst(_ path: String, _ changes: [(ticket: TicketID, entries: [Entry])]) throws
    {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let database = try DatabaseQueue(path: path + "/beckon.sqlite")
        try Schema.migrate(database, to: "1")
        try database.write { db in
            try db.execute(sql: "CREATE TABLE ticket(id BLOB); CREATE TABLE tally(state INTEGER)")
            for entry in changes.flatMap(\.entries) {
                let line = LogLine(encoding: entry)
                try db.execute(
                    sql: "INSERT INTO log(ticket, seq, at, internal, body) VALUES (?, ?, ?, ?, ?)",
                    arguments: [
                        Data(entry.ticket.bytes), line.seq, line.at.milliseconds,
                        line.isInternal ? 1 : 0, Data(line.bytes),
                    ])
            }
        }
        try database.close()
    }

    @Test("A file of the first version is migrated after a backup of it was made")
    func older() async throws {
        try await TemporaryDirectory.with { path in
            var workload = Workload(seed: 91)
            let changes = (0..<20).map { _ in workload.next() }
            try makeFirst(path, changes)
            let told = ToldNotices()
            let store = try await SQLiteStore.open(DataDirectory(path: path), tell: told.tell)
            #expect(try await store.allPages(TicketQuery()).count == workload.tickets.count)
            #expect(try await store.verify() == [])
            await store.close()

            let names = try FileManager.default.contentsOfDirectory(atPath: path)
            let backups = names.filter { $0.hasPrefix("beckon-schema-1-") }
            let backup = try #require(backups.first)
            #expect(backups.count == 1 && backup.hasSuffix(".sqlite"))
            #expect(OwnFile.looseMode("\(path)/\(backup)") == nil)
            let versions = "SELECT identifier FROM grdb_migrations ORDER BY rowid"
            #expect(try text("\(path)/\(backup)", versions) == ["1"])
            let lines = changes.flatMap(\.entries).count
            #expect(try text("\(path)/\(backup)", "SELECT count(*) FROM log") == ["\(lines)"])
            #expect(try text("\(path)/\(backup)", "SELECT count(*) FROM tally") == ["0"])
            #expect(try text(path + "/beckon.sqlite", versions) == Schema.versions)
            let newest = Schema.newest
            // The file was made without Beckon, so its mode is told of as well.
            #expect(told.all.last == .migrating(from: "1", to: newest, backup: backup))

            // Once is enough.
            let again = ToldNotices()
            await (try SQLiteStore.open(DataDirectory(path: path), tell: again.tell)).close()
            #expect(again.all == [])
        }
    }

    @Test("Where no backup can be made nothing is migrated")
    func withoutBackup() async throws {
        try await TemporaryDirectory.with { path in
            var workload = Workload(seed: 92)
            try makeFirst(path, [workload.open()])
            let directory = try DataDirectory(path: path)
            let date = Date(timeIntervalSince1970: 0)
            let name = "beckon-schema-1-1970-01-01T000000Z.sqlite"
            try Data("taken".utf8).write(to: URL(filePath: "\(path)/\(name)"))
            let start = try DataStart(directory, at: date) { _ in }
            #expect(throws: DataFailure.self) { try start.prepare(SQLiteOptions()) }
            let versions = "SELECT identifier FROM grdb_migrations"
            #expect(try text(path + "/beckon.sqlite", versions) == ["1"])
        }
    }

    @Test(
        "A version that is not known is refused, also where it stands in the log beside the data only"
    )
    func newer() async throws {
        try await TemporaryDirectory.with { path in
            var workload = Workload(seed: 93)
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            #expect(await store.appended(workload.open()) == .committed)
            _ = try await store.writer.write { connection throws(SQLiteFailure) in
                try connection.execute("INSERT INTO grdb_migrations VALUES ('7'), ('31')")
            }
            try copyFiles(from: path, to: path + "/killed")
            await store.close()
            for copy in [path, path + "/killed"] {
                let known = Schema.newest
                let refusal = DataFailure.newer(path: copy, found: "31", known: known)
                await #expect(throws: refusal) {
                    try await SQLiteStore.open(DataDirectory(path: copy))
                }
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: path + "/killed")
            #expect(!names.contains("beckon.sqlite-shm"))
        }
    }
}
