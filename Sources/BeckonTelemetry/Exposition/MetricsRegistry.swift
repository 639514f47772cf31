package import CoreMetrics
import Synchronization

/// Where all values of this process are kept, and can be read together: swift-metrics' backend.
///
/// What Beckon counts is declared (`ServerMetrics`). What a library counts through swift-metrics has no declaration; it is shown as it is, up to a limit.
package final class MetricsRegistry: MetricsFactory {
    enum Cell: Sendable {
        case counter(CounterCell)
        case gauge(GaugeCell)
        case histogram(HistogramCell)
    }

    struct Series: Sendable {
        let labels: [(name: String, value: String)]
        let cell: Cell
    }

    /// All of one metric.
    struct Family: Sendable {
        let declaration: MetricDeclaration
        var series: [Series] = []
    }

    /// Series of metrics that nobody declared; more of them are not kept.
    private static let undeclaredLimit = 1_000
    private static let secondsBuckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]

    private struct State {
        var families: [String: Family] = [:]
        var undeclared = 0
    }

    private let declared: Set<String>
    private let state: Mutex<State>

    /// That of this process, to which swift-metrics' own functions lead as well.
    package static let shared: MetricsRegistry = {
        let registry = MetricsRegistry(metrics.all.map(\.declaration))
        for metric in metrics.all { metric.prepare(in: registry) }
        MetricsSystem.bootstrap(registry)
        return registry
    }()

    package init(_ declarations: [MetricDeclaration]) {
        declared = Set(declarations.map(\.name))
        let families = declarations.map { ($0.name, Family(declaration: $0)) }
        state = Mutex(State(families: Dictionary(families) { first, _ in first }))
    }

    /// In the order of the names.
    var families: [Family] {
        state.withLock { Array($0.families.values) }
            .sorted { $0.declaration.name < $1.declaration.name }
    }

    // MARK: MetricsFactory

    package func makeCounter(
        label: String, dimensions: [(String, String)]
    ) -> any CounterHandler {
        let cell = cell(label, .counter, dimensions) { _ in .counter(CounterCell()) }
        if case .counter(let counter)? = cell { return counter }
        return NOOPMetricsHandler.instance
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate { return histogram(label, dimensions) ?? NOOPMetricsHandler.instance }
        return gauge(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    package func destroyCounter(_ handler: any CounterHandler) { forget(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { forget(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { forget(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { forget(handler) }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeCell? {
        let cell = cell(label, .gauge, dimensions) { _ in .gauge(GaugeCell()) }
        if case .gauge(let gauge)? = cell { return gauge }
        return nil
    }

    private func histogram(_ label: String, _ dimensions: [(String, String)]) -> HistogramCell? {
        let cell = cell(label, .histogram, dimensions) { declaration in
            .histogram(HistogramCell(bounds: declaration.buckets))
        }
        if case .histogram(let histogram)? = cell { return histogram }
        return nil
    }

    // MARK: Cells

    /// The one that is there, or a new one. `nil` where the name is one of another kind, or too many are there.
    private func cell(
        _ label: String, _ kind: MetricDeclaration.Kind, _ dimensions: [(String, String)],
        _ make: (MetricDeclaration) -> Cell
    ) -> Cell? {
        let name = MetricText.name(label)
        let labels = dimensions.map { (name: MetricText.name($0.0), value: $0.1) }
        return state.withLock { state in
            let family =
                state.families[name]
                ?? Family(
                    declaration: MetricDeclaration(
                        name, kind, help: "Counted by a library.", buckets: Self.secondsBuckets))
            let isRising = kind == .gauge && family.declaration.kind == .counter
            guard family.declaration.kind == kind || isRising && declared.contains(name) else {
                return nil
            }
            if let known = family.series.first(where: { Self.isSame($0.labels, labels) }) {
                return known.cell
            }
            if !declared.contains(name) {
                guard state.undeclared < Self.undeclaredLimit else { return nil }
                state.undeclared += 1
            }
            let cell = make(family.declaration)
            state.families[name, default: family].series.append(Series(labels: labels, cell: cell))
            return cell
        }
    }

    private static func isSame(
        _ left: [(name: String, value: String)], _ right: [(name: String, value: String)]
    ) -> Bool {
        left.elementsEqual(right) { $0 == $1 }
    }

    private func forget(_ handler: AnyObject) {
        state.withLock { state in
            for (name, family) in state.families {
                let rest = family.series.filter { $0.cell.handler !== handler }
                guard rest.count < family.series.count else { continue }
                if !declared.contains(name) { state.undeclared -= 1 }
                let isGone = rest.isEmpty && !declared.contains(name)
                state.families[name] =
                    isGone ? nil : Family(declaration: family.declaration, series: rest)
            }
        }
    }
}

extension MetricsRegistry.Cell {
    fileprivate var handler: AnyObject {
        switch self {
        case .counter(let cell): cell
        case .gauge(let cell): cell
        case .histogram(let cell): cell
        }
    }
}
