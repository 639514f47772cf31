import BeckonTelemetry
import NIOCore

/// Measures how long a task waits for its turn on each event loop: what keeps one busy keeps all its connections waiting.
struct LoopWatch: Sendable {
    private static let pause = Duration.milliseconds(500)

    let group: any EventLoopGroup

    func run() async {
        let loops = Array(group.makeIterator()).enumerated().map { index, loop in
            (loop: loop, labels: LabelValues(String(index)))
        }
        while !Task.isCancelled {
            for (loop, labels) in loops {
                let asked = ContinuousClock.now
                loop.execute { metrics.loopLag.record(.now - asked, labels) }
            }
            do { try await Task.sleep(for: Self.pause) } catch { return }
        }
    }
}
