package import BeckonModel

extension InMemoryStore: DocumentStore {
    package func documents(
        changedAfter revision: Int
    ) async throws(StoreError) -> [StoredDocument] {
        try access { state in
            state.documents.values.filter { $0.revision > revision }
                .sorted { $0.revision < $1.revision }
        }
    }

    package func save(_ change: DocumentChange) async throws(StoreError) -> DocumentOutcome {
        try access { state in
            guard state.documentRecords.count == change.basis else { return .outdated }
            let former = state.documents[change.key]
            if former == nil {
                let count = state.documents.keys.count { $0.kind == change.key.kind }
                guard count < change.limit else { return .tooMany }
            }
            let revision = state.documentRecords.count + 1
            state.documents[change.key] = StoredDocument(
                key: change.key, revision: revision, isArchived: change.isArchived,
                json: change.json)
            state.documentRecords.append(
                DocumentRecord(
                    revision: revision, key: change.key, at: change.at, by: change.by,
                    before: former.flatMap { $0.isArchived ? nil : $0.json },
                    after: change.isArchived ? nil : change.json))
            return .saved(revision)
        }
    }

    package func documentHistory(
        of key: DocumentKey?, before revision: Int?, limit: Int
    ) async throws(StoreError) -> [DocumentRecord] {
        let kinds = DocumentHistory.auditedKinds
        return try access { state in
            Array(
                state.documentRecords.reversed().lazy
                    .filter { $0.revision < revision ?? .max }
                    .filter { record in
                        key.map { record.key == $0 } ?? kinds.contains(record.key.kind)
                    }
                    .prefix(limit))
        }
    }
}

/// What of the documents' history is for administrators: not what agents like for themselves.
package enum DocumentHistory {
    package static let auditedKinds = Set(
        DocumentKind.all.filter { $0.access != .own }.map(\.name))
}
