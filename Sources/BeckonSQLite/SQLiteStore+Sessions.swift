package import BeckonModel
package import BeckonStore
import GRDB

extension SQLiteStore {
    package func insert(_ session: Session) async throws(StoreError) {
        let (staff, customer): (SQLValue, SQLValue) =
            switch session.person {
            case .staff(let id): (.text(id.rawValue), .null)
            case .customer(let id): (.null, .text(id.rawValue))
            }
        try await run(
            """
            INSERT INTO session(id, staff, customer, created_at, last_seen_at)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                .blob(session.id.hash), staff, customer, .time(session.createdAt),
                .time(session.lastSeenAt),
            ])
    }

    package func session(_ id: SessionID) async throws(StoreError) -> Session? {
        try await read { db in
            let sql = "SELECT staff, customer, created_at, last_seen_at FROM session WHERE id = ?"
            guard let row = try db.row(sql, [.blob(id.hash)]) else { return nil }
            let person: Session.Person
            if let staff = row.text(0) {
                person = .staff(StaffID(unchecked: staff))
            } else {
                person = .customer(UserID(unchecked: try row.requiredText(1)))
            }
            return Session(
                id: id, person: person, createdAt: try row.requiredTime(2),
                lastSeenAt: try row.requiredTime(3))
        }
    }

    package func touch(_ id: SessionID, at now: Timestamp) async throws(StoreError) {
        try await run(
            "UPDATE session SET last_seen_at = ? WHERE id = ?", [.time(now), .blob(id.hash)])
    }

    package func delete(_ id: SessionID) async throws(StoreError) {
        try await run("DELETE FROM session WHERE id = ?", [.blob(id.hash)])
    }

    package func deleteSessions(
        of person: Session.Person
    ) async throws(StoreError) -> [SessionID] {
        let (column, value): (String, String) =
            switch person {
            case .staff(let id): ("staff", id.rawValue)
            case .customer(let id): ("customer", id.rawValue)
            }
        return try await writer.write { connection throws(SQLiteFailure) in
            let statement = try connection.prepare(
                "DELETE FROM session WHERE \(column) = ? RETURNING id")
            var gone: [SessionID] = []
            try statement.each([.text(value)]) { row in
                if let hash = row.bytes(0) { gone.append(SessionID(hash: hash)) }
            }
            return gone
        }
    }

    package func deleteSessions(
        createdBefore created: Timestamp, orNotSeenSince seen: Timestamp
    ) async throws(StoreError) -> Int {
        try await run(
            """
            DELETE FROM session WHERE id IN (
                SELECT id FROM session WHERE created_at < ? OR last_seen_at < ? LIMIT 1000)
            """, [.time(created), .time(seen)])
    }

    package func putSecret(
        _ hash: [UInt8], purpose: String, expires: Timestamp
    ) async throws(StoreError) {
        try await run(
            """
            INSERT INTO secret(purpose, hash, expires) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET hash = excluded.hash, expires = excluded.expires
            """, [.text(purpose), .blob(hash), .time(expires)])
    }

    package func takeSecret(
        _ hash: [UInt8], purpose: String, at now: Timestamp
    ) async throws(StoreError) -> Bool {
        try await run(
            "DELETE FROM secret WHERE purpose = ? AND hash = ? AND expires > ?",
            [.text(purpose), .blob(hash), .time(now)]) == 1
    }
}
