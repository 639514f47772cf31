import Dispatch
import Synchronization

/// Runs the product's tasks on the simulation's own thread, one after the other, and only when told to: no order is left to chance.
final class StepExecutor: TaskExecutor {
    private struct Jobs {
        var waiting: [UnownedJob] = []
        var isAwaited = false
    }

    private let jobs = Mutex(Jobs())
    private let bell = DispatchSemaphore(value: 0)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let rings = jobs.withLock { jobs in
            jobs.waiting.append(job)
            defer { jobs.isAwaited = false }
            return jobs.isAwaited
        }
        if rings { bell.signal() }
    }

    /// Runs until nothing is left to run; returns how many jobs that were.
    @discardableResult
    func drain() -> Int {
        var count = 0
        while true {
            let batch = jobs.withLock { jobs in
                defer { jobs.waiting = [] }
                return jobs.waiting
            }
            if batch.isEmpty { return count }
            count += batch.count
            for job in batch { job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }

    /// Blocks until another thread (a database's) brings a job.
    func awaitJob() {
        let waits = jobs.withLock { jobs in
            jobs.isAwaited = jobs.waiting.isEmpty
            return jobs.isAwaited
        }
        guard waits else { return }
        let outcome = bell.wait(timeout: .now() + .seconds(30))
        precondition(outcome == .success, "a read of the store never ended")
    }

    /// Runs asynchronous work to its end on this thread; `step` makes progress where the work waits for the simulation itself.
    func run<Value: Sendable>(
        step: () -> Bool = { false }, _ body: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        let result = ResultBox<Value>()
        Task(executorPreference: self) {
            do { result.set(.success(try await body())) } catch { result.set(.failure(error)) }
        }
        while true {
            drain()
            if let value = result.value { return try value.get() }
            if !step() { awaitJob() }
        }
    }
}

private final class ResultBox<Value: Sendable>: Sendable {
    private let box = Mutex<Result<Value, any Error>?>(nil)
    var value: Result<Value, any Error>? { box.withLock { $0 } }
    func set(_ value: Result<Value, any Error>) { box.withLock { $0 = value } }
}
