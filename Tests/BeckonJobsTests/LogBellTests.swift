import BeckonStore
import Synchronization
import Testing

@Suite struct LogBellTests {
    private final class Count: Sendable {
        let number = Mutex(0)
    }

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
                    ended.number.withLock { $0 += 1 }
                }
            }
            while ended.number.withLock({ $0 }) < 20 {
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
