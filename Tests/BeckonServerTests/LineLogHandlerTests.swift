import Logging
import Synchronization
import Testing

@testable import BeckonServer

@Suite struct LineLogHandlerTests {
    @Test func `Whatever is logged stays on its line`() {
        let kept = Kept()
        var logger = Logger(label: "test", factory: { _ in LineLogHandler(KeepingHandler(kept)) })
        logger[metadataKey: "own"] = "a\u{1B}[31m"
        logger.warning(
            "Two\nlines", metadata: ["name": "b\rc", "list": ["d\u{2028}e"], "fine": "ü \\u{d}"])
        #expect(
            kept.lines == [
                #"Two\u{a}lines fine=ü \u{d} list=["d\u{2028}e"] name=b\u{d}c own=a\u{1b}[31m"#
            ])
    }
}

private final class Kept: Sendable {
    private let all = Mutex<[String]>([])
    var lines: [String] { all.withLock { $0 } }
    func add(_ line: String) { all.withLock { $0.append(line) } }
}

private struct KeepingHandler: LogHandler {
    var logLevel = Logger.Level.trace
    var metadata: Logger.Metadata = [:]
    private let kept: Kept

    init(_ kept: Kept) { self.kept = kept }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let pairs = all.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        kept.add("\(event.message) \(pairs)")
    }
}
