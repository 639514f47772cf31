import BeckonModel
import BeckonStore
import BeckonWire
import Foundation
import StoreTesting
import Testing

@testable import BeckonSQLite

@Suite("The fold goes in slices", .timeLimit(.minutes(5)))
struct FoldSliceTests {
    @Test("Whatever the slices, the rows are the same", arguments: [1, 3, 40])
    func sameRows(slice: Int) async throws {
        let whole = try await rows(slice: .max)
        let sliced = try await rows(slice: slice)
        #expect(sliced == whole)
    }

    private func rows(slice: Int) async throws -> [String] {
        try await TemporaryDirectory.with { path in
            var options = SQLiteOptions.late
            options.foldSlice = slice
            let store = try await SQLiteStore.open(DataDirectory(path: path), options: options)
            var workload = Workload(seed: 81)
            for _ in 0..<200 { _ = await store.appended(workload.next()) }
            let rows = try await store.projectionRows()
            let findings = try await store.verify()
            #expect(findings == [])
            await store.close()
            return rows
        }
    }

    @Test("A kill between slices leaves rows beyond the position; folded again, nothing changes")
    func killedBetweenSlices() async throws {
        try await TemporaryDirectory.with { path in
            var options = SQLiteOptions.late
            options.foldSlice = 2
            let store = try await SQLiteStore.open(DataDirectory(path: path), options: options)
            var workload = Workload(seed: 82)
            for _ in 0..<60 { _ = await store.appended(workload.next()) }
            _ = try await store.projectionRows()
            let (position, digest) = try await store.read { db in
                let row = try db.row("SELECT position, digest FROM folded", [])
                return (row?.integer(0) ?? 0, row?.integer(1) ?? 0)
            }
            for _ in 0..<60 { _ = await store.appended(workload.next()) }
            let rows = try await store.projectionRows()
            await store.close()
            try Connection(path: path + "/beckon-index.sqlite")
                .execute("UPDATE folded SET position = \(position), digest = \(digest)")
            let again = try await SQLiteStore.open(DataDirectory(path: path), options: options)
            let foldedAgain = try await again.projectionRows()
            let findings = try await again.verify()
            await again.close()
            #expect(foldedAgain == rows)
            #expect(findings == [])
        }
    }

    @Test("Slices are small, in order and all of it, also where one ticket has most")
    func slices() throws {
        var generation = Tail.Generation()
        var workload = Workload(seed: 83)
        for _ in 0..<3 { append(workload.open(), to: &generation) }
        for number in 0..<500 { append(workload.say("m\(number)", on: 0), to: &generation) }
        let slices = generation.slices(of: 16)
        #expect(slices.count >= generation.weight / 17)
        #expect(slices.allSatisfy { slice in slice.map(\.items.count).reduce(0, +) <= 16 })
        var seen: [TicketID: [Seq]] = [:]
        for (ticket, items) in slices.joined() {
            seen[ticket, default: []] += items.map(\.line.seq)
        }
        #expect(seen == generation.items.mapValues { $0.map(\.line.seq) })
        for slice in slices { generation.remove(slice) }
        #expect(generation.items.isEmpty)
        #expect(generation.count == 0)
        #expect(generation.weight == 0)
    }

    @Test("An append that waits for room goes on after a slice, not after all that has gathered")
    func roomAfterASlice() async throws {
        let tail = Tail()
        var workload = Workload(seed: 84)
        var position: Int64 = 0
        for _ in 0..<20 {
            let items = Self.items(workload.open(), after: &position)
            _ = tail.commit(items)
        }
        let generation = try #require(tail.beginFold())
        let slices = generation.slices(of: 5)
        let hasRoom = await withCheckedContinuation { continuation in
            let writer = Thread {
                continuation.resume(returning: tail.waitForRoom(generation.weight))
            }
            writer.start()
            // Once it waits, or has gone on already.
            while !tail.isAwaited, tail.isFull(generation.weight) {}
            tail.folded(slices[0])
        }
        #expect(hasRoom)
        #expect(tail.hasUnfolded)
        #expect(!tail.isFolded)
    }

    private static func items(
        _ change: (ticket: TicketID, entries: [Entry]), after position: inout Int64
    ) -> [TailItem] {
        change.entries.map { entry in
            position += 1
            return TailItem(position: position, encoded: EncodedEntry(entry))
        }
    }

    private func append(
        _ change: (ticket: TicketID, entries: [Entry]), to generation: inout Tail.Generation
    ) {
        var position = Int64(generation.count)
        for item in Self.items(change, after: &position) { generation.append(item) }
    }
}
