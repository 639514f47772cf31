import BeckonStore
import Synchronization
import Testing

@Suite struct LogBellTests {
    @Test func aRingBeforeTheWaitIsNotMissed() async {
        let bell = LogBell()
        let rings = bell.rings
        bell.ring()
        await bell.wait(after: rings)
        #expect(bell.rings == rings + 1)
    }

    @Test func everySleeperIsWoken() async {
        let bell = LogBell()
        let ended = Count()
        await withDiscardingTaskGroup { group in
            for _ in 0..<20 {
                group.addTask {
                    for _ in 0..<50 { await bell.wait(after: bell.rings) }
                    ended.number.add(1, ordering: .relaxed)
                }
            }
            while ended.number.load(ordering: .relaxed) < 20 {
                bell.ring()
                await Task.yield()
            }
        }
        #expect(bell.rings >= 50)
    }

    @Test func aCancelledTaskWaitsNoLonger() async {
        let bell = LogBell()
        let task = Task { await bell.wait(after: bell.rings) }
        task.cancel()
        await task.value
        #expect(bell.rings == 0)
    }
}

private final class Count: Sendable {
    let number = Atomic(0)
}
