package import BeckonModel
package import BeckonStore
import GRDB

extension SQLiteStore: KeyStore {
    private static let columns = """
        id, name, hash, rights, inboxes, creator, creator_name, created_at, last_used_at, revoked_at
        """

    package func apiKeys() async throws(StoreError) -> [APIKey] {
        try await read { db in
            try db.rows("SELECT \(Self.columns) FROM api_key ORDER BY created_at, id", [])
                .map { try Self.key($0) }
        }
    }

    package func apiKey(hash: [UInt8]) async throws(StoreError) -> APIKey? {
        try await read { db in
            try db.row("SELECT \(Self.columns) FROM api_key WHERE hash = ?", [.blob(hash)])
                .map { try Self.key($0) }
        }
    }

    package func insert(_ key: APIKey) async throws(StoreError) {
        try await writer.write { connection throws(SQLiteFailure) in
            try connection.prepare(
                "INSERT INTO api_key(\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            ).run([
                .text(key.id.rawValue), .text(key.name), .blob(key.hash),
                .text(Self.text(key.rights.map(\.rawValue))),
                .text(key.inboxes.map { Self.text($0.map(\.rawValue)) }),
                .text(key.createdBy.id.rawValue), .text(key.createdBy.name), .time(key.createdAt),
                .time(key.lastUsedAt), .time(key.revokedAt),
            ])
        }
    }

    package func revokeAPIKey(_ id: KeyID, at now: Timestamp) async throws(StoreError) -> Bool {
        try await writer.write { connection throws(SQLiteFailure) in
            let revoked = try connection.prepare(
                "UPDATE api_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL RETURNING 1"
            ).first([.time(now), .text(id.rawValue)]) { _ in true }
            return revoked ?? false
        }
    }

    package func touchAPIKey(_ id: KeyID, at now: Timestamp) async throws(StoreError) {
        try await writer.write { connection throws(SQLiteFailure) in
            try connection.prepare("UPDATE api_key SET last_used_at = ? WHERE id = ?")
                .run([.time(now), .text(id.rawValue)])
        }
    }

    private static func text(_ names: [String]) -> String { names.sorted().joined(separator: " ") }

    private static func names(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }

    /// Rights that only another version knows are none here.
    private static func key(_ row: Row) throws(StoreError) -> APIKey {
        guard let hash = row.bytes(2) else { throw .corrupt }
        return APIKey(
            id: KeyID(unchecked: try row.requiredText(0)), name: try row.requiredText(1),
            hash: hash,
            rights: Set(names(try row.requiredText(3)).compactMap(Right.init(rawValue:))),
            inboxes: row.text(4).map { Set(names($0).map(DocumentID.init(unchecked:))) },
            createdBy: StaffReference(
                id: StaffID(unchecked: try row.requiredText(5)), name: try row.requiredText(6)),
            createdAt: try row.requiredTime(7), lastUsedAt: row.time(8), revokedAt: row.time(9))
    }
}
