import Foundation
import Testing

/// The program: what it prints is the same in every process, and its exit code says whether promises were kept.
@Suite struct BeckonSimulatorTests {
    private func run(_ arguments: String...) async throws -> (status: Int32, output: String) {
        try await onOwnThread { try Self.runHere(arguments) }
    }

    private static func runHere(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let bundle = try #require(CommandLine.arguments.first { $0.contains(".xctest") })
        let process = Process()
        process.executableURL = URL(fileURLWithPath: bundle)
            .deletingLastPathComponent().appendingPathComponent("beckon-simulator")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    @Test(arguments: ["memory", "sqlite"])
    func aSeedReplaysExactlyInAnotherProcess(_ store: String) async throws {
        let first = try await run("4711", "--schedules", "5", "--store", store, "--history")
        let second = try await run("4711", "--schedules", "5", "--store", store, "--history")
        #expect(first.status == 0)
        #expect(first.output.count > 10_000)
        #expect(first.output == second.output)
    }

    @Test func aFailureNamesItsSeedAndReplays() async throws {
        let found = try await run("0", "--schedules", "150", "--mistake", "ackBeforeCommit")
        #expect(found.status == 1)
        let seed = try #require(found.output.firstMatch(of: /seed (\d+) breaks/)).1
        let again = try await run(String(seed), "--mistake", "ackBeforeCommit")
        #expect(again.status == 1)
        #expect(again.output == found.output)
    }
}
