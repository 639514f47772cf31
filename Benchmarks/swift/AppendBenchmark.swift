import BeckonModel
import BeckonSQLite
import BeckonStore
import Foundation
import Synchronization

/// Batches of 64 appends to 64 tickets. The next batch is queued from the last `done` of the one before, on the store's own thread: so all of it
/// is there when the store looks, and a batch is a transaction in every run. Nothing is folded meanwhile.
final class AppendBenchmark: Sendable {
    private static let batch = 64

    private let batches: Int
    private let next = Atomic<Int>(0)
    private let failures = Atomic<Int>(0)

    init(batches: Int) { self.batches = batches }

    func run() async throws {
        var options = SQLiteOptions()
        options.foldDelay = .seconds(3600)
        options.unfoldedLimit = .max
        let store = try await TemporaryStore(options: options)
        await withCheckedContinuation { continuation in
            for index in 0..<Self.batch {
                let id = MicroBenchmark.ticketID(index)
                let isLast = index == Self.batch - 1
                let log = MicroBenchmark.liveLog(id, number: 1001 + index)
                store.store.append(
                    Append(ticket: id, entries: log) { outcome in
                        self.note(outcome)
                        if isLast { self.appendBatch(to: store.store, continuation) }
                    })
            }
        }
        await store.remove()
        if failures.load(ordering: .relaxed) > 0 { throw BenchmarkFailure.notCommitted }
    }

    private func note(_ outcome: AppendOutcome) {
        if outcome != .committed { failures.add(1, ordering: .relaxed) }
    }

    private func appendBatch(
        to store: SQLiteStore, _ continuation: CheckedContinuation<Void, Never>
    ) {
        let number = next.add(1, ordering: .relaxed).newValue
        guard number <= batches else {
            continuation.resume()
            return
        }
        for index in 0..<Self.batch {
            let id = MicroBenchmark.ticketID(index)
            let isLast = index == Self.batch - 1
            let entry = Entry(
                ticket: id, seq: 5 + number, at: MicroBenchmark.at(number),
                body: MicroBenchmark.message(number, from: .user))
            store.append(
                Append(ticket: id, entries: [entry]) { outcome in
                    self.note(outcome)
                    if isLast { self.appendBatch(to: store, continuation) }
                })
        }
    }
}

/// A store in a directory that is removed afterwards.
struct TemporaryStore {
    let store: SQLiteStore
    private let path: String

    init(options: SQLiteOptions = SQLiteOptions()) async throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("beckon-benchmark-\(UUID().uuidString)").path
        store = try await SQLiteStore.open(DataDirectory(path: path), options: options)
    }

    func remove() async {
        await store.close()
        try? FileManager.default.removeItem(atPath: path)
    }
}
