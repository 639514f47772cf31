import CoreMetrics

/// A value that rises and falls, or one for each combination of its labels' values.
package final class GaugeMetric: DeclaredMetric {
    package let declaration: MetricDeclaration
    private let handles: HandleTable<Meter>

    /// `isRising`: a counter that somebody else keeps, the kernel say, and that is only read here.
    init(
        _ name: String, _ labels: [String] = [], limit: Int = 64, isRising: Bool = false,
        help: String
    ) {
        declaration = MetricDeclaration(
            name, isRising ? .counter : .gauge, labels: labels, help: help, limit: limit)
        handles = HandleTable(limit: limit)
    }

    package func prepare(in registry: MetricsRegistry) {
        if declaration.labels.isEmpty { _ = handle(LabelValues(), registry) }
    }

    package func set(_ value: Double, _ values: LabelValues = LabelValues()) {
        handle(values, .shared).set(value)
    }

    package func set(_ value: Int, _ values: LabelValues = LabelValues()) {
        set(Double(value), values)
    }

    package func set(_ value: Int, _ label: String) { set(value, LabelValues(label)) }

    package func set(_ value: Double, _ label: String) { set(value, LabelValues(label)) }

    private func handle(_ values: LabelValues, _ registry: MetricsRegistry) -> Meter {
        handles.handle(for: values) { values in
            Meter(
                label: declaration.name, dimensions: values.dimensions(declaration),
                factory: registry)
        }
    }
}
