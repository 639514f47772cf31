import BeckonStore
import BeckonTelemetry
import Foundation
import Synchronization

/// Checks every page of the data file and then every line of the log, on a thread of its own and while the server already works. This is done
/// where the last run did not end cleanly or somebody else has changed the file since; after a clean end there is nothing to look for.
final class LogExamination: Sendable {
    private struct State {
        var isStopped = false
        var isDone = false
        var damages = 0
    }

    /// More of them say nothing new.
    private static let told = 20
    private static let chunk = 256
    /// Of SQLite's virtual machine.
    private static let instructions: Int32 = 1_000
    /// Behind everything else.
    private static let niceness: Int32 = 15

    private let path: String
    private let end: Int64
    private let tell: StoreListener
    private let state = Mutex(State())
    private let ended = Latch()

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
            } catch  where !isStopped {
                found { tell(.damage(.notExamined(why: "\(error)"))) }
            } catch {}
            ended.open()
        }
        thread.start()
    }

    /// Whether all was looked at, and nothing found.
    var isFine: Bool { state.withLock { $0.isDone && $0.damages == 0 } }

    /// Blocks the writer's thread until the file is not read any more.
    func stop() {
        state.withLock { $0.isStopped = true }
        ended.pass()
    }

    private var isStopped: Bool { state.withLock { $0.isStopped } }

    private func examine() throws(SQLiteFailure) {
        let connection = try Connection(path: path)
        try examinePages(connection)
        try examineLog(connection)
        let damages = state.withLock { state in
            if !state.isStopped { state.isDone = true }
            return state.damages
        }
        if damages > Self.told { tell(.damage(.more(damages - Self.told))) }
    }

    /// SQLite's own check of every page, but for the contents of indexes.
    private func examinePages(_ connection: Connection) throws(SQLiteFailure) {
        var pace = ExaminationPace()
        connection.watch(each: Self.instructions) { [self] in
            pace.pause()
            return !isStopped
        }
        defer { connection.watch(each: 0) { true } }
        do throws(SQLiteFailure) {
            let pages = try connection.prepare("PRAGMA quick_check(\(Self.told))")
            try pages.each([]) { row in
                guard let words = row.text(0), words != "ok" else { return }
                found { tell(.damage(.file(words))) }
            }
        } catch {
            // Some damage it names, at some it ends.
            guard error.storeError == .corrupt else { throw error }
            found { tell(.damage(.file("\(error)"))) }
        }
    }

    private func examineLog(_ connection: Connection) throws(SQLiteFailure) {
        let statement = try connection.prepare(LogCheck.someSQL)
        var check = LogCheck(after: 0)
        var pace = ExaminationPace()
        while check.position < end {
            if isStopped { return }
            let before = check.position
            var damages: [LogDamage] = []
            try statement.each([.integer(check.position), .integer(Self.chunk)]) { row in
                damages += check.check(row)
            }
            tell(of: damages)
            if check.position == before { break }
            pace.pause()
        }
        var damages: [LogDamage] = []
        try connection.prepare(LogCheck.misplacedSQL).each([]) { damages += check.check($0) }
        tell(of: damages)
    }

    private func tell(of damages: [LogDamage]) {
        for damage in damages {
            metrics.damagedLines.add(1, "examination")
            found { tell(.damage(.log(damage))) }
        }
    }

    private func found(_ say: () -> Void) {
        let count = state.withLock { state in
            state.damages += 1
            return state.damages
        }
        if count <= Self.told { say() }
    }
}

/// At most a fifth of a processor: rests four times as long as it worked.
private struct ExaminationPace {
    private static let rest = 4.0
    private static let slice = Duration.milliseconds(1)

    private var began = ContinuousClock.now

    mutating func pause() {
        let worked = ContinuousClock.now - began
        if worked < Self.slice { return }
        usleep(useconds_t(min(worked * Self.rest / .microseconds(1), 100_000)))
        began = .now
    }
}
