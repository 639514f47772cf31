/// All metrics as text: Prometheus' text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats) or OpenMetrics 1.0
/// (github.com/prometheus/OpenMetrics, specification/OpenMetrics.md).
package struct Exposition: Sendable {
    package enum Format: Sendable {
        case prometheus, openMetrics

        package var contentType: String {
            switch self {
            case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
            case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
            }
        }
    }

    private let format: Format
    private var text = ""

    /// The bytes of an answer.
    package static func render(_ registry: MetricsRegistry, as format: Format) -> String {
        var exposition = Exposition(format: format)
        for family in registry.families { exposition.write(family) }
        if format == .openMetrics { exposition.text += "# EOF\n" }
        return exposition.text
    }

    private init(format: Format) { self.format = format }

    private mutating func write(_ family: MetricsRegistry.Family) {
        let declaration = family.declaration
        // OpenMetrics names a counter's family without `_total`, the older format with it.
        let name = format == .openMetrics ? declaration.name : declaration.sampleName
        text += "# HELP \(name) \(MetricText.help(declaration.help, format))\n"
        text += "# TYPE \(name) \(declaration.kind.rawValue)\n"
        if format == .openMetrics, let unit = declaration.unit {
            text += "# UNIT \(name) \(unit.rawValue)\n"
        }
        for series in family.series.sorted(by: { Self.key($0) < Self.key($1) }) {
            write(series, declaration)
        }
    }

    private static func key(_ series: MetricsRegistry.Series) -> String {
        series.labels.map(\.value).joined(separator: "\0")
    }

    private mutating func write(
        _ series: MetricsRegistry.Series, _ declaration: MetricDeclaration
    ) {
        switch series.cell {
        case .counter(let cell):
            sample(declaration.sampleName, series.labels, String(cell.count))
        case .gauge(let cell):
            sample(declaration.sampleName, series.labels, MetricText.number(cell.value))
        case .histogram(let cell):
            let counts = cell.counts
            var sum: Int64 = 0
            for (bound, count) in zip(cell.bounds + [.infinity], counts.buckets) {
                sum += count
                sample(
                    declaration.name + "_bucket",
                    series.labels + [(name: "le", value: MetricText.bound(bound))], String(sum))
            }
            sample(declaration.name + "_sum", series.labels, MetricText.number(counts.sum))
            sample(declaration.name + "_count", series.labels, String(counts.count))
        }
    }

    private mutating func sample(
        _ name: String, _ labels: [(name: String, value: String)], _ value: String
    ) {
        text += name
        if !labels.isEmpty {
            let pairs = labels.map { "\($0.name)=\"\(MetricText.labelValue($0.value))\"" }
            text += "{" + pairs.joined(separator: ",") + "}"
        }
        text += " \(value)\n"
    }
}
