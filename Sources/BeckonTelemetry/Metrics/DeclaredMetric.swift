/// A metric with its declaration.
package protocol DeclaredMetric: Sendable {
    var declaration: MetricDeclaration { get }
    /// Makes the sample of a metric without labels, so that it is there before it is first used.
    func prepare(in registry: MetricsRegistry)
}
