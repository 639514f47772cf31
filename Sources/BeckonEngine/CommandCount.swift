import BeckonModel
import BeckonTelemetry
import BeckonWire
import CoreMetrics

/// Counts commands by kind and result.
enum CommandCount {
    /// What nearly all commands are; kept, so that it costs one addition.
    private static let storedMessages = metrics.commands.handle("message", "ok")

    static func add(_ command: Command, _ result: Result<Answer, Failure>) {
        if case .message = command, case .success(let answer) = result, !answer.entries.isEmpty {
            storedMessages.increment()
        } else {
            metrics.commands.add(1, command.kind, result.name)
        }
    }
}
