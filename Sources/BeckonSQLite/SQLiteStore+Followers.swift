package import BeckonStore
import GRDB
import Synchronization

extension SQLiteStore: FollowerStore {
    package func takeLease(
        _ name: String, for node: NodeID, lasting time: Duration
    ) async throws(StoreError) -> Lease? {
        let now = writer.options.leaseTime
        let renewed = leases.withLock { $0.renew(name, for: node, until: now() + time) }
        // To renew costs no write.
        if let renewed { return renewed }
        guard leases.withLock({ $0.isFree(name, at: now()) }) else { return nil }
        let taken = try await writer.write { [self] connection throws(SQLiteFailure) in
            // Jobs run one after the other: who asked before may have it by now.
            guard leases.withLock({ $0.isFree(name, at: now()) }) else { return Lease?.none }
            let token = try connection.prepare(
                """
                INSERT INTO lease(name, token) VALUES (?, 1)
                ON CONFLICT DO UPDATE SET token = token + 1 RETURNING token
                """
            ).first(.text(name)) { $0.integer(0) ?? 0 }
            return token.map { Lease(name: name, holder: node, token: $0) }
        }
        if let taken { leases.withLock { $0.hold(taken, until: now() + time) } }
        return taken
    }

    package func release(_ lease: Lease) async throws(StoreError) {
        leases.withLock { $0.release(lease) }
    }

    package func cursor(of follower: String) async throws(StoreError) -> LogCursor? {
        try await read { db in
            try db.row("SELECT position FROM follower WHERE name = ?", [.text(follower)])?
                .integer(0).map(LogCursor.init(position:))
        }
    }

    package func save(
        _ cursor: LogCursor, of follower: String, under lease: Lease
    ) async throws(StoreError) -> Bool {
        if lease.name != follower { return false }
        return try await writer.write { connection throws(SQLiteFailure) in
            try connection.prepare(
                """
                INSERT INTO follower(name, position)
                SELECT ?1, ?2 WHERE (SELECT token FROM lease WHERE name = ?1) = ?3
                ON CONFLICT DO UPDATE SET position = excluded.position
                """
            ).run(.text(follower), .integer(cursor.position), .integer(lease.token))
            return connection.changes > 0
        }
    }
}
