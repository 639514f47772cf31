import BeckonModel
import BeckonSQLite
import BeckonStore
import Foundation
import Synchronization

/// Fills a data directory through the store's own door, so that it is true whatever the tables are.
///
/// Nearly everything is closed and up to two years old, as in a desk that has been in use; the 1 % that is not (at least 200 tickets) is the newest.
/// Each ticket names an order of its own, "R" and its position, to be searched for. An agent has the same number of tickets however large the history is; so a list's page is as long in a small desk as in a large one.
struct DataMaker {
    let directory: String
    let tickets: Int

    private static let appendsAtOnce = 2048
    private static let openShare = 100
    private static let openAtLeast = 200
    private static let agents = 100
    private static let ticketsOfDana = 50
    private static let ticketsOfACustomer = 4
    private static let vocabulary = """
        order parcel late invoice refund address password login shop size colour return voucher delivery \
        phone mail question account payment card wrong broken missing again tomorrow thanks please help \
        where when why number blue small box letter
        """.split(separator: " ").map(String.init)

    func run() async throws {
        let started = ContinuousClock.now
        let data = try DataDirectory(path: directory)
        let store = try await SQLiteStore.open(data)
        try await fill(store)
        let appended = ContinuousClock.now
        await store.close()
        let closed = ContinuousClock.now
        print(
            "\(tickets) tickets: appended in \(appended - started), closed after \(closed - appended)"
        )
    }

    private func fill(_ store: SQLiteStore) async throws {
        var random = SplitMix(seed: 7)
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        var index = 0
        while index < tickets {
            let end = min(index + Self.appendsAtOnce, tickets)
            var samples: [SampleTicket] = []
            for index in index..<end {
                samples.append(
                    try sample(index, number: store.takeTicketNumber(), now: now, &random))
            }
            try await append(samples, to: store)
            index = end
        }
    }

    /// Returns when all are committed.
    private func append(_ samples: [SampleTicket], to store: SQLiteStore) async throws {
        let failures = Atomic<Int>(0)
        let left = Atomic<Int>(samples.count)
        await withCheckedContinuation { continuation in
            store.cork()
            for sample in samples {
                store.append(
                    Append(ticket: sample.id, entries: sample.entries) { outcome in
                        if outcome != .committed { failures.add(1, ordering: .relaxed) }
                        if left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
                            continuation.resume()
                        }
                    })
            }
            store.uncork()
        }
        if failures.load(ordering: .relaxed) > 0 { throw BenchmarkFailure.notCommitted }
    }

    private func sample(
        _ index: Int, number: Int, now: Timestamp, _ random: inout SplitMix
    ) -> SampleTicket {
        let open = min(max(tickets / Self.openShare, Self.openAtLeast), tickets)
        let closed = tickets - open
        let isClosed = index < closed
        let openIndex = index - closed
        let states = SampleTicket.State.allCases
        let state = isClosed ? SampleTicket.State.closed : states[openIndex % (states.count - 1)]
        // Two years up to yesterday, then the last day.
        let age: Int64 =
            isClosed
            ? 86_400_000 + Int64(closed - index) * (2 * 365 * 86_400_000) / Int64(closed)
            : Int64(open - openIndex) * 80_000_000 / Int64(open) + 1_000_000
        let began = Timestamp(milliseconds: now.milliseconds - age)
        let customer = "c\(index / Self.ticketsOfACustomer)"
        let isDana = openIndex >= 0 && openIndex < Self.ticketsOfDana * (states.count - 1)
        let agent = isDana ? "dana" : "a\(index % Self.agents)"
        return SampleTicket(
            id: TicketID.make(at: began, using: &random), number: number, state: state,
            customer: CustomerReference(
                id: UserID(unchecked: customer), name: "Customer \(customer)"),
            agent: StaffReference(id: StaffID(unchecked: agent), name: "Agent \(agent)"),
            began: began,
            words: ["R\(index)"]
                + (0..<10).map { _ in
                    Self.vocabulary[Int(random.next() % UInt64(Self.vocabulary.count))]
                })
    }
}
