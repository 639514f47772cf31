package import Instrumentation
import Synchronization
package import Tracing

/// swift-distributed-tracing's tracer. Traces go through: what comes in goes on, each step under a number of its own. Spans are kept nowhere unless somebody
/// listens (`listen`), so without one a span costs a few numbers.
package final class BeckonTracer: Tracer {
    package typealias Listener = @Sendable (FinishedSpan) -> Void

    private let listener = Mutex(Listener?.none)
    private let isHeard = Atomic(false)

    /// That of this process, to which `InstrumentationSystem` leads as well.
    package static let shared: BeckonTracer = {
        let tracer = BeckonTracer()
        InstrumentationSystem.bootstrap(tracer)
        return tracer
    }()

    package init() {}

    /// Whether anybody hears of spans. Where a span is only made to be heard of, ask first.
    package var isRecording: Bool { isHeard.load(ordering: .relaxed) }

    /// From now on every finished span is handed to `listener`, on the thread that ends it; `nil`: to nobody.
    package func listen(_ listener: Listener?) {
        self.listener.withLock { $0 = listener }
        isHeard.store(listener != nil, ordering: .relaxed)
    }

    func ended(_ span: FinishedSpan) { listener.withLock { $0 }?(span) }

    package func startSpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> InstrumentationContext,
        ofKind kind: SpanKind, at instant: @autoclosure () -> Instant, function: String,
        file fileID: String, line: UInt
    ) -> TraceSpan {
        var random = SystemRandomNumberGenerator()
        var own = context()
        let parent = own.trace
        let trace =
            parent?.child(using: &random)
            ?? TraceContext(isSampled: isRecording, using: &random)
        own.trace = trace
        return TraceSpan(
            operationName, context: own, trace: trace, parent: parent?.spanID, kind: kind,
            startedAt: instant().nanosecondsSinceEpoch, tracer: isRecording ? self : nil)
    }

    /// The span of a request that came, whose place in a trace is known already.
    package func startSpan(_ name: String, of request: RequestTrace) -> TraceSpan {
        TraceSpan(
            name, context: InstrumentationContext(request.context), trace: request.context,
            parent: request.parent, kind: .server,
            startedAt: DefaultTracerClock.now.nanosecondsSinceEpoch,
            tracer: isRecording ? self : nil)
    }

    /// A step that is only made where somebody hears of it: else nothing is made, and neither `name` nor `parent` is asked for.
    package func step(
        _ name: @autoclosure () -> String, in parent: @autoclosure () -> TraceContext?
    ) -> TraceSpan? {
        guard isRecording, let parent = parent() else { return nil }
        return startSpan(name(), context: InstrumentationContext(parent))
    }

    package func forceFlush() {}

    // MARK: From and into headers

    package func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout InstrumentationContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let parent = extractor.extract(key: "traceparent", from: carrier) else { return }
        let state = extractor.extract(key: "tracestate", from: carrier)
        context.trace = TraceContext(traceparent: [parent], tracestate: state.map { [$0] } ?? [])
    }

    package func inject<Carrier, Inject: Injector>(
        _ context: InstrumentationContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        for (name, value) in context.trace?.outgoingHeaders ?? [] {
            injector.inject(value, forKey: name, into: &carrier)
        }
    }
}

private enum TraceKey: InstrumentationContextKey {
    typealias Value = TraceContext
    static var nameOverride: String? { "beckon-trace" }
}

extension InstrumentationContext {
    /// Where in a trace this is; `nil` outside of any.
    package var trace: TraceContext? {
        get { self[TraceKey.self] }
        set { self[TraceKey.self] = newValue }
    }

    package init(_ trace: TraceContext) {
        self = .topLevel
        self.trace = trace
    }
}
