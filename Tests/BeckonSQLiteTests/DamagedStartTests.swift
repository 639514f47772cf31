import BeckonModel
import BeckonStore
import Foundation
import StoreTesting
import Testing

@testable import BeckonSQLite

@Suite struct DamagedStartTests {
    /// The files of a store that was killed after so many changes, all of them folded.
    private func killed(_ path: String, _ seed: UInt64) async throws -> Workload {
        let store = try await SQLiteStore.open(DataDirectory(path: path + "/live"))
        var workload = Workload(seed: seed)
        for _ in 0..<50 { _ = await store.appended(workload.next()) }
        _ = try await store.projectionRows()
        try copyFiles(from: path + "/live", to: path)
        try FileManager.default.copyItem(
            atPath: path + "/live/beckon.lock", toPath: path + "/beckon.lock")
        await store.close()
        return workload
    }

    @Test("A log that is whole is said to be so")
    func whole() async throws {
        try await TemporaryDirectory.with { path in
            #expect(WALState(database: path + "/beckon.sqlite") == .missing)
            _ = try await killed(path, 101)
            #expect(WALState(database: path + "/beckon.sqlite") == .intact)
            #expect(WALState(database: path + "/live/beckon.sqlite") == .missing)
            try WALFile.prepare(database: path + "/live/beckon.sqlite", bytes: 1 << 20)
            #expect(WALState(database: path + "/live/beckon.sqlite") == .empty)
            let told = ToldNotices()
            let store = try await SQLiteStore.open(DataDirectory(path: path), tell: told.tell)
            #expect(try await store.verify() == [])
            await store.close()
            #expect(told.all == [], "\(told.words)")
        }
    }

    @Test(
        "What lies behind a damaged frame is noticed, whichever part of the frame it is",
        arguments: [4, 9, 17, 24, 4000])
    func frame(_ offset: Int) async throws {
        try await TemporaryDirectory.with { path in
            _ = try await killed(path, 102)
            let wal = URL(filePath: path + "/beckon.sqlite-wal")
            var data = try Data(contentsOf: wal)
            data[32 + 2 * 4120 + offset] ^= 0x10
            try data.write(to: wal)
            let state = WALState(database: path + "/beckon.sqlite")
            guard case .damaged(3, let transactions) = state else {
                Issue.record("\(state)")
                return
            }
            #expect(transactions > 30)
        }
    }

    @Test("An end that was cut off is no damage: nothing after it was acknowledged")
    func cut() async throws {
        try await TemporaryDirectory.with { path in
            _ = try await killed(path, 103)
            let wal = path + "/beckon.sqlite-wal"
            let frames = 20
            #expect(truncate(wal, off_t(32 + frames * 4120 + 1000)) == 0)
            #expect(WALState(database: path + "/beckon.sqlite") == .intact)
        }
    }

    @Test("The tickets that lost their end are named with their numbers")
    func lost() async throws {
        try await TemporaryDirectory.with { path in
            let workload = try await killed(path, 104)
            #expect(unlink(path + "/beckon.sqlite-wal") == 0)
            let told = ToldNotices()
            let store = try await SQLiteStore.open(DataDirectory(path: path), tell: told.tell)
            #expect(told.all.first == .damage(.walIsMissing))
            let lost = told.all.compactMap { notice -> LostLines? in
                if case .damage(.linesLost(let lost)) = notice { return lost }
                return nil
            }
            let tails = workload.tickets.map {
                LostLines.Tail(number: $0.number, numbers: 1...$0.seq)
            }
            #expect(lost.map(\.tails) == [tails.sorted()])
            #expect(lost.first?.end == 0)
            await store.close()
        }
    }

    @Test("Without an index, too, a log that is shorter than it was left is noticed")
    func shorter() async throws {
        try await TemporaryDirectory.with { path in
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            var workload = Workload(seed: 105)
            for _ in 0..<10 { _ = await store.appended(workload.open()) }
            await store.close()
            try Connection(path: path + "/beckon.sqlite")
                .execute("DELETE FROM log WHERE position > 27")
            #expect(unlink(path + "/beckon-index.sqlite") == 0)
            let told = ToldNotices()
            let again = try await SQLiteStore.open(DataDirectory(path: path), tell: told.tell)
            #expect(told.all == [.damage(.logIsShorter(was: 30, end: 27))])
            await again.close()
        }
    }
}
