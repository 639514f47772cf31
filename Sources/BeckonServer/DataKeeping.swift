import BeckonSQLite
import Foundation

/// Backups of the data and what is made of them, for the command line.
package struct DataKeeping {
    /// The directory of the data.
    private let data: String
    /// Lines for the person at the terminal.
    private let say: (String) -> Void

    package init(data: String, say: @escaping (String) -> Void) {
        self.data = data
        self.say = say
    }

    /// While a server runs, or while none does. Throws `BackupFailure`; `false` when the data is damaged: the backup holds it as it is.
    package func backUp(to target: String) throws -> Bool {
        let progress = Progress(say: say)
        let findings = try Backup(of: data, to: target, progress: progress.copied).run()
        for finding in findings { say("damaged: \(finding)") }
        say(findings.isEmpty ? "backed up to \(target)" : "backed up to \(target) as it is")
        return findings.isEmpty
    }

    /// While no server runs. Throws `BackupFailure`, or `DataDirectory.Failure`.
    package func restore(from source: String) throws {
        let progress = Progress(say: say)
        let result = try Restore(from: source, to: data, progress: progress.copied).run()
        say("restored \(result.lines) lines of the log from \(source)")
        if let before = result.before { say("the data from before is in \(before)") }
    }
}

/// Says how far it is, once a second.
private final class Progress {
    private static let interval = Duration.seconds(1)

    private let say: (String) -> Void
    private var saidAt = ContinuousClock.now

    init(say: @escaping (String) -> Void) { self.say = say }

    func copied(_ done: Int64, _ all: Int64) {
        let isEnd = done == all
        guard isEnd || ContinuousClock.now - saidAt >= Self.interval else { return }
        saidAt = .now
        let percent = all == 0 ? 100 : done * 100 / all
        say("\(percent) % of \(Self.size(all))\(isEnd ? " copied, checking it" : "")")
    }

    private static func size(_ bytes: Int64) -> String {
        bytes < 10_000_000 ? "\(bytes / 1_000) kB" : "\(bytes / 1_000_000) MB"
    }
}
