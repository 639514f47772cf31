package import BeckonModel
import BeckonSQLite
package import BeckonStore
import Foundation

package typealias Store = TicketStore & PeopleStore & DocumentStore & FollowerStore & HistoryStore
    & OutboxStore & SecretStore

/// The implementations that the contract holds for.
package enum Backend: String, CaseIterable, Sendable {
    case memory
    /// Folds as late as it can: reads answer from the unfolded tail, or make the store fold.
    case sqliteUnfolded
    /// Folds at once: reads answer from the rows.
    case sqliteFolded

    /// Runs `body` with a fresh store, and closes it.
    package func run(
        leaseTime: @escaping SteadyTime = SteadyClock.now,
        _ body: (any Store) async throws -> Void
    ) async throws {
        switch self {
        case .memory:
            let store = InMemoryStore(leaseTime: leaseTime)
            try await body(store)
            await store.close()
        case .sqliteUnfolded: try await Self.sqlite(.seconds(3600), leaseTime, body)
        case .sqliteFolded: try await Self.sqlite(.zero, leaseTime, body)
        }
    }

    private static func sqlite(
        _ delay: Duration, _ leaseTime: @escaping SteadyTime,
        _ body: (any Store) async throws -> Void
    ) async throws {
        try await TemporaryDirectory.with { path in
            var options = SQLiteOptions()
            options.foldDelay = delay
            options.leaseTime = leaseTime
            let store = try await SQLiteStore.open(DataDirectory(path: path), options: options)
            try await body(store)
            await store.close()
        }
    }
}

package enum TemporaryDirectory {
    package static func with<Result>(_ body: (String) async throws -> Result) async throws -> Result
    {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("beckon-test-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }
}

extension TicketStore {
    /// Appends and waits for the outcome.
    package func appended(
        _ ticket: TicketID, _ entries: [Entry], chain: AppendChain = AppendChain()
    ) async -> AppendOutcome {
        await withCheckedContinuation { continuation in
            append(
                Append(
                    ticket: ticket, encoded: entries.map { EncodedEntry($0) }, chain: chain
                ) { continuation.resume(returning: $0) })
        }
    }

    package func appended(
        _ change: (ticket: TicketID, entries: [Entry]), chain: AppendChain = AppendChain()
    ) async -> AppendOutcome {
        await appended(change.ticket, change.entries, chain: chain)
    }

    /// All pages of a list; `between` runs after each.
    package func allPages(
        _ query: TicketQuery, between: () async -> Void = {}
    ) async throws -> [TicketRecord] {
        var query = query
        var records: [TicketRecord] = []
        while true {
            let page = try await tickets(query)
            records += page.records
            guard let next = page.next else { return records }
            query.cursor = next
            await between()
        }
    }
}
