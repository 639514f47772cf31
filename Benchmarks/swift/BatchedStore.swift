import BeckonModel
import BeckonStore
import BeckonWire
import Synchronization

/// A store that keeps nothing: every ticket begins as the live one of the benchmarks, and what was appended is committed when the benchmark says so,
/// on its own thread.
final class BatchedStore: TicketStore {
    private let queued = Mutex<[Append]>([])

    func append(_ append: Append) { queued.withLock { $0.append(append) } }

    /// Commits all that was appended so far; how much it was.
    func commit() -> Int {
        let appends = queued.withLock { queued in
            let appends = queued
            queued.removeAll(keepingCapacity: true)
            return appends
        }
        for append in appends { append.done(.committed) }
        return appends.count
    }

    func log(
        of ticket: TicketID, after: Seq, limit: Int, bytes: Int
    ) async throws(StoreError) -> [LogLine] {
        MicroBenchmark.liveLog(ticket, number: 1001).filter { $0.seq > after }.prefix(limit)
            .map(LogLine.init(encoding:))
    }

    func log(
        of ticket: TicketID, before: Seq, limit: Int, bytes: Int
    ) async throws(StoreError) -> [LogLine] {
        []
    }

    func newestPosition() async throws(StoreError) -> Int64 { 0 }

    func log(after position: Int64, limit: Int) async throws(StoreError) -> [PositionedLine] { [] }

    func takeTicketNumber() throws(StoreError) -> Int { 1001 }
    func ticket(_ id: TicketID) async throws(StoreError) -> TicketRecord? { nil }
    func ticket(number: Int) async throws(StoreError) -> TicketRecord? { nil }
    func tickets(_ query: TicketQuery) async throws(StoreError) -> TicketPage {
        TicketPage(records: [], next: nil)
    }
    func counts(for staff: StaffID, in scope: Scope) async throws(StoreError) -> TicketCounts {
        throw .unavailable
    }
    func ticketCount(
        of customer: UserID, in scope: Scope
    ) async throws(StoreError) -> Int { 0 }
    func entry(externalID: ExternalID) async throws(StoreError) -> EntryReference? { nil }
    func ticket(
        createdBy customer: UserID, clientID: ClientID
    ) async throws(StoreError) -> TicketID? { nil }
    func save(_ marks: Marks, of ticket: TicketID) {}
    func check() async throws(StoreError) {}
    func close() async {}
}
