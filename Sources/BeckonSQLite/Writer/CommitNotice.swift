import BeckonStore
import BeckonTelemetry
import Logging

/// A batch, as the log names it: how much it was and whose.
package struct CommitNotice: Hashable, Sendable {
    /// So many are named; more say nothing new.
    private static let named = 8

    /// Appends and other writes.
    let writes: Int
    let entries: Int
    private let requests: [String]
    private let traces: [String]

    init(_ items: [LogWriter.Item], entries: Int) {
        writes = items.count
        self.entries = entries
        let known = items.lazy.compactMap { item -> RequestTrace? in
            if case .append(let append) = item { append.request } else { nil }
        }.prefix(Self.named)
        requests = known.map(\.requestID)
        traces = known.map(\.context.traceID)
    }

    var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = ["writes": "\(writes)", "entries": "\(entries)"]
        if !requests.isEmpty {
            metadata["request_id"] = "\(requests.joined(separator: ","))"
            metadata["trace_id"] = "\(traces.joined(separator: ","))"
        }
        return metadata
    }
}
