import BeckonModel
package import BeckonStore
import BeckonTelemetry
import BeckonWire
import Synchronization

extension Engine {
    /// From now on others append to the store too (`followLog`). To be called before anything is read.
    package func startFollowing() async throws(StoreError) {
        let position = try await store.newestPosition()
        state.withLock { $0.cursor = position }
    }

    /// Takes in what other nodes have appended since the last time. One call at a time: when rung for, and now and then without, since a
    /// doorbell may fail.
    package func followLog() async throws(StoreError) {
        for ticket in state.withLock({ $0.behind }).sorted() { try await isLoaded(ticket) }
        while let cursor = state.withLock({ $0.cursor }) {
            let lines = try await store.log(after: cursor, limit: Limits.followedLines)
            guard let last = lines.last else { return }
            let groups = Dictionary(grouping: lines, by: \.ticket).sorted { $0.key < $1.key }
            for (ticket, _) in groups { try await isLoaded(ticket) }
            try follow(groups.map { ($0.key, $0.value.map(\.line)) }, upTo: last.position)
            logBell.ring()
        }
    }

    /// Only a store that is away stops the reading along. A ticket that cannot be had, because its log is damaged, stops nobody.
    private func isLoaded(_ id: TicketID) async throws(StoreError) {
        do { try await loaded(id) } catch .storeUnavailable { throw .unavailable } catch {}
    }

    private func follow(
        _ groups: [(TicketID, [LogLine])], upTo position: Int64
    ) throws(StoreError) {
        // Most lines are our own: only what is missing is read, and outside the lock.
        let known = state.withLock { state in
            groups.map { state.active[$0.0]?.committedSeq ?? .max }
        }
        var missing: [(TicketID, newest: Seq, [EncodedEntry])] = []
        for ((ticket, lines), known) in zip(groups, known) {
            var entries: [EncodedEntry] = []
            for line in lines where line.seq > known {
                let encoded = EncodedEntry(reading: line, of: ticket)
                if encoded.entry.body == .damaged { metrics.damagedLines.add(1, "follow") }
                entries.append(encoded)
            }
            missing.append((ticket, lines.last?.seq ?? 0, entries))
        }
        state.withLock { state in
            for (id, newest, entries) in missing {
                guard let ticket = state.active[id] else { continue }
                ticket.followedSeq = max(ticket.followedSeq, newest)
                // What is under way is among these lines, or will lose against them and then read on.
                if ticket.isBehind || ticket.hasEntriesUnderWay { continue }
                take(entries[...], of: ticket, &state)
                if ticket.committedSeq < newest { state.markBehind(ticket) }
            }
            state.cursor = position
        }
    }
}
