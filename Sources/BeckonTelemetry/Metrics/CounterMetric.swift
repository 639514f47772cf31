package import CoreMetrics

/// A counter, or one for each combination of its labels' values.
package final class CounterMetric: DeclaredMetric {
    package let declaration: MetricDeclaration
    private let handles: HandleTable<Counter>

    init(_ name: String, _ labels: [String] = [], limit: Int = 64, help: String) {
        declaration = MetricDeclaration(name, .counter, labels: labels, help: help, limit: limit)
        handles = HandleTable(limit: limit)
    }

    package func prepare(in registry: MetricsRegistry) {
        if declaration.labels.isEmpty { _ = handle(LabelValues(), registry) }
    }

    /// The counter itself, for the way of a message: whoever keeps it looks nothing up.
    package func handle(_ first: String, _ second: String) -> Counter {
        handle(LabelValues(first, second), .shared)
    }

    /// Values in the order of the declaration's labels.
    package func add(_ count: Int = 1, _ values: LabelValues = LabelValues()) {
        handle(values, .shared).increment(by: count)
    }

    package func add(_ count: Int = 1, _ value: String) { add(count, LabelValues(value)) }

    package func add(_ count: Int = 1, _ first: String, _ second: String) {
        add(count, LabelValues(first, second))
    }

    /// `false` where nothing was counted with these values yet.
    func addIfKnown(_ count: Int, _ hash: UInt64) -> Bool {
        guard let handle = handles.known(hash) else { return false }
        handle.increment(by: count)
        return true
    }

    private func handle(_ values: LabelValues, _ registry: MetricsRegistry) -> Counter {
        handles.handle(for: values) { values in
            Counter(
                label: declaration.name, dimensions: values.dimensions(declaration),
                factory: registry)
        }
    }
}
