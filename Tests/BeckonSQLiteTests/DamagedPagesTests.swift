import BeckonModel
import BeckonStore
import Foundation
import StoreTesting
import Testing

@testable import BeckonSQLite

@Suite("Damaged pages", .timeLimit(.minutes(2))) struct DamagedPagesTests {
    /// A closed store with customers on many pages, of which the first is overwritten from `offset` on, as by another program.
    private func made(_ path: String, damagedFrom offset: Int?) async throws {
        let store = try await SQLiteStore.open(DataDirectory(path: path))
        var workload = Workload(seed: 401)
        for _ in 0..<20 { #expect(await store.appended(workload.next()) == .committed) }
        for number in 0..<300 {
            try await store.insert(
                Customer(
                    id: UserID(unchecked: "u_\(number)"),
                    name: String(repeating: "x", count: 80), createdAt: Timestamp(milliseconds: 1)))
        }
        await store.close()
        guard let offset else { return }
        let data = path + "/beckon.sqlite"
        let page = try Connection(path: data, .read).integer(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'customer'")
        let file = try FileHandle(forUpdating: URL(filePath: data))
        try file.seek(toOffset: UInt64(page - 1) * 4096 + UInt64(offset))
        var random = SeededRandom(seed: 402)
        let bytes = (0..<4096 - offset).map { _ in UInt8.random(in: 0...255, using: &random) }
        try file.write(contentsOf: Data(bytes))
        try file.close()
    }

    @Test(
        "Data with a damaged page is backed up as it is, and that is said", arguments: [0, 12, 200])
    func backup(_ offset: Int) async throws {
        try await TemporaryDirectory.with { path in
            try await made(path, damagedFrom: offset)
            let copy = path + "/backup.sqlite"
            let findings = try Backup(of: path, to: copy).run()
            #expect(!findings.isEmpty && findings.allSatisfy { $0.hasPrefix("file: ") })
            let data = try Data(contentsOf: URL(filePath: path + "/beckon.sqlite"))
            let backup = try Data(contentsOf: URL(filePath: copy))
            #expect(data.count == backup.count)
            // But for what says how the file is written.
            #expect(data.dropFirst(4096) == backup.dropFirst(4096))
            #expect(throws: BackupFailure.damaged(copy, findings: findings)) {
                try Restore(from: copy, to: path + "/other").run()
            }
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            #expect(try await store.verify().contains { $0.hasPrefix("file: ") })
            await store.close()
        }
    }

    @Test("What was cut in the middle is not copied, with words that fit")
    func cut() async throws {
        try await TemporaryDirectory.with { path in
            try await made(path, damagedFrom: nil)
            let data = path + "/beckon.sqlite"
            let file = try FileHandle(forUpdating: URL(filePath: data))
            try file.write(contentsOf: Data("No database".utf8))
            try file.close()
            #expect(throws: BackupFailure.notCopied(data)) {
                try Backup(of: path, to: path + "/backup.sqlite").run()
            }
        }
    }

    @Test(
        "A start after which nobody reads that page says that it is damaged",
        arguments: [0, 12, 200])
    func start(_ offset: Int) async throws {
        try await TemporaryDirectory.with { path in
            try await made(path, damagedFrom: offset)
            // Said again at the next start.
            for _ in 0..<2 {
                let (notices, told) = AsyncStream.makeStream(of: StoreNotice.self)
                let store = try await SQLiteStore.open(DataDirectory(path: path)) { told.yield($0) }
                for await notice in notices {
                    if case .damage(.file) = notice { break }
                }
                await store.close()
            }
        }
    }
}
