/// Which request a command came with, for the log lines of what it caused: the `X-Request-Id` of an HTTP request, or that of the request that became
/// a socket. Made once and handed on by reference; small, since every socket keeps one.
package final class RequestTrace: Sendable {
    private let high: UInt64
    private let low: UInt64
    /// The request's own step in a trace.
    package let context: TraceContext
    /// The sender's step, where they named one.
    package let parent: UInt64?

    /// A new one, in a trace of its own that has the request's id.
    package init() {
        var random = SystemRandomNumberGenerator()
        context = TraceContext(isSampled: BeckonTracer.shared.isRecording, using: &random)
        (high, low) = (context.traceHigh, context.traceLow)
        parent = nil
    }

    private init(_ request: RequestTrace, following parent: TraceContext) {
        (high, low) = (request.high, request.low)
        var random = SystemRandomNumberGenerator()
        context = parent.child(using: &random)
        self.parent = parent.spanID
    }

    /// The same request in the trace that its headers name; where they name none, or not rightly, it stays as it is.
    package func following(traceparent: [String], tracestate: [String]) -> RequestTrace {
        guard let parent = TraceContext(traceparent: traceparent, tracestate: tracestate) else {
            return self
        }
        return RequestTrace(self, following: parent)
    }

    /// 32 hexadecimal digits.
    package var requestID: String { high.hexadecimal + low.hexadecimal }
}

extension UInt64 {
    /// 16 digits.
    var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
