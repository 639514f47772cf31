import BeckonEngine
import BeckonModel
import BeckonTelemetry
import BeckonWire
import Synchronization
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct TracedCommandTests {
    /// Spans of one trace, whatever else this process does meanwhile.
    private func heard(
        of request: RequestTrace, _ body: () async throws -> Void
    ) async rethrows -> [FinishedSpan] {
        let spans = Mutex<[FinishedSpan]>([])
        BeckonTracer.shared.listen { span in
            if span.trace.traceID == request.context.traceID {
                spans.withLock { $0.append(span) }
            }
        }
        defer { BeckonTracer.shared.listen(nil) }
        try await body()
        return spans.withLock { $0 }
    }

    @Test func `A command and its commit are steps of the request's trace`() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            let request = RequestTrace()
            let spans = try await heard(of: request) {
                _ = try await bench.engine.perform(
                    .say("x", "c1"), on: ticket, by: EngineBench.customer, request: request
                ).get()
            }
            #expect(spans.map(\.name) == ["commit", "command message"])
            #expect(spans.last?.parent == request.context.spanID)
            #expect(spans.first?.parent == spans.last?.trace.spanID)
            #expect(spans.allSatisfy { !$0.isError })
        }
    }

    @Test func `A refusal is no error of ours`() async throws {
        try await EngineBench.run { bench in
            let ticket = try await bench.open().ticket
            let request = RequestTrace()
            let spans = await heard(of: request) {
                _ = await bench.engine.perform(
                    .pick, on: ticket, by: EngineBench.customer, request: request)
            }
            #expect(spans.map(\.name) == ["command pick_ticket"])
            #expect(spans.allSatisfy { !$0.isError })
        }
    }
}
