import BeckonStore
import Dispatch
import Foundation
import Synchronization

/// Looks through the whole log on a thread of its own, while the server works already: where the last end was not clean, or somebody else has
/// changed the file since. After a clean end with the file as it was left there is nothing to look for.
final class LogExamination: Sendable {
    private struct State {
        var isStopped = false
        var isDone = false
        var damages = 0
    }

    /// More of them say nothing new.
    private static let told = 20
    private static let chunk = 256
    /// Behind everything else; and at most a fifth of a processor.
    private static let niceness: Int32 = 15
    private static let rest = 4.0

    private let path: String
    private let end: Int64
    private let tell: StoreListener
    private let state = Mutex(State())
    private let ended = DispatchSemaphore(value: 0)

    /// `end`: the log's last position.
    init(path: String, end: Int64, tell: @escaping StoreListener) {
        self.path = path
        self.end = end
        self.tell = tell
    }

    func start() {
        let thread = Thread { [self] in
            Thread.current.name = "beckon-look"
            #if os(Linux)
                // On Linux a niceness is a thread's own; 0 is the calling one.
                _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
            #endif
            do throws(SQLiteFailure) {
                try examine()
            } catch {
                found { tell(.damage(.notExamined(why: "\(error)"))) }
            }
            ended.signal()
        }
        thread.start()
    }

    /// Whether all was looked at, and nothing found.
    var isFine: Bool { state.withLock { $0.isDone && $0.damages == 0 } }

    /// Blocks the writer's thread until the file is not read any more.
    func stop() {
        state.withLock { $0.isStopped = true }
        _ = ended.wait(timeout: .distantFuture)
    }

    private func examine() throws(SQLiteFailure) {
        let connection = try Connection(path: path)
        let statement = try connection.prepare(LogCheck.someSQL)
        var check = LogCheck(after: 0)
        while check.position < end {
            if state.withLock({ $0.isStopped }) { return }
            let began = ContinuousClock.now
            let before = check.position
            var damages: [LogDamage] = []
            try statement.each([.integer(check.position), .integer(Self.chunk)]) { row in
                damages += check.check(row)
            }
            for damage in damages {
                found { tell(.damage(.log(damage))) }
            }
            if check.position == before { break }
            let worked = ContinuousClock.now - began
            usleep(useconds_t(min(worked * Self.rest / .microseconds(1), 100_000)))
        }
        let damages = state.withLock { state in
            state.isDone = true
            return state.damages
        }
        if damages > Self.told { tell(.damage(.more(damages - Self.told))) }
    }

    private func found(_ say: () -> Void) {
        let count = state.withLock { state in
            state.damages += 1
            return state.damages
        }
        if count <= Self.told { say() }
    }
}
