import CoreMetrics
import Synchronization
import Testing

@testable import BeckonTelemetry

@Suite struct ServerMetricsTests {
    private let declarations = ServerMetrics().all.map(\.declaration)

    @Test func `All are found, each name once`() {
        #expect(declarations.count > 30)
        #expect(Set(declarations.map(\.name)).count == declarations.count)
    }

    @Test func `Names, help and buckets are what the formats ask for`() {
        for declaration in declarations {
            let name = declaration.name
            #expect(MetricText.name(name) == name && name == name.lowercased())
            for suffix in ["_total", "_count", "_sum", "_bucket", "_created"] {
                #expect(!name.hasSuffix(suffix), "\(name)")
            }
            #expect(declaration.help.hasSuffix("."), "\(name)")
            #expect((declaration.kind == .histogram) == !declaration.buckets.isEmpty, "\(name)")
            #expect(declaration.buckets == declaration.buckets.sorted(), "\(name)")
            #expect(declaration.labels.count <= 3, "\(name)")
            #expect(!declaration.labels.contains { ["le", "quantile"].contains($0) }, "\(name)")
        }
    }

    @Test func `No label names a person, a ticket or an address`() {
        let forbidden = ["user", "staff", "id", "ticket", "address", "email", "client", "path"]
        for label in declarations.flatMap(\.labels) { #expect(!forbidden.contains(label)) }
    }

    @Test func `Beyond its limit all further label values are one`() {
        let table = HandleTable<Named>(limit: 3)
        let declaration = MetricDeclaration("test", .counter, labels: ["a", "b"], help: ".")
        let names = (0..<10).map { index in
            table.handle(for: LabelValues("\(index)", "x")) { Named($0.dimensions(declaration)) }
                .name
        }
        #expect(names[..<3] == ["0 x", "1 x", "2 x"])
        #expect(Set(names[3...]) == ["other other"])
        let again = table.handle(for: LabelValues("1", "x")) { _ in Named([]) }
        #expect(again.name == "1 x")
    }

    @Test func `One handle stands for the same values, however many threads ask at once`() async {
        let table = HandleTable<Named>(limit: 64)
        let handles = await withTaskGroup(of: [ObjectIdentifier].self) { group in
            for _ in 0..<16 {
                group.addTask {
                    (0..<64).map { index in
                        ObjectIdentifier(
                            table.handle(for: LabelValues("\(index)")) { _ in Named([]) })
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(handles).count == 1)
        #expect(Set(handles[0]).count == 64)
    }

    @Test(
        arguments: [
            (#"{"type":"ack","seq":1}"#, "ack"), (#"{"type":"going_away"}"#, "going_away"),
            (#"{"seq":1,"type":"ack"}"#, "other"), (#"{"type":"Ä"}"#, "other"),
            (#"{"type":""}"#, "other"), (#"{"type":"never_ends"#, "other"), ("", "other"),
            (#"{"type":"\#(String(repeating: "a", count: 40))"}"#, "other"),
        ]) func `A frame is counted by its type, and what does not begin with one is other`(
            frame: String, type: String
        )
    {
        let metric = CounterMetric("test_frames_\(type)_\(frame.utf8.count)", ["type"], help: ".")
        metric.add(2, typeOf: Array(frame.utf8))
        metric.add(1, typeOf: Array(frame.utf8))
        let text = Exposition.render(.shared, as: .prometheus)
        #expect(text.contains(#"\#(metric.declaration.name)_total{type="\#(type)"} 3"#))
    }

    @Test func `swift-metrics' own functions lead to the same registry`() {
        _ = MetricsRegistry.shared
        Counter(label: "test_bootstrapped").increment()
        #expect(Exposition.render(.shared, as: .prometheus).contains("test_bootstrapped_total 1"))
    }
}

private final class Named: Sendable {
    let name: String
    init(_ dimensions: [(String, String)]) {
        name = dimensions.map(\.1).joined(separator: " ")
    }
}
