/// What became of a schedule.
package struct SimulationResult {
    package let options: SimulationOptions
    package let history: History
    package let violations: [Violation]

    /// How to see it again, and what is wrong; `nil` when every promise was kept.
    package var failure: Failure? {
        violations.isEmpty ? nil : Failure(options: options, violations: violations)
    }

    package struct Failure: Sendable, CustomStringConvertible {
        package let options: SimulationOptions
        package let violations: [Violation]

        package var description: String {
            """
            swift run beckon-simulator \(options.seed) --steps \(options.steps) \
            --store \(options.backend.rawValue)\(options.nodes.map { " --nodes \($0)" } ?? ""): \(violations.map(\.description).joined(separator: "; "))
            """
        }
    }
}

package struct Violation: Sendable, CustomStringConvertible {
    package let promise: Promise
    package let text: String

    init(_ promise: Promise, _ text: String) {
        self.promise = promise
        self.text = text
    }

    package var description: String { "\(promise.rawValue): \(text)" }
}

/// What is promised (docs/simulation.md), in the names that Tests/harness/history.py uses too.
package enum Promise: String, Sendable {
    case log, acked, once, view, join, picks, presence, composer, projections, rest, followed,
        deadlines
}
