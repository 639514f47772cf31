import BeckonModel
import BeckonSQLite
import BeckonStore
import Synchronization

/// Appends entries and folds all of them from the log. The appending is a part of it, but 64 messages of a ticket are one append: it is the smaller part.
struct FoldBenchmark {
    let entries: Int

    private static let messages = 64

    func run() async throws {
        var options = SQLiteOptions()
        options.foldDelay = .seconds(3600)
        options.unfoldedLimit = .max
        let temporary = try await TemporaryStore(options: options)
        let tickets = (entries + Self.messages - 1) / Self.messages
        let failures = Atomic<Int>(0)
        let left = Atomic<Int>(tickets)
        await withCheckedContinuation { continuation in
            for index in 0..<tickets {
                temporary.store.append(
                    Append(ticket: MicroBenchmark.ticketID(index), entries: log(index)) { outcome in
                        if outcome != .committed { failures.add(1, ordering: .relaxed) }
                        if left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
                            continuation.resume()
                        }
                    })
            }
        }
        try await temporary.store.rebuildProjections()
        await temporary.remove()
        if failures.load(ordering: .relaxed) > 0 { throw BenchmarkFailure.notCommitted }
    }

    private func log(_ index: Int) -> [Entry] {
        let id = MicroBenchmark.ticketID(index)
        let begun = MicroBenchmark.liveLog(id, number: 1001 + index)
        return begun
            + (begun.count..<Self.messages).map { position in
                Entry(
                    ticket: id, seq: position + 1, at: MicroBenchmark.at(position),
                    body: MicroBenchmark.message(position, from: position % 2 == 0 ? .user : .staff)
                )
            }
    }
}
