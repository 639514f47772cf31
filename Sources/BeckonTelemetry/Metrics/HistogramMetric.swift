import CoreMetrics

/// How often values fell into each bucket, for the whole or for each combination of labels' values.
package final class HistogramMetric: DeclaredMetric {
    package let declaration: MetricDeclaration
    private let handles: HandleTable<Recorder>

    init(
        _ name: String, _ labels: [String] = [], limit: Int = 64, buckets: [Double], help: String
    ) {
        declaration = MetricDeclaration(
            name, .histogram, labels: labels, help: help, buckets: buckets, limit: limit)
        handles = HandleTable(limit: limit)
    }

    package func prepare(in registry: MetricsRegistry) {
        if declaration.labels.isEmpty { _ = handle(LabelValues(), registry) }
    }

    package func record(_ value: Double, _ values: LabelValues = LabelValues()) {
        handle(values, .shared).record(value)
    }

    package func record(_ time: Duration, _ values: LabelValues = LabelValues()) {
        record(time / .seconds(1), values)
    }

    private func handle(_ values: LabelValues, _ registry: MetricsRegistry) -> Recorder {
        handles.handle(for: values) { values in
            Recorder(
                label: declaration.name, dimensions: values.dimensions(declaration),
                aggregate: true, factory: registry)
        }
    }
}
