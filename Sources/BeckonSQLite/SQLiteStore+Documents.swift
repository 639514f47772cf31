package import BeckonModel
package import BeckonStore
import GRDB

extension SQLiteStore: DocumentStore {
    package func documents(
        changedAfter revision: Int
    ) async throws(StoreError) -> [StoredDocument] {
        try await read { db in
            try db.rows(
                """
                SELECT kind, id, revision, archived, json FROM document WHERE revision > ?
                ORDER BY revision
                """, [.integer(revision)]
            ).map { row throws(StoreError) in
                StoredDocument(
                    key: try Self.key(row, 0), revision: try row.requiredInteger(2),
                    isArchived: try row.requiredInteger(3) != 0, json: try row.requiredText(4))
            }
        }
    }

    package func save(_ change: DocumentChange) async throws(StoreError) -> DocumentOutcome {
        let (kind, id) = (
            SQLValue.text(change.key.kind), SQLValue.text(change.key.id.rawValue)
        )
        return try await writer.write { connection throws(SQLiteFailure) in
            let newest = try connection.prepare("SELECT max(revision) FROM document_change")
                .first([]) { $0.number(0) }
            guard newest == change.basis else { return .outdated }
            let former = try connection.prepare(
                "SELECT archived, json FROM document WHERE kind = ? AND id = ?"
            ).first([kind, id]) { (isArchived: $0.number(0) != 0, json: $0.text(1)) }
            if former == nil {
                let count = try connection.prepare("SELECT count(*) FROM document WHERE kind = ?")
                    .first([kind]) { $0.number(0) }
                guard count ?? 0 < change.limit else { return .tooMany }
            }
            try connection.prepare(
                """
                INSERT INTO document_change(
                    kind, id, at, party, author_id, author_name, before, after)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
            ).run([
                kind, id, .time(change.at), .text(change.by.party), .text(change.by.id),
                .text(change.by.name),
                .text(former.flatMap { $0.isArchived ? nil : $0.json }),
                .text(change.isArchived ? nil : change.json),
            ])
            let revision = connection.lastInsertedRow
            try connection.prepare(
                """
                INSERT INTO document(kind, id, revision, archived, json) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET revision = excluded.revision,
                    archived = excluded.archived, json = excluded.json
                """
            ).run([
                kind, id, .integer(revision), .integer(change.isArchived ? 1 : 0),
                .text(change.json),
            ])
            return .saved(revision)
        }
    }

    package func documentHistory(
        of key: DocumentKey?, before revision: Int?, limit: Int
    ) async throws(StoreError) -> [DocumentRecord] {
        let kinds = DocumentHistory.auditedKinds.sorted()
        let (filter, values): (String, [SQLValue]) =
            if let key {
                ("kind = ? AND id = ?", [.text(key.kind), .text(key.id.rawValue)])
            } else {
                (
                    "kind IN (\(kinds.map { _ in "?" }.joined(separator: ", ")))",
                    kinds.map { .text($0) }
                )
            }
        return try await read { db in
            try db.rows(
                """
                SELECT kind, id, revision, at, party, author_id, author_name, before, after
                FROM document_change WHERE \(filter) AND revision < ?
                ORDER BY revision DESC LIMIT ?
                """, values + [.integer(revision ?? .max), .integer(limit)]
            ).map { row throws(StoreError) in
                DocumentRecord(
                    revision: try row.requiredInteger(2), key: try Self.key(row, 0),
                    at: try row.requiredTime(3),
                    by: DocumentChange.Author(
                        party: try row.requiredText(4), id: try row.requiredText(5),
                        name: try row.requiredText(6)),
                    before: row.text(7), after: row.text(8))
            }
        }
    }

    private static func key(_ row: Row, _ first: Int) throws(StoreError) -> DocumentKey {
        DocumentKey(
            try row.requiredText(first), DocumentID(unchecked: try row.requiredText(first + 1)))
    }
}

extension Statement {
    /// 0 for NULL, in columns that hold none.
    fileprivate func number(_ index: Int) -> Int { Int(integer(index) ?? 0) }
}
