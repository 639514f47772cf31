import BeckonModel
import BeckonStore
import Foundation
import StoreTesting
import Synchronization
import Testing

@testable import BeckonSQLite

@Suite struct BackupTests {
    @Test("A backup holds one moment, however much is written meanwhile, and keeps nobody waiting")
    func moment() async throws {
        try await TemporaryDirectory.with { path in
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            var workload = Workload(seed: 95)
            for _ in 0..<300 { #expect(await store.appended(workload.next()) == .committed) }
            let before = try await store.newestPosition()
            // Appended while the copy is under way, from where it says how far it is: none of it may be in the backup, all of it in the data.
            let changes = (0..<20).map { _ in workload.next() }
            let written = Mutex<[AppendOutcome]>([])
            var steps = 0
            let backup = Backup(of: path, to: path + "/backup.sqlite") { _, _ in
                steps += 1
                if steps > 1 { return }
                for change in changes {
                    store.append(
                        Append(ticket: change.ticket, entries: change.entries) { outcome in
                            written.withLock { $0.append(outcome) }
                        })
                }
                while written.withLock({ $0.count }) < changes.count { usleep(100) }
            }
            #expect(try backup.run() == [])
            #expect(written.withLock { $0 }.allSatisfy { $0 == .committed })
            #expect(try await store.newestPosition() > before)
            let copy = try Connection(path: path + "/backup.sqlite", .unchanged)
            #expect(try copy.integer("SELECT max(position) FROM log") == before)
            #expect(try await store.verify() == [])
            await store.close()

            let result = try Restore(from: path + "/backup.sqlite", to: path + "/other").run()
            #expect(result == Restore.Result(lines: before, before: nil))
            let told = ToldNotices()
            let other = try await SQLiteStore.open(
                DataDirectory(path: path + "/other"), tell: told.tell)
            #expect(try await other.verify() == [])
            await other.close()
            #expect(told.all == [])
        }
    }

    @Test("What is no file is no backup: nobody waits at a pipe")
    func noFile() async throws {
        try await TemporaryDirectory.with { path in
            #expect(mkdir(path, 0o700) == 0)
            let pipe = path + "/pipe"
            #expect(mkfifo(pipe, 0o600) == 0)
            for source in [pipe, path, "/dev/null"] {
                #expect(throws: BackupFailure.notAFile(source)) {
                    try Restore(from: source, to: path + "/data").run()
                }
            }
            #expect(!FileManager.default.fileExists(atPath: path + "/data"))
        }
    }

    @Test("Damaged data is backed up as it is, and that is said")
    func damaged() async throws {
        try await TemporaryDirectory.with { path in
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            var workload = Workload(seed: 96)
            for _ in 0..<30 { #expect(await store.appended(workload.next()) == .committed) }
            await store.close()
            try Connection(path: path + "/beckon.sqlite")
                .execute("DELETE FROM log WHERE position IN (5, 6)")
            let findings = try Backup(of: path, to: path + "/backup.sqlite").run()
            #expect(
                findings.contains("log: 2 lines are missing, from position 5 to 6"), "\(findings)")
            #expect(throws: BackupFailure.self) {
                try Restore(from: path + "/backup.sqlite", to: path + "/other").run()
            }
            #expect(!FileManager.default.fileExists(atPath: path + "/other"))
        }
    }

    @Test("A data file's name may hold what means something in a URI")
    func names() async throws {
        try await TemporaryDirectory.with { parent in
            let path = parent + "/100% sure? #1"
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            var workload = Workload(seed: 97)
            #expect(await store.appended(workload.open()) == .committed)
            await store.close()
            #expect(try Backup(of: path, to: path + "/backup #2.sqlite").run() == [])
            let result = try Restore(from: path + "/backup #2.sqlite", to: path).run()
            #expect(result.lines == 3)
            #expect(result.before != nil)
        }
    }
}
