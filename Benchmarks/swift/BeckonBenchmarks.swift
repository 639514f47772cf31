import Foundation

/// Programs for measuring, not shipped with Beckon:
///
///     beckon-benchmarks data DIRECTORY TICKETS     fills a data directory; 10 entries a ticket
///     beckon-benchmarks micro NAME COUNT           does one thing COUNT times
@main
enum BeckonBenchmarks {
    /// Not `async`: that would end the main thread in a call that Valgrind 3.19 (Debian 12) does not survive.
    static func main() {
        Task { @concurrent in
            do {
                try await run(Array(CommandLine.arguments.dropFirst()))
            } catch {
                FileHandle.standardError.write(Data("beckon-benchmarks: \(error)\n".utf8))
                exit(1)
            }
            exit(0)
        }
        while true { sleep(1) }
    }

    private static func run(_ arguments: [String]) async throws {
        guard arguments.count == 3, let count = Int(arguments[2]), count > 0 else {
            throw BenchmarkFailure.usage
        }
        switch arguments[0] {
        case "data": try await DataMaker(directory: arguments[1], tickets: count).run()
        case "micro":
            guard let benchmark = MicroBenchmark(rawValue: arguments[1]) else {
                throw BenchmarkFailure.usage
            }
            try await benchmark.run(count: count)
        default: throw BenchmarkFailure.usage
        }
    }
}

enum BenchmarkFailure: Error, CustomStringConvertible {
    case usage
    case notCommitted
    case notDelivered(Int)
    case notDecoded

    var description: String {
        switch self {
        case .usage:
            """
            usage: beckon-benchmarks data DIRECTORY TICKETS
                   beckon-benchmarks micro \
            \(MicroBenchmark.allCases.map(\.rawValue).joined(separator: "|")) COUNT
            """
        case .notCommitted: "An append was not committed."
        case .notDelivered(let count): "\(count) frames arrived, which is not what was sent."
        case .notDecoded: "A frame was not decoded."
        }
    }
}
