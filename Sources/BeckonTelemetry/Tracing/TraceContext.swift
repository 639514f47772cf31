/// Where in a trace somebody is (W3C Trace Context, Level 1): the trace as a whole, the step in it, and whether it is recorded.
package struct TraceContext: Hashable, Sendable {
    /// Never both zero.
    package let traceHigh: UInt64
    package let traceLow: UInt64
    /// Never zero.
    package let spanID: UInt64
    package let isSampled: Bool
    /// Other systems' words, handed on as they came; `nil` where there were none.
    package let state: String?

    init(
        traceHigh: UInt64, traceLow: UInt64, spanID: UInt64, isSampled: Bool, state: String? = nil
    ) {
        self.traceHigh = traceHigh
        self.traceLow = traceLow
        self.spanID = spanID
        self.isSampled = isSampled
        self.state = state
    }

    /// A new trace.
    package init(isSampled: Bool, using random: inout some RandomNumberGenerator) {
        self.init(
            traceHigh: random.next(), traceLow: Self.someBits(&random),
            spanID: Self.someBits(&random), isSampled: isSampled)
    }

    /// The next step of the same trace.
    package func child(using random: inout some RandomNumberGenerator) -> TraceContext {
        TraceContext(
            traceHigh: traceHigh, traceLow: traceLow, spanID: Self.someBits(&random),
            isSampled: isSampled, state: state)
    }

    private static func someBits(_ random: inout some RandomNumberGenerator) -> UInt64 {
        UInt64.random(in: 1 ... .max, using: &random)
    }

    /// 32 hexadecimal digits.
    package var traceID: String { traceHigh.hexadecimal + traceLow.hexadecimal }

    /// The value of `traceparent`, for whoever is asked next and for the answer.
    package var header: String {
        "00-\(traceID)-\(spanID.hexadecimal)-\(isSampled ? "01" : "00")"
    }
}
