import BeckonTelemetry
import Instrumentation
import Synchronization
import Testing
import Tracing

@Suite struct TraceContextTests {
    private static let valid = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    @Test func `A valid traceparent is read, and written as it came`() throws {
        let context = try #require(TraceContext(traceparent: [Self.valid]))
        #expect(context.header == Self.valid)
        #expect(context.traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(context.isSampled)
    }

    @Test func `Of a later version what agrees with this one is read`() throws {
        let later = "cc-" + Self.valid.dropFirst(3)
        #expect(TraceContext(traceparent: [later])?.header == Self.valid)
        #expect(TraceContext(traceparent: [later + "-what-comes"])?.header == Self.valid)
        #expect(TraceContext(traceparent: [later + ".what"]) == nil)
    }

    @Test(
        arguments: [
            "", "00", valid + "-00", valid + " ", " " + valid, valid.uppercased(),
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
            "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-",
        ]) func `Anything else is none`(header: String)
    {
        #expect(TraceContext(traceparent: [header]) == nil)
    }

    @Test func `Two are none, and so is no header`() {
        #expect(TraceContext(traceparent: [Self.valid, Self.valid]) == nil)
        #expect(TraceContext(traceparent: []) == nil)
    }

    @Test func `tracestate goes on as it came, where it is short and printable`() {
        func state(_ values: [String]) -> String? {
            TraceContext(traceparent: [Self.valid], tracestate: values)?.state
        }
        #expect(state(["a=1", "b=2"]) == "a=1,b=2")
        #expect(state([]) == nil)
        #expect(state(["a=\u{1}"]) == nil)
        #expect(state([String(repeating: "a", count: 513)]) == nil)
    }

    @Test func `A child is another step of the same trace, and outgoing requests name it`() throws {
        var random = SystemRandomNumberGenerator()
        let parent = try #require(
            TraceContext(traceparent: [Self.valid], tracestate: ["a=1"]))
        let child = parent.child(using: &random)
        #expect(child.traceID == parent.traceID && child.spanID != parent.spanID)
        #expect(child.isSampled && child.state == "a=1")
        #expect(child.outgoingHeaders.map(\.name) == ["traceparent", "tracestate"])
        #expect(child.outgoingHeaders.map(\.value) == [child.header, "a=1"])
    }

    // MARK: Spans

    @Test func `Without a listener a span carries its trace on and keeps nothing`() {
        let tracer = BeckonTracer()
        let span = tracer.startSpan("step", context: .topLevel)
        span.attributes["a"] = "b"
        span.operationName = "other"
        span.end()
        #expect(!span.isRecording && span.attributes.isEmpty && span.operationName == "step")
        #expect(span.context.trace == span.trace)
    }

    @Test func `A listener hears of each span once, with its parent, and of no error's words`()
        throws
    {
        let tracer = BeckonTracer()
        let spans = Mutex<[FinishedSpan]>([])
        tracer.listen { span in spans.withLock { $0.append(span) } }
        let outer = tracer.startSpan("outer", context: .topLevel, ofKind: .server)
        let inner = tracer.startSpan("inner", context: outer.context)
        inner.recordError(Secret())
        inner.end()
        inner.end()
        outer.end()
        let ended = spans.withLock { $0 }
        #expect(ended.map(\.name) == ["inner", "outer"])
        #expect(ended[0].parent == outer.trace.spanID)
        #expect(ended[0].trace.traceID == ended[1].trace.traceID)
        #expect(ended[0].isError && !ended[1].isError)
        #expect(ended[0].startedAt <= ended[0].endedAt)
        #expect(!"\(ended[0].attributes)".contains("hush"))
    }

    @Test func `A trace goes out of one tracer's headers and into another's`() throws {
        let tracer = BeckonTracer()
        let span = tracer.startSpan("step", context: .topLevel)
        var headers: [String: String] = [:]
        tracer.inject(span.context, into: &headers, using: Headers())
        var context = InstrumentationContext.topLevel
        BeckonTracer().extract(headers, into: &context, using: Headers())
        #expect(context.trace == span.trace)
    }
}

private struct Secret: Error { let words = "hush" }

private struct Headers: Injector, Extractor {
    func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
        carrier[key] = value
    }
    func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }
}
