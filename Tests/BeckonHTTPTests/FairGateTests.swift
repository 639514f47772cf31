import Synchronization
import Testing

@testable import BeckonAccounts

@Suite(.timeLimit(.minutes(5))) struct FairGateTests {
    private final class Ledger: Sendable {
        let entered = Mutex([HashShare]())
        let refused = Atomic(0)
    }

    /// Lets these line up behind somebody, in this order; says in which they came in, and who was refused.
    private func order(
        _ shares: [HashShare], queue: Int = 64
    ) async throws -> (entered: [HashShare], refused: Int) {
        let gate = FairGate(width: 1, queue: queue)
        let ledger = Ledger()
        let (isOpen, door) = AsyncStream.makeStream(of: Void.self)
        let (isInside, inside) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await gate.enter(.stranger("first")) {
                    inside.finish()
                    for await _ in isOpen {}
                }
            }
            for await _ in isInside {}
            for share in shares {
                let before = gate.waitingCount + ledger.refused.load(ordering: .relaxed)
                group.addTask {
                    do {
                        try await gate.enter(share) {
                            ledger.entered.withLock { $0.append(share) }
                        }
                    } catch is FairGate.Full {
                        ledger.refused.add(1, ordering: .relaxed)
                    }
                }
                while gate.waitingCount + ledger.refused.load(ordering: .relaxed) == before {
                    await Task.yield()
                }
            }
            door.finish()
            try await group.waitForAll()
        }
        return (ledger.entered.withLock { $0 }, ledger.refused.load(ordering: .relaxed))
    }

    @Test func `Known ones and each address have their turn among a flood`() async throws {
        let flood = (0..<60).map { HashShare.stranger("203.0.113.\($0 / 30)") }
        let (entered, refused) = try await order(
            flood + [.stranger("192.0.2.1"), .known("dana"), .known("sam")])
        #expect(refused == 0 && entered.count == 63)
        #expect(try #require(entered.firstIndex(of: .known("dana"))) <= 1)
        #expect(try #require(entered.firstIndex(of: .known("sam"))) <= 3)
        #expect(try #require(entered.firstIndex(of: .stranger("192.0.2.1"))) <= 5)
    }

    @Test func `A full line of strangers refuses no known one`() async throws {
        let flood = (0..<20).map { HashShare.stranger("203.0.113.\($0)") }
        let (entered, refused) = try await order(flood + [.known("dana")], queue: 8)
        #expect(refused == 12)
        #expect(entered.contains(.known("dana")))
    }
}
