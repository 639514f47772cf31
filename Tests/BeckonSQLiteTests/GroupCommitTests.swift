import BeckonModel
import BeckonStore
import Dispatch
import StoreTesting
import Synchronization
import Testing

@testable import BeckonSQLite

@Suite struct GroupCommitTests {
    @Test(
        "Appends that come together share transactions of at most the limit", arguments: [64, 1024])
    func batches(limit: Int) async throws {
        try await TemporaryDirectory.with { path in
            var options = SQLiteOptions.late
            options.batchLimit = limit
            let told = Mutex<[Int]>([])
            let store = try await SQLiteStore.open(DataDirectory(path: path), options: options)
            var workload = Workload(seed: 61)
            let changes = (0..<201).map { _ in workload.open() }
            // The first one's `done` holds the writer up until all the others are queued.
            let gate = DispatchSemaphore(value: 0)
            await withCheckedContinuation { continuation in
                store.append(
                    Append(ticket: changes[0].ticket, entries: changes[0].entries) { _ in
                        continuation.resume()
                        _ = gate.wait(timeout: .distantFuture)
                    })
            }
            await withCheckedContinuation { continuation in
                for (index, change) in changes.enumerated().dropFirst() {
                    store.append(
                        Append(ticket: change.ticket, entries: change.entries) { outcome in
                            #expect(outcome == .committed)
                            told.withLock { $0.append(index) }
                            if index == 200 { continuation.resume() }
                        })
                }
                gate.signal()
            }
            let statistics = store.writer.statistics
            #expect(statistics.appends == 201)
            #expect(statistics.batches == 1 + (200 + limit - 1) / limit)
            await store.close()
            #expect(told.withLock { $0 } == Array(1...200))
        }
    }

    @Test("A thousand appends from as many tasks all stand, dense")
    func parallel() async throws {
        try await TemporaryDirectory.with { path in
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            var workload = Workload(seed: 62)
            let opened = (0..<100).map { _ in workload.open() }
            var said: [[(ticket: TicketID, entries: [Entry])]] = []
            for index in 0..<100 {
                said.append((0..<9).map { workload.say("line \($0)", on: index) })
            }
            for change in opened { #expect(await store.appended(change) == .committed) }
            await withTaskGroup(of: Void.self) { group in
                for change in said.joined() {
                    group.addTask {
                        // Who comes too early reads on and tries again, as the engine does.
                        while await store.appended(change) == .conflict { await Task.yield() }
                    }
                }
            }
            for change in opened {
                let log = try await store.log(of: change.ticket, after: 0, limit: 99)
                #expect(log.map(\.seq) == Array(1...12))
            }
            #expect(try await store.verify() == [])
            #expect(store.writer.statistics.batches < 1000)
            await store.close()
        }
    }
}
