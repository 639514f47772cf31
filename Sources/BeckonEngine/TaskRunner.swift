import BeckonModel
import Synchronization

/// Owns the tasks that commands start beside their own way: loading a ticket, reading a log. Bounded; ends them when it is cancelled.
package final class TaskRunner: Sendable {
    package typealias Job = @Sendable () async -> Void

    private let limit: Int
    private let jobs: AsyncStream<Job>
    private let input: AsyncStream<Job>.Continuation
    private let underWay = Mutex(0)

    package init(limit: Int = Limits.startedReads) {
        self.limit = limit
        (jobs, input) = AsyncStream.makeStream(
            of: Job.self, bufferingPolicy: .bufferingOldest(limit))
    }

    /// Jobs that were accepted and have not ended.
    package var count: Int { underWay.withLock { $0 } }

    /// `false` when too much is under way already or the runner has ended: nothing will be run.
    package func run(_ job: @escaping Job) -> Bool {
        let isAccepted = underWay.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isAccepted else { return false }
        if case .enqueued = input.yield(job) { return true }
        underWay.withLock { $0 -= 1 }
        return false
    }

    /// Runs until cancelled or `finish`.
    package func run() async {
        await withDiscardingTaskGroup { group in
            for await job in jobs {
                group.addTask {
                    await job()
                    self.underWay.withLock { $0 -= 1 }
                }
            }
        }
    }

    /// Takes no more jobs; `run` returns when those under way are done.
    package func finish() { input.finish() }
}
