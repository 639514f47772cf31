import Synchronization
package import Tracing

/// A span that has ended, for whoever listens.
package struct FinishedSpan: Sendable {
    package let name: String
    package let kind: SpanKind
    package let trace: TraceContext
    /// The span in which this one was begun, here or with the sender of the request.
    package let parent: UInt64?
    package let startedAt: UInt64
    package let endedAt: UInt64
    package let attributes: SpanAttributes
    package let isError: Bool
}

/// One step of a trace. Keeps what it is told only where somebody will hear of it.
package final class TraceSpan: Span {
    private struct State {
        var name: String
        var attributes = SpanAttributes()
        var isError = false
        var isEnded = false
    }

    package let context: InstrumentationContext
    package let trace: TraceContext
    private let parent: UInt64?
    private let kind: SpanKind
    private let startedAt: UInt64
    /// `nil` where nobody listens.
    private let tracer: BeckonTracer?
    private let state: Mutex<State>

    init(
        _ name: String, context: InstrumentationContext, trace: TraceContext, parent: UInt64?,
        kind: SpanKind, startedAt: UInt64, tracer: BeckonTracer?
    ) {
        self.context = context
        self.trace = trace
        self.parent = parent
        self.kind = kind
        self.startedAt = startedAt
        self.tracer = tracer
        state = Mutex(State(name: name))
    }

    package var isRecording: Bool { tracer != nil }

    package var operationName: String {
        get { state.withLock { $0.name } }
        set { if isRecording { state.withLock { $0.name = newValue } } }
    }

    package var attributes: SpanAttributes {
        get { state.withLock { $0.attributes } }
        set { if isRecording { state.withLock { $0.attributes = newValue } } }
    }

    package func setStatus(_ status: SpanStatus) {
        if isRecording { state.withLock { $0.isError = status.code == .error } }
    }

    /// An error is known by its name only: what it says may be somebody's words.
    package func recordError<Instant: TracerInstant>(
        _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
    ) {
        guard isRecording else { return }
        state.withLock { state in
            state.isError = true
            state.attributes["error.type"] = String(describing: type(of: error))
        }
    }

    /// Ends it with what became of it.
    package func end(result: String, isError: Bool) {
        attributes["beckon.result"] = result
        if isError { setStatus(SpanStatus(code: .error)) }
        end(at: DefaultTracerClock.now)
    }

    package func addEvent(_ event: SpanEvent) {}
    package func addLink(_ link: SpanLink) {}

    package func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        guard let tracer else { return }
        let finished = state.withLock { state -> FinishedSpan? in
            if state.isEnded { return nil }
            state.isEnded = true
            return FinishedSpan(
                name: state.name, kind: kind, trace: trace, parent: parent, startedAt: startedAt,
                endedAt: instant().nanosecondsSinceEpoch, attributes: state.attributes,
                isError: state.isError)
        }
        if let finished { tracer.ended(finished) }
    }
}
