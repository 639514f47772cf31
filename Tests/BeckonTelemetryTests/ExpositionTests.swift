import CoreMetrics
import Testing

@testable import BeckonTelemetry

@Suite struct ExpositionTests {
    private static let requests = MetricDeclaration(
        "test_requests", .counter, labels: ["route", "status"], help: "A \\ and a\nline \"quoted\"."
    )
    private static let depth = MetricDeclaration("test_depth", .gauge, help: "Depth.")
    private static let wait = MetricDeclaration(
        "test_wait_seconds", .histogram, help: "Wait.", buckets: [0.5, 1, 2.5])

    private let registry = MetricsRegistry([requests, depth, wait])

    private func lines(_ format: Exposition.Format) -> [String] {
        Exposition.render(registry, as: format).split(separator: "\n").map(String.init)
    }

    @Test func `A counter is named with _total, its family only in the older format`() {
        Counter(
            label: "test_requests", dimensions: [("route", "/a"), ("status", "200")],
            factory: registry
        ).increment(by: 3)
        #expect(lines(.prometheus).contains("# TYPE test_requests_total counter"))
        #expect(lines(.openMetrics).contains("# TYPE test_requests counter"))
        for format in [Exposition.Format.prometheus, .openMetrics] {
            #expect(lines(format).contains(#"test_requests_total{route="/a",status="200"} 3"#))
        }
    }

    @Test func `Help and label values are escaped as each format says`() {
        Counter(
            label: "test_requests", dimensions: [("route", "a\"b\\c\nd"), ("status", "é")],
            factory: registry
        ).increment()
        #expect(
            lines(.prometheus).contains(
                #"# HELP test_requests_total A \\ and a\nline "quoted"."#))
        #expect(
            lines(.openMetrics).contains(#"# HELP test_requests A \\ and a\nline \"quoted\"."#))
        #expect(
            lines(.prometheus).contains(
                #"test_requests_total{route="a\"b\\c\nd",status="é"} 1"#))
    }

    @Test func `A histogram's buckets are summed up, and end with +Inf, sum and count`() {
        let recorder = Recorder(
            label: "test_wait_seconds", dimensions: [], aggregate: true, factory: registry)
        for value in [0.25, 0.5, 0.75, 2, 100] { recorder.record(value) }
        let samples = lines(.prometheus).filter { $0.hasPrefix("test_wait_seconds") }
        #expect(
            samples == [
                #"test_wait_seconds_bucket{le="0.5"} 2"#, #"test_wait_seconds_bucket{le="1.0"} 3"#,
                #"test_wait_seconds_bucket{le="2.5"} 4"#, #"test_wait_seconds_bucket{le="+Inf"} 5"#,
                "test_wait_seconds_sum 103.5", "test_wait_seconds_count 5",
            ])
        #expect(lines(.openMetrics).contains("# UNIT test_wait_seconds seconds"))
        #expect(!lines(.prometheus).contains { $0.hasPrefix("# UNIT") })
    }

    @Test func `A timer's durations are seconds`() {
        Timer(label: "test_wait_seconds", dimensions: [], factory: registry).recordMilliseconds(750)
        #expect(lines(.prometheus).contains("test_wait_seconds_sum 0.75"))
    }

    @Test func `OpenMetrics ends with EOF, the older format does not`() {
        #expect(Exposition.render(registry, as: .openMetrics).hasSuffix("\n# EOF\n"))
        #expect(!Exposition.render(registry, as: .prometheus).contains("EOF"))
    }

    @Test func `Every value has a text: whole, broken, endless and none`() {
        #expect(MetricText.number(3) == "3")
        #expect(MetricText.number(-0.25) == "-0.25")
        #expect(MetricText.number(.infinity) == "+Inf")
        #expect(MetricText.number(-.infinity) == "-Inf")
        #expect(MetricText.number(.nan) == "NaN")
        #expect(MetricText.number(1e300) == "1e+300")
    }

    @Test func `The same name and labels are one number, whoever asks for it`() {
        let dimensions = [("route", "/b"), ("status", "404")]
        Counter(label: "test_requests", dimensions: dimensions, factory: registry).increment()
        Counter(label: "test_requests", dimensions: dimensions, factory: registry).increment()
        #expect(
            lines(.prometheus).contains(#"test_requests_total{route="/b",status="404"} 2"#))
    }

    @Test func `A name that is of another kind already counts nothing, and breaks nothing`() {
        Meter(label: "test_wait_seconds", factory: registry).set(5)
        Counter(label: "test_depth", factory: registry).increment()
        #expect(!lines(.prometheus).contains { $0.hasPrefix("test_depth ") })
    }

    @Test func `What libraries count is shown under a name that both formats take, up to a limit`()
    {
        Counter(label: "http.requests-total", factory: registry).increment()
        #expect(lines(.prometheus).contains("http_requests_total_total 1"))
        for index in 0..<2_000 {
            Counter(label: "library", dimensions: [("id", "\(index)")], factory: registry)
                .increment()
        }
        #expect(lines(.prometheus).count { $0.hasPrefix("library_total") } == 999)
    }

    @Test(
        arguments: [
            (nil, Exposition.Format.prometheus), ("*/*", .prometheus), ("text/plain", .prometheus),
            ("application/openmetrics-text", .openMetrics),
            ("application/openmetrics-text; version=0.0.1", .prometheus),
            ("application/openmetrics-text;q=0", .prometheus),
            ("text/plain;q=0.9, application/openmetrics-text;version=1.0.0;q=0.4", .prometheus),
            (
                "application/openmetrics-text;version=1.0.0;q=0.5,"
                    + "application/openmetrics-text;version=0.0.1;q=0.4,"
                    + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
                .openMetrics
            ),
        ]) func `The format is what Accept asks for`(accept: String?, format: Exposition.Format)
    {
        #expect(Exposition.Format(accept: accept) == format)
    }
}
