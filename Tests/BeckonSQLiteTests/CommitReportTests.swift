import BeckonModel
import BeckonStore
import BeckonTelemetry
import StoreTesting
import Synchronization
import Testing

@testable import BeckonSQLite

@Suite struct CommitReportTests {
    private final class Told: Sendable {
        private let notices = Mutex<[StoreNotice]>([])
        var all: [StoreNotice] { notices.withLock { $0 } }
        func tell(_ notice: StoreNotice) { notices.withLock { $0.append(notice) } }
    }

    private func append(_ request: RequestTrace? = nil) -> LogWriter.Item {
        var workload = Workload(seed: 7)
        let change = workload.open()
        return .append(
            Append(
                ticket: change.ticket, encoded: change.entries.map(EncodedEntry.init),
                request: request
            ) { _ in })
    }

    private func text(_ notice: StoreNotice, _ key: String) -> String {
        notice.metadata[key].map { "\($0)" } ?? ""
    }

    @Test func `A batch that fails is one line with its cause and whose it was`() throws {
        let told = Told()
        let report = CommitReport(SQLiteOptions(), told.tell)
        let requests = (0..<20).map { _ in RequestTrace() }
        report.failed(requests.map { append($0) }, .sqlite(SQLiteFailure(code: 13)))
        #expect(told.all.count == 1)
        let notice = try #require(told.all.first)
        #expect(
            notice.description
                == "A batch could not be stored: database or disk is full (SQLite 13)")
        #expect("\(notice.level)" == "error")
        #expect(text(notice, "writes") == "20")
        let first = requests.prefix(8).map(\.requestID).joined(separator: ",")
        #expect(text(notice, "request_id") == first)
    }

    @Test func `While everything fails there are ten lines a second, and then a number`() {
        let told = Told()
        let report = CommitReport(SQLiteOptions(), told.tell)
        let start = ContinuousClock.now
        for _ in 0..<25 { report.failed([append()], .foldingFails, at: start) }
        #expect(told.all.count == 10)
        report.failed([append()], .filesAreGone, at: start + .seconds(1))
        #expect(told.all.count == 11)
        #expect(
            told.all.last?.description.hasSuffix("; 15 more since the last line like this") == true)
    }

    @Test func `Whoever only tries whether writing works is told of nothing`() {
        let told = Told()
        let report = CommitReport(SQLiteOptions(), told.tell)
        let probe = LogWriter.Job(run: { _ in { _ in } }, fail: { _ in }, isProbe: true)
        report.failed([.job(probe)], .syncFailedBefore)
        report.failed([], .syncFailedBefore)
        #expect(told.all.isEmpty)
    }

    @Test func `Commits are told of where somebody asked for it, with their requests`() async throws
    {
        try await TemporaryDirectory.with { path in
            let told = Told()
            var options = SQLiteOptions()
            options.tellsCommits = true
            let store = try await SQLiteStore.open(
                DataDirectory(path: path), options: options, tell: told.tell)
            let request = RequestTrace()
            guard case .append(let append) = append(request) else { return }
            await withCheckedContinuation { continuation in
                store.append(
                    Append(
                        ticket: append.ticket, encoded: append.entries, request: append.request
                    ) { outcome in
                        #expect(outcome == .committed)
                        continuation.resume()
                    })
            }
            let damaged = try await store.damagedTicketCount()
            await store.close()
            #expect(damaged == 0)
            let commits = told.all.filter { "\($0.level)" == "debug" }
            #expect(commits.map(\.description) == ["Committed"])
            #expect(commits.map { text($0, "request_id") } == [request.requestID])
            #expect(commits.map { text($0, "trace_id") } == [request.context.traceID])
        }
    }
}
