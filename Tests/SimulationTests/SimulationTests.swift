import BeckonSimulation
import Foundation
import Testing

/// Hundreds of schedules with faults, each from a seed that replays it; `make fault` runs thousands.
@Suite struct SimulationTests {
    /// Two threads, each with half of the seeds; stops at the first failure of each.
    private func firstFailures(
        _ seeds: Range<UInt64>, _ change: @escaping @Sendable (inout SimulationOptions) -> Void
    ) async throws -> [SimulationResult.Failure] {
        let middle = seeds.lowerBound + UInt64(seeds.count) / 2
        return try await withThrowingTaskGroup(of: SimulationResult.Failure?.self) { group in
            for half in [seeds.lowerBound..<middle, middle..<seeds.upperBound] {
                group.addTask {
                    try await onOwnThread {
                        for seed in half {
                            var options = SimulationOptions(seed: seed)
                            change(&options)
                            if let failure = try Simulation.run(options).failure { return failure }
                        }
                        return nil
                    }
                }
            }
            return try await group.reduce(into: []) { failures, failure in
                if let failure { failures.append(failure) }
            }
        }
    }

    @Test func schedulesInMemoryKeepEveryPromise() async throws {
        let failures = try await firstFailures(0..<600) { _ in }
        #expect(failures.isEmpty, "\(failures)")
    }

    @Test func schedulesOnSQLiteKeepEveryPromise() async throws {
        let failures = try await firstFailures(0..<60) { $0.backend = .sqlite }
        #expect(failures.isEmpty, "\(failures)")
    }

    @Test func theSameSeedIsTheSameHistory() async throws {
        for seed in UInt64(0)..<20 {
            let histories = try await onOwnThread {
                try (0..<2).map { _ in
                    try Simulation.run(SimulationOptions(seed: seed)).history.lines
                }
            }
            #expect(histories[0] == histories[1], "seed \(seed)")
        }
    }
}
