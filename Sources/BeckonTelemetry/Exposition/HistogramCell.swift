import CoreMetrics
import Synchronization

/// Values by bucket, with their number and sum, all of one moment.
final class HistogramCell: RecorderHandler, TimerHandler {
    struct Counts: Sendable {
        /// By bucket, not summed up; the last one has no upper bound.
        var buckets: [Int64]
        var sum = 0.0
        var count: Int64 { buckets.reduce(0, +) }
    }

    let bounds: [Double]
    private let state: Mutex<Counts>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(Counts(buckets: [Int64](repeating: 0, count: bounds.count + 1)))
    }

    var counts: Counts { state.withLock { $0 } }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { counts in
            counts.buckets[bucket] += 1
            counts.sum += value
        }
    }

    func record(_ value: Int64) { record(Double(value)) }

    /// Durations are kept in seconds.
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}
