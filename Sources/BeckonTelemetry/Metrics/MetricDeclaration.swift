/// What is known of a metric before anything is counted: its name, its labels and what it says.
package struct MetricDeclaration: Hashable, Sendable {
    package enum Kind: String, Sendable {
        /// Only rises. Its samples are named with `_total`, which is no part of `name`.
        case counter
        case gauge
        case histogram
    }

    /// Prometheus counts in base units; the name ends with theirs.
    package enum Unit: String, Sendable, CaseIterable {
        case seconds, bytes
    }

    /// Lower case with `_`, without `_total`.
    package let name: String
    package let kind: Kind
    /// Names of labels. Their values are few and never a person's or a ticket's.
    package let labels: [String]
    /// One sentence for people.
    package let help: String
    /// Upper bounds of a histogram's buckets, ascending; the last one, without a bound, is not among them.
    package let buckets: [Double]
    /// More combinations of label values than these become one, `other`.
    package let limit: Int

    package init(
        _ name: String, _ kind: Kind, labels: [String] = [], help: String, buckets: [Double] = [],
        limit: Int = 64
    ) {
        self.name = name
        self.kind = kind
        self.labels = labels
        self.help = help
        self.buckets = buckets
        self.limit = limit
    }

    package var unit: Unit? {
        Unit.allCases.first { name.hasSuffix("_" + $0.rawValue) }
    }

    /// The name under which its samples are asked for.
    package var sampleName: String { kind == .counter ? name + "_total" : name }
}
