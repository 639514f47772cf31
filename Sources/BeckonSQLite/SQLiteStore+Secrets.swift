package import BeckonModel
package import BeckonStore

extension SQLiteStore: SecretStore {
    package func rotateSecret(
        of key: DocumentKey, to secret: [UInt8], at now: Timestamp, formerUntil: Timestamp
    ) async throws(StoreError) {
        let (kind, id) = (SQLValue.text(key.kind), SQLValue.text(key.id.rawValue))
        try await writer.write { connection throws(SQLiteFailure) in
            try connection.prepare(
                "DELETE FROM document_secret WHERE kind = ? AND id = ? AND ends_at IS NOT NULL"
            ).run([kind, id])
            try connection.prepare(
                "UPDATE document_secret SET ends_at = ? WHERE kind = ? AND id = ?"
            ).run([.time(formerUntil), kind, id])
            try connection.prepare(
                "INSERT INTO document_secret(kind, id, value, made_at) VALUES (?, ?, ?, ?)"
            ).run([kind, id, .blob(secret), .time(now)])
        }
    }

    package func secrets(
        of key: DocumentKey, at now: Timestamp
    ) async throws(StoreError) -> [[UInt8]] {
        try await read { db in
            try db.rows(
                """
                SELECT value FROM document_secret
                WHERE kind = ? AND id = ? AND ifnull(ends_at > ?, 1) ORDER BY number DESC
                """, [.text(key.kind), .text(key.id.rawValue), .time(now)]
            ).map { row throws(StoreError) in
                guard let value = row.bytes(0) else { throw StoreError.corrupt }
                return value
            }
        }
    }
}
