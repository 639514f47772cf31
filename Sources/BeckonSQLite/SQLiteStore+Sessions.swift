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
            INSERT INTO session(id, staff, customer, created_at, last_seen_at, address, agent)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .blob(session.id.hash), staff, customer, .time(session.createdAt),
                .time(session.lastSeenAt), .text(session.origin.address),
                .text(session.origin.agent),
            ])
    }

    package func session(_ id: SessionID) async throws(StoreError) -> Session? {
        try await read { db in
            try db.row("\(Self.sessions) WHERE id = ?", [.blob(id.hash)]).map(Self.session)
        }
    }

    package func sessions(of person: Session.Person) async throws(StoreError) -> [Session] {
        let (column, value) = Self.owner(person)
        return try await read { db in
            let sql = """
                \(Self.sessions) WHERE \(column) = ? ORDER BY created_at DESC LIMIT 1000
                """
            return try db.rows(sql, [.text(value)]).map(Self.session)
        }
    }

    private static let sessions =
        "SELECT id, staff, customer, created_at, last_seen_at, address, agent FROM session"

    private static func session(_ row: Row) throws(StoreError) -> Session {
        guard let id = row.bytes(0) else { throw .corrupt }
        let person: Session.Person
        if let staff = row.text(1) {
            person = .staff(StaffID(unchecked: staff))
        } else {
            person = .customer(UserID(unchecked: try row.requiredText(2)))
        }
        return Session(
            id: SessionID(hash: id), person: person, createdAt: try row.requiredTime(3),
            lastSeenAt: try row.requiredTime(4),
            origin: SessionOrigin(address: row.text(5), agent: row.text(6)))
    }

    private static func owner(_ person: Session.Person) -> (column: String, value: String) {
        switch person {
        case .staff(let id): ("staff", id.rawValue)
        case .customer(let id): ("customer", id.rawValue)
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
        let (column, value) = Self.owner(person)
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

    package func expiry(
        ofSecret hash: [UInt8], purpose: String, at now: Timestamp
    ) async throws(StoreError) -> Timestamp? {
        try await read { db in
            let sql = "SELECT expires FROM secret WHERE purpose = ? AND hash = ? AND expires > ?"
            return try db.row(sql, [.text(purpose), .blob(hash), .time(now)])?.requiredTime(0)
        }
    }

    package func dropSecret(purpose: String) async throws(StoreError) {
        try await run("DELETE FROM secret WHERE purpose = ?", [.text(purpose)])
    }

    package func ownSecret(_ name: String) async throws(StoreError) -> [UInt8] {
        let setting = SQLValue.text("secret." + name)
        try await run(
            "INSERT INTO setting(name, value) VALUES (?, lower(hex(randomblob(32)))) "
                + "ON CONFLICT DO NOTHING", [setting])
        let hex = try await read { db in
            try db.row("SELECT value FROM setting WHERE name = ?", [setting])?.requiredText(0)
        }
        guard let digits = hex.map({ Array($0.utf8) }), digits.count == 64 else { throw .corrupt }
        return stride(from: 0, to: 64, by: 2).map { index in
            UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) ?? 0
        }
    }
}
